/** An error as CodeDeploy answers it: HTTP 400 and `__type` (docs/facts.md CD 4.3). */
export class CodeDeployError extends Error {
	readonly type: string;

	constructor(type: string, message: string) {
		super(message);
		this.type = type;
	}
}

/** Throws the error; an expression, so that it can stand after `??`. */
export const refuse = (type: string, message: string): never => {
	throw new CodeDeployError(`${type}Exception`, message);
};
