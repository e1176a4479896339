/** A document whose shape the test knows; what it asserts next would fail on another. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-return
export const readJson = <Shape>(written: string): Shape => JSON.parse(written);
