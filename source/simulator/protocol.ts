/** One request as a protocol sees it. The service is read from the signature's scope, or is `spot` for Spot's REST. */
export type SimulatedRequest = {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly service: string;
	readonly region: string;
};

export type SimulatedReply = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

/** Why a request is refused, before it is put into the words of its protocol. */
export type Refusal = {readonly status: number; readonly code: string; readonly message: string};
