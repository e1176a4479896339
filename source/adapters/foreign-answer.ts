import {type Problem} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';

/** An answer that the service did not write: a sign-in page, a redirect, the refusal of a proxy on the way. */
export type ForeignAnswer = {
	/** Who was asked. */
	readonly host: string;
	readonly status: number;
	/** Where it sends the caller, if it does. */
	readonly location?: string;
};

const hostOf = (location: string | undefined): string | undefined =>
	location !== undefined && URL.canParse(location) ? new URL(location).host : undefined;

/**
 * Whether an answer is a page for people, by what it says of itself or by how it begins. No document of AWS has a
 * document type, in which entities without an end could be.
 */
export const isPage = (contentType: unknown, body: string): boolean =>
	(typeof contentType === 'string' && /^\s*(?:text\/html|application\/xhtml)/i.test(contentType)) ||
	/^[\s\uFEFF]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--|<!doctype\b|<(?:html|head|body|title|meta|script)\b)/i.test(body);

/**
 * Says nothing of the token, of permissions or of what exists: the service did not say it. A write may have been done,
 * since what is on the way may have passed it on.
 */
export const toForeignProblem = (
	{host, status, location}: ForeignAnswer,
	{operation, endpointStep}: {readonly operation: string; readonly endpointStep: Text},
): Problem => {
	const elsewhere = hostOf(location);
	const isProxy = status === 407;
	return {
		kind: 'network',
		code: 'not-the-service',
		message: isProxy ? text('problem.proxy.sign-in', {operation}) : text('problem.foreign', {host, operation, status}),
		nextSteps: isProxy
			? [text('problem.proxy.step.refused')]
			: [text('problem.foreign.step.portal'), text('problem.foreign.step.proxy', {host}), endpointStep],
		isRetryable: true,
		detail: elsewhere === undefined ? `HTTP ${status}` : `HTTP ${status} → ${elsewhere}`,
	};
};
