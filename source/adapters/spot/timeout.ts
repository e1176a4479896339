/**
 * The timeout of a blue/green as the API takes it. The sources disagree: the API's page says minutes, with 20 as the
 * example of all four API-level sources; the console's page and the guide say seconds (docs/facts.md SPOT 3.3). Twenty
 * seconds cover no deployment, so the wire is taken to be minutes. Should it prove otherwise, this file changes alone.
 */
export const toWireTimeout = (minutes: number): number => Math.max(1, Math.ceil(minutes));

/** Minutes of an integer that the API returned. */
export const fromWireTimeout = (timeout: number): number => timeout;
