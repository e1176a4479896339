export type SpotErrorEntry = {readonly code: string; readonly message: string; readonly field?: string};

/** Errors as Spot answers them: nearly always HTTP 400, several may come together (docs/facts.md SPOT 1.5). */
export class SpotError extends Error {
	readonly errors: readonly SpotErrorEntry[];
	readonly status: number;

	constructor(errors: readonly SpotErrorEntry[], status = 400) {
		super(errors.map(({message}) => message).join('; '));
		this.errors = errors;
		this.status = status;
	}
}

/** Throws one error; an expression, so that it can stand after `??`. */
export const refuse = (code: string, message: string, field?: string): never => {
	throw new SpotError([{code, message, ...(field !== undefined && {field})}]);
};
