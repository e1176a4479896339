/** Where an adapter tells what it does, for `--debug`: one redacted line a call. */
export type Log = (line: string) => void;
