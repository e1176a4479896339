import {type Problem, type ProblemKind} from '../../core/problem.js';
import {text, type Text} from '../../core/text-token.js';
import {type ForeignAnswer, toForeignProblem} from '../foreign-answer.js';
import {isCertificateCode, networkMessage, networkStep} from '../network-code.js';
import {isUnsent} from '../unsent.js';
import {type Envelope} from './wire.js';

export type SpotCall = {
	/** Such as `spot:CreateGroup`. */
	readonly operation: string;
	/** The Elastigroup or blue/green it is about. */
	readonly resource?: string;
	/** Where the call went, without what stands behind the host. */
	readonly host: string;
	readonly accountId?: string;
	/** A text without the secrets that are known. */
	readonly hide: (text: string) => string;
};

/** An answer that arrived: its status, and what could be read of it. */
export type SpotRefusal = {
	readonly status: number;
	readonly envelope?: Envelope;
	readonly retryAfterMs?: number;
};

type Row = {
	readonly kind: ProblemKind;
	readonly message: Text;
	readonly nextSteps: readonly Text[];
	readonly isRetryable?: boolean;
};

type Facts = {
	readonly call: SpotCall;
	readonly code: string;
	readonly detail: string;
	readonly fields: readonly string[];
};

const toNotFound = ({call}: Facts): Row => ({
	kind: 'not-found',
	message: text('problem.spot.not-found', {resource: call.resource ?? call.operation}),
	nextSteps: [
		text('problem.spot.step.check-id'),
		text('problem.spot.step.check-account', {account: call.accountId ?? '—'}),
	],
});

const toInvalid = ({call, detail, fields}: Facts): Row => ({
	kind: 'input',
	message:
		fields.length === 0
			? text('problem.spot.invalid', {operation: call.operation, detail})
			: text('problem.spot.invalid-field', {fields: fields.join(', '), detail}),
	nextSteps: [text('problem.spot.step.correct')],
});

/** Refusals that pass by themselves: a limit of AWS behind Spot, an image or role that was made a moment ago. */
const toTransient = ({call, detail}: Facts): Row => ({
	kind: 'remote',
	message: text('problem.spot.refused', {operation: call.operation, detail}),
	nextSteps: [text('problem.spot.step.wait')],
	isRetryable: true,
});

/** Codes seen in the wild (docs/facts.md SPOT 1.5). Nearly all come with 400, also those that say "not found". */
const rules: Readonly<Record<string, (facts: Facts) => Row>> = {
	GROUP_DOESNT_EXIST: toNotFound,
	ValidationError: toInvalid,
	UnsupportedOperation: toInvalid,
	SecurityGroupLimitExceeded: toInvalid,
	CANT_CREATE_GROUP: toTransient,
	CANT_VALIDATE_IMAGE: toTransient,
	// Also what a just created instance profile gets, until IAM has spread it.
	InvalidParameterValue: facts => ({...toInvalid(facts), isRetryable: true}),
	RequestLimitExceeded: ({call}) => ({
		kind: 'throttled',
		message: text('problem.spot.throttled-by-aws', {operation: call.operation}),
		nextSteps: [text('problem.spot.step.wait')],
		isRetryable: true,
	}),
};

const judge = (status: number, facts: Facts): Row => {
	const {call, code, detail} = facts;
	if (status === 401) {
		return {
			kind: 'auth',
			message: text('problem.spot.token-refused'),
			nextSteps: [text('problem.spot.step.new-token'), text('problem.spot.step.set-token')],
		};
	}

	if (status === 403) {
		return {
			kind: 'permission',
			message: text('problem.spot.denied', {operation: call.operation, account: call.accountId ?? '—'}),
			nextSteps: [
				text('problem.spot.step.check-account', {account: call.accountId ?? '—'}),
				text('problem.spot.step.new-token'),
			],
		};
	}

	if (status === 429) {
		return {
			kind: 'throttled',
			message: text('problem.spot.throttled', {operation: call.operation}),
			nextSteps: [text('problem.spot.step.wait')],
			isRetryable: true,
		};
	}

	const rule = Object.hasOwn(rules, code) ? rules[code] : undefined;
	if (rule !== undefined) {
		return rule(facts);
	}

	if (status === 404) {
		return toNotFound(facts);
	}

	if (status >= 500 || status === 408) {
		return {
			kind: 'remote',
			message: text('problem.spot.unavailable', {operation: call.operation, status}),
			nextSteps: [text('problem.spot.step.wait')],
			isRetryable: true,
		};
	}

	if (status < 400) {
		return {
			kind: 'remote',
			message: text('problem.spot.unreadable', {operation: call.operation, host: call.host}),
			nextSteps: [text('problem.spot.step.check-endpoint')],
			isRetryable: true,
		};
	}

	return {
		kind: 'remote',
		message: text('problem.spot.refused', {operation: call.operation, detail}),
		nextSteps: [text('problem.spot.step.correct')],
	};
};

/** The words of a refusal, in the order that its forms are told apart (docs/facts.md SPOT 1.5, 1.6). */
const readWords = ({status, envelope}: SpotRefusal): Omit<Facts, 'call'> => {
	const response = envelope?.response;
	const errors = response?.errors ?? [];
	const detail =
		errors
			.map(error => error.message ?? error.code ?? '')
			.filter(message => message !== '')
			.join('; ') ||
		(response?.error ?? response?.data ?? response?.status?.message ?? `HTTP ${status}`);
	return {
		code: errors.find(error => typeof error.code === 'string')?.code ?? `http-${status}`,
		detail,
		fields: errors.flatMap(error => (typeof error.field === 'string' ? [error.field.replace(/^body:/, '')] : [])),
	};
};

/** An answer that is no success, as a Problem. */
export const toSpotProblem = (refusal: SpotRefusal, call: SpotCall): Problem => {
	const words = readWords(refusal);
	const {hide} = call;
	const detail = hide(words.detail);
	const fields = words.fields.map(field => hide(field));
	const isUnreadable = refusal.status < 400;
	const code = isUnreadable ? 'unreadable-answer' : hide(words.code);
	const row = judge(refusal.status, {call, code, detail, fields});
	const requestId = refusal.envelope?.request?.id;
	return {
		kind: row.kind,
		code,
		message: row.message,
		nextSteps: row.nextSteps,
		isRetryable: row.isRetryable ?? false,
		...(refusal.retryAfterMs !== undefined && {retryAfterMs: refusal.retryAfterMs}),
		...(typeof requestId === 'string' && {requestId: hide(requestId)}),
		detail,
	};
};

/**
 * A call that got no answer, as a Problem. Of the error only its code and message are read: axios hangs the request
 * with its authorization header on it.
 */
export const toSpotNetworkProblem = (error: unknown, call: SpotCall): Problem => {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'network';
	const detail = call.hide(error instanceof Error ? error.message : String(error));
	const wasUnsent = isUnsent(error) && {isUnsent: true as const};
	if (code === 'ERR_CANCELED') {
		return {
			kind: 'network',
			code: 'aborted',
			message: text('problem.spot.aborted', {operation: call.operation}),
			nextSteps: [],
			isRetryable: false,
			...wasUnsent,
		};
	}

	const isLate = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
	return {
		kind: 'network',
		code,
		message: networkMessage(
			code,
			call.operation,
			text(isLate ? 'problem.spot.timeout' : 'problem.spot.network', {host: call.host, code}),
		),
		nextSteps: [networkStep(code, text('problem.spot.step.network'))],
		isRetryable: !isCertificateCode(code),
		...wasUnsent,
		detail,
	};
};

/** An answer that Spot did not write, as a Problem. */
export const toSpotForeignProblem = (
	answer: Omit<ForeignAnswer, 'host'>,
	{host, operation, hide}: SpotCall,
): Problem => {
	const problem = toForeignProblem(
		{host, ...answer},
		{operation, endpointStep: text('problem.spot.step.check-endpoint')},
	);
	return {...problem, detail: hide(problem.detail ?? '')};
};
