/** How the services of AWS write their answers, so that what something on the way wrote is not taken for theirs. */
import {isPage} from '../foreign-answer.js';

export type AwsAnswer = {
	/** Of the request. */
	readonly method: string;
	readonly statusCode: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

const isFromAws = (headers: AwsAnswer['headers']): boolean =>
	['x-amzn-requestid', 'x-amzn-errortype', 'x-amz-request-id', 'x-amz-id-2', 'x-amz-bucket-region'].some(
		name => headers[name] !== undefined,
	);

/** JSON names its type in the body or in a header; XML has one of three roots (docs/facts.md CD 4.3). */
const isErrorDocument = ({headers, body}: AwsAnswer): boolean =>
	(body.trimStart().startsWith('{') && (headers['x-amzn-errortype'] !== undefined || body.includes('"__type"'))) ||
	/^[\s\uFEFF]*(?:<\?xml[^>]*>\s*)?<(?:Error|ErrorResponse|Response)[\s>]/.test(body);

/**
 * Whether a service wrote this. The answer to a HEAD has no body, and is told by the headers that all of AWS have. Other
 * successes may be anything but a page: what they must hold is another question. A refusal is the service's own error
 * document, or it has those headers and no body.
 */
export const isOwnAnswer = (answer: AwsAnswer): boolean => {
	const {method, statusCode, headers, body} = answer;

	if (method === 'HEAD') {
		return isFromAws(headers);
	}

	if (statusCode >= 200 && statusCode < 300) {
		return !isPage(headers['content-type'], body);
	}

	return body.trim() === '' ? isFromAws(headers) : isErrorDocument(answer);
};

/** Refusals of a signature that a wrong clock of ours may explain. */
export const mayBlameClock = ({body}: AwsAnswer): boolean =>
	/RequestTimeTooSkewed|RequestInTheFuture|RequestExpired|InvalidSignature|SignatureDoesNotMatch|AuthFailure/.test(
		body,
	);
