/** What goes wrong with an answer. Faults are matched in the order they were injected, one to a request. */
export type FaultKind =
	/** Answers `ms` later, by the wall's clock. */
	| {readonly kind: 'latency'; readonly ms: number}
	| {readonly kind: 'throttled'; readonly resetSeconds?: number}
	| {readonly kind: 'server-error'; readonly status?: number}
	/** The socket is destroyed before the work, or after it: then the work is done and the reply is lost. */
	| {readonly kind: 'cut'; readonly when: 'before-work' | 'after-work'}
	/** HTTP 200 with half of a body. */
	| {readonly kind: 'malformed'}
	| {readonly kind: 'expired-token'}
	| {readonly kind: 'denied'};

export type Fault = FaultKind & {
	/** Only this service; `spot` for Spot's REST. Absent: any. */
	readonly service?: string;
	/** Only this operation, such as `CreateDeployment` or `startBlueGreen`. Absent: any. */
	readonly operation?: string;
	/** How many requests it hits; default 1. */
	readonly count?: number;
};
