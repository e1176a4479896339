import {createHash} from 'node:crypto';
import {type SimulatedRequest} from '../protocol.js';

/** A refusal in no protocol yet; the protocol's own file writes it as its service does. */
export class LookUpError extends Error {
	readonly code: string;
	readonly status: number;
	/** Extra members that some services put beside the message. */
	readonly extra: Readonly<Record<string, string>>;

	constructor(code: string, message: string, status = 400, extra: Readonly<Record<string, string>> = {}) {
		super(message);
		this.code = code;
		this.status = status;
		this.extra = extra;
	}
}

/** The same request at the same time has the same id. */
export const requestIdOf = (request: SimulatedRequest, now: number): string => {
	const digest = createHash('sha256')
		.update(`${request.method} ${request.path}?${request.query.toString()} ${request.body} ${now}`)
		.digest('hex');

	return [
		digest.slice(0, 8),
		digest.slice(8, 12),
		`4${digest.slice(13, 16)}`,
		`8${digest.slice(17, 20)}`,
		digest.slice(20, 32),
	].join('-');
};

/** The members of a query request, from its body or, as some clients send it, from its address. */
export class QueryParameters {
	readonly action: string;
	readonly version: string;
	readonly #members: ReadonlyMap<string, string>;
	readonly #read = new Set<string>(['Action', 'Version']);

	constructor(request: SimulatedRequest) {
		this.#members = new Map([...request.query, ...new URLSearchParams(request.body)]);
		this.action = this.#members.get('Action') ?? '';
		this.version = this.#members.get('Version') ?? '';
	}

	one(name: string): string | undefined {
		this.#read.add(name);

		return this.#members.get(name);
	}

	required(name: string): string {
		const value = this.one(name);

		if (value === undefined || value === '') {
			throw new LookUpError('MissingParameter', `The request must contain the parameter ${name}`);
		}

		return value;
	}

	flag(name: string): boolean {
		return this.one(name)?.toLowerCase() === 'true';
	}

	/** `Name.1`, `Name.2` … as EC2 writes lists; `member` is the query protocol's word between. */
	list(name: string, style: 'flat' | 'member' = 'flat'): readonly string[] {
		const prefix = style === 'flat' ? `${name}.` : `${name}.member.`;
		const found: string[] = [];

		for (let index = 1; ; index++) {
			const value = this.one(`${prefix}${index}`);

			if (value === undefined) {
				return found;
			}

			found.push(value);
		}
	}

	/** `Name.member.1.Key`: one member of each structure of a list. */
	listOf(name: string, member: string): readonly string[] {
		const found: string[] = [];

		for (let index = 1; ; index++) {
			const value = this.one(`${name}.member.${index}.${member}`);

			if (value === undefined) {
				return found;
			}

			found.push(value);
		}
	}

	/** Members that nothing has asked for: the service does not know them. */
	unread(): readonly string[] {
		return [...this.#members.keys()].filter(name => !this.#read.has(name));
	}
}
