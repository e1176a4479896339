/**
 * A saved profile: the answers as typed, by field key. It holds rules, not colours: which version is blue changes
 * with every run.
 */
export type Profile = {
	/** Version of the file's shape. */
	readonly version: 1;
	readonly name: string;
	readonly answers: Readonly<Record<string, string>>;
	readonly updatedAt: number;
	/** The last deployment made with it, for the express screen. */
	readonly last?: {
		readonly runId: string;
		readonly at: number;
		readonly outcome: 'succeeded' | 'failed' | 'stopped' | 'refused' | 'handed-over';
		readonly greenTagValue: string;
		readonly durationMs: number;
	};
	/** Members of the file that this version does not know; kept and reported. */
	readonly unknown?: Readonly<Record<string, unknown>>;
};
