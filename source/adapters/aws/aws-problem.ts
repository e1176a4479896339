import {type Problem, type ProblemKind} from '../../core/problem.js';
import {text, type Text} from '../../core/text-token.js';
import {toForeignProblem} from '../foreign-answer.js';
import {isCertificateCode, networkMessage, networkStep, proxyCode} from '../network-code.js';
import {redact} from '../redact.js';
import {isUnsent} from '../unsent.js';
import {ForeignAnswerError, readForeignAnswer, UnreadableAnswer, UnusableEndpoint} from './answer-errors.js';
import {waitHeader} from './request-handler.js';

export type AwsCallContext = {
	/** The call as IAM writes it, such as `ec2:DescribeVpcs`. */
	readonly operation: string;
	/** What the call was about: a name, an id, an ARN. */
	readonly resource?: string;
	/** The IAM action, where it is not the name of the call (HeadObject needs `s3:GetObject`). */
	readonly action?: string;
	/** The profile in use, for the sign-in commands that are proposed. */
	readonly profile?: string;
	/** The region that was asked. */
	readonly region?: string;
	/** Takes the secrets that are known out of a text; those of a known shape unless given. */
	readonly hide?: (text: string) => string;
};

type VendorError = {
	readonly name: string;
	readonly code: string;
	readonly message: string;
	readonly status?: number;
	readonly requestId?: string;
	readonly retryAfterMs?: number;
	/** Set where an HTTP answer arrived, readable or not. */
	readonly hasAnswer: boolean;
	/** Region of a bucket that S3 redirects to. */
	readonly otherRegion?: string;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Node hides the code of a failed connection in a cause, or in the parts of an aggregate. */
const nodeCodeOf = (error: unknown, depth = 0): string | undefined => {
	if (!isRecord(error) || depth > 4) {
		return undefined;
	}

	const code = textOf(error['code']) ?? textOf(error['errno']);

	if (code !== undefined) {
		return code;
	}

	const parts = Array.isArray(error['errors']) ? (error['errors'] as readonly unknown[]) : [];

	return [error['cause'], ...parts].map(part => nodeCodeOf(part, depth + 1)).find(found => found !== undefined);
};

const toVendorError = (error: unknown): VendorError => {
	if (!isRecord(error)) {
		return {name: '', code: '', message: String(error), hasAnswer: false};
	}

	const metadata = isRecord(error['$metadata']) ? error['$metadata'] : {};
	const response = isRecord(error['$response']) ? error['$response'] : {};
	const headers = isRecord(response['headers']) ? response['headers'] : {};
	const status = metadata['httpStatusCode'] ?? response['statusCode'];
	const name = textOf(error['name']) ?? '';
	const wait = textOf(headers[waitHeader]);
	const requestId =
		textOf(metadata['requestId']) ?? textOf(headers['x-amzn-requestid']) ?? textOf(headers['x-amz-request-id']);
	const otherRegion = textOf(headers['x-amz-bucket-region']) ?? textOf(error['Region']);

	return {
		name,
		code: textOf(error['Code']) ?? nodeCodeOf(error) ?? name,
		message: textOf(error['message']) ?? textOf(error['Message']) ?? '',
		hasAnswer: typeof status === 'number',
		...(typeof status === 'number' && {status}),
		...(requestId !== undefined && {requestId}),
		...(wait !== undefined && {retryAfterMs: Number(wait)}),
		...(otherRegion !== undefined && {otherRegion}),
	};
};

const expiredCodes = new Set([
	'ExpiredToken',
	'ExpiredTokenException',
	'RequestExpired',
	'TokenRefreshRequired',
	'SSOTokenExpired',
]);

const invalidCredentialCodes = new Set([
	'InvalidClientTokenId',
	'UnrecognizedClientException',
	'InvalidAccessKeyId',
	'AuthFailure',
	'InvalidToken',
	'MissingAuthenticationToken',
	'MissingAuthenticationTokenException',
	'SignatureDoesNotMatch',
	'InvalidSignatureException',
	'IncompleteSignature',
	'IncompleteSignatureException',
	'NotAuthorized',
]);

const clockCodes = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);

const deniedCodes = new Set([
	'AccessDenied',
	'AccessDeniedException',
	'UnauthorizedOperation',
	'AuthorizationError',
	'AuthorizationErrorException',
	'UnauthorizedException',
	'NotAuthorizedException',
	'Forbidden',
	'AllAccessDisabled',
]);

const throttledCodes = new Set([
	'Throttling',
	'ThrottlingException',
	'ThrottledException',
	'Throttled',
	'RequestThrottled',
	'RequestThrottledException',
	'RequestLimitExceeded',
	'TooManyRequestsException',
	'SlowDown',
	'BandwidthLimitExceeded',
	'PriorRequestNotComplete',
	'EC2ThrottledException',
]);

const otherRegionCodes = new Set([
	'PermanentRedirect',
	'TemporaryRedirect',
	'AuthorizationHeaderMalformed',
	'IllegalLocationConstraintException',
]);

const closedRegionCodes = new Set(['OptInRequired', 'RegionDisabledException']);

const networkCodes = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'EPIPE',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
	'EPROTO',
	'EADDRNOTAVAIL',
	'TimeoutError',
	'RequestTimeout',
	'NetworkingError',
	// Of several addresses none answered.
	'AggregateError',
]);

const isNetwork = (found: VendorError): boolean =>
	networkCodes.has(found.code) ||
	networkCodes.has(found.name) ||
	isCertificateCode(found.code) ||
	found.code.startsWith(proxyCode) ||
	found.code.startsWith('ERR_STREAM') ||
	found.code.startsWith('HPE_') ||
	(!found.hasAnswer && /socket hang up|other side closed|premature close|terminated/i.test(found.message));

/** The SDK's own errors while it looks for credentials: no code, told apart by name. */
const isCredentialSearch = (found: Pick<VendorError, 'name'>): boolean =>
	found.name === 'CredentialsProviderError' || found.name === 'TokenProviderError' || found.name === 'ProviderError';

const isExpired = (found: VendorError): boolean =>
	expiredCodes.has(found.code) ||
	expiredCodes.has(found.name) ||
	(isCredentialSearch(found) && /expired|sso session|session token|refresh/i.test(found.message)) ||
	// SSO's token endpoint refuses an old session with this name.
	(found.name === 'UnauthorizedException' && /session token/i.test(found.message));

/**
 * What the search for credentials says in its words alone: single sign-on that refused, or that could not be reached.
 * Without it a missing network would be told as a missing sign-in (docs/facts.md CD 4.4).
 */
const hiddenCodeOf = (message: string): string | undefined => {
	const word = message.split(/\W+/).find(one => networkCodes.has(one) || one.startsWith(proxyCode));

	if (word !== undefined) {
		return word;
	}

	return /self-signed certificate|unable to (?:get|verify)/i.test(message) ? 'SELF_SIGNED_CERT_IN_CHAIN' : undefined;
};

/** The service's sentence names the action that its policy lacks; where it does not, the call's own name is it. */
const deniedAction = (found: VendorError, context: AwsCallContext): string =>
	/not authorized to perform:? ([\w-]+:\w+)/i.exec(found.message)?.[1] ?? context.action ?? context.operation;

const signInSteps = (context: AwsCallContext): readonly Text[] => [
	context.profile === undefined
		? text('problem.aws.step.sign-in')
		: text('problem.aws.step.sign-in-profile', {profile: context.profile}),
	text('problem.aws.step.profile'),
];

/** The first sentence of a refused signature; what follows quotes the signed request. */
const quietDetail = (found: VendorError): string =>
	invalidCredentialCodes.has(found.code)
		? (found.message.split(/\n|The Canonical String|The String-to-Sign/)[0] ?? '')
		: found.message;

const toNetwork = ({operation, region}: AwsCallContext, code: string): Judged => ({
	kind: 'network',
	code,
	message: networkMessage(code, operation, text('problem.aws.network', {operation, code})),
	nextSteps: [
		networkStep(code, text('problem.aws.step.network')),
		// A host of no such name may be a region of no such name.
		...(code === 'ENOTFOUND' && region !== undefined ? [text('problem.aws.step.check-region', {region})] : []),
	],
	isRetryable: !isCertificateCode(code),
});

/** No credentials came of the search. */
const judgeSearch = (found: VendorError, context: AwsCallContext): Judged => {
	const {profile} = context;
	const code = hiddenCodeOf(found.message);

	if (code !== undefined) {
		return toNetwork(context, code);
	}

	if (found.message.includes('ForbiddenException')) {
		return {
			kind: 'auth',
			code: 'ForbiddenException',
			message: text('problem.aws.invalid-credentials', {code: 'ForbiddenException'}),
			nextSteps: [text('problem.aws.step.sso-role')],
		};
	}

	return {
		kind: 'auth',
		code: 'no-credentials',
		...(profile === undefined
			? {
					message: text('problem.aws.no-credentials'),
					nextSteps: [
						text('problem.aws.step.sign-in'),
						text('problem.aws.step.first-time'),
						text('problem.aws.step.profile'),
						text('problem.aws.step.keys'),
					],
				}
			: {
					message: text('problem.aws.no-credentials-profile', {profile}),
					nextSteps: [text('problem.aws.step.list-profiles'), ...signInSteps(context)],
				}),
	};
};

type Judged = {
	readonly kind: ProblemKind;
	readonly code?: string;
	readonly message: Text;
	readonly nextSteps?: readonly Text[];
	readonly isRetryable?: boolean;
	/** More than the error's own words. */
	readonly detail?: string;
};

const judge = (found: VendorError, context: AwsCallContext, detail: string): Judged => {
	const {code} = found;
	const {operation} = context;
	const subject = context.resource ?? operation;

	if (found.name === 'AbortError' || code === 'ABORT_ERR') {
		return {kind: 'network', code: 'aborted', message: text('problem.aws.aborted', {operation})};
	}

	if (isExpired(found)) {
		return {
			kind: 'auth',
			code: code === '' || isCredentialSearch(found) ? 'expired-credentials' : code,
			message: text('problem.aws.expired'),
			nextSteps: signInSteps(context),
		};
	}

	if (isCredentialSearch(found)) {
		return judgeSearch(found, context);
	}

	if (code === 'ERR_INVALID_URL') {
		return {
			kind: 'input',
			code: 'endpoint-unusable',
			message: text('problem.aws.endpoint'),
			nextSteps: [text('problem.aws.step.endpoint-form')],
		};
	}

	if (/region is missing/i.test(found.message) && !found.hasAnswer) {
		return {
			kind: 'input',
			code: 'no-region',
			message: text('problem.aws.no-region'),
			nextSteps: [text('problem.aws.step.region')],
		};
	}

	if (clockCodes.has(code)) {
		return {kind: 'auth', message: text('problem.aws.clock'), nextSteps: [text('problem.aws.step.clock')]};
	}

	if (invalidCredentialCodes.has(code)) {
		return {
			kind: 'auth',
			message: text('problem.aws.invalid-credentials', {code}),
			nextSteps: [
				...signInSteps(context),
				// A region that is not switched on knows no account's keys.
				...(context.region === undefined ? [] : [text('problem.aws.step.region-enabled', {region: context.region})]),
			],
		};
	}

	if (closedRegionCodes.has(code)) {
		return {
			kind: 'input',
			message: text('problem.aws.closed-region', {region: context.region ?? '', operation}),
			nextSteps: [text('problem.aws.step.region')],
		};
	}

	if (otherRegionCodes.has(code) || (found.status === 301 && found.otherRegion !== undefined)) {
		return {
			kind: 'input',
			message:
				found.otherRegion === undefined
					? text('problem.aws.other-region', {resource: subject})
					: text('problem.aws.other-region-named', {resource: subject, region: found.otherRegion}),
			nextSteps: [text('problem.aws.step.same-region')],
		};
	}

	if (throttledCodes.has(code) || found.status === 429) {
		return {
			kind: 'throttled',
			message: text('problem.aws.throttled', {operation}),
			nextSteps: [text('problem.aws.step.wait')],
			isRetryable: true,
		};
	}

	if (deniedCodes.has(code) || found.status === 403 || found.status === 401) {
		const action = deniedAction(found, context);

		return {
			kind: 'permission',
			message:
				context.resource === undefined
					? text('problem.aws.denied', {action})
					: text('problem.aws.denied-resource', {action, resource: context.resource}),
			nextSteps: [text('problem.aws.step.allow', {action})],
		};
	}

	if (isNetwork(found)) {
		return toNetwork(context, code);
	}

	if (found.status !== undefined && found.status >= 500) {
		return {
			kind: 'remote',
			message: text('problem.aws.unavailable', {operation, status: found.status}),
			nextSteps: [text('problem.aws.step.wait')],
			isRetryable: true,
		};
	}

	if (found.status === 404 || /NotFound|NoSuch|DoesNotExist/.test(code)) {
		return {kind: 'not-found', message: text('problem.aws.not-found', {resource: subject})};
	}

	if (found.hasAnswer) {
		return {kind: 'remote', message: text('problem.aws.refused', {operation, code, detail})};
	}

	return {kind: 'bug', code: code === '' ? 'unexpected' : code, message: text('problem.aws.unexpected', {operation})};
};

/** Judges an answer that came from a proxy, a portal or nobody, and not from the AWS service. */
const judgeAnswer = (error: unknown, {operation}: AwsCallContext): Judged | undefined => {
	const foreign =
		error instanceof ForeignAnswerError
			? error.answer
			: error instanceof Error && isCredentialSearch(error)
				? readForeignAnswer(error.message)
				: undefined;

	if (foreign !== undefined) {
		return toForeignProblem(foreign, {operation, endpointStep: text('problem.aws.step.endpoint')});
	}

	if (error instanceof UnreadableAnswer) {
		return {
			kind: 'remote',
			code: 'unreadable-answer',
			message: text('problem.aws.unreadable', {operation}),
			nextSteps: [text('problem.aws.step.endpoint')],
			isRetryable: true,
		};
	}

	if (error instanceof UnusableEndpoint) {
		return {
			kind: 'input',
			code: error.host === undefined ? 'endpoint-unusable' : 'endpoint-insecure',
			message:
				error.host === undefined
					? text('problem.aws.endpoint')
					: text('problem.aws.endpoint-insecure', {host: error.host}),
			nextSteps: [text('problem.aws.step.endpoint-form')],
		};
	}

	return undefined;
};

/**
 * The one table from what the AWS SDK throws to a Problem. An unlisted error that a service answered is `remote` with
 * its raw code; anything that no service answered and that is no failed connection is a `bug`. Nothing of the
 * credentials survives: a refused signature is quoted back by some services with the whole signed request.
 */
export const toAwsProblem = (error: unknown, context: AwsCallContext): Problem => {
	const {hide = redact} = context;
	const found = toVendorError(error);
	const detail = hide(quietDetail(found));
	const judged = judgeAnswer(error, context) ?? judge(found, context, detail);
	// Without credentials nothing can be signed, and what is not signed is not sent.
	const wasUnsent = isUnsent(error) || isCredentialSearch(found);

	return {
		kind: judged.kind,
		code: hide(judged.code ?? (found.code === '' ? `http-${found.status ?? 'none'}` : found.code)),
		message: judged.message,
		nextSteps: judged.nextSteps ?? [],
		isRetryable: judged.isRetryable ?? false,
		...(found.retryAfterMs !== undefined && {retryAfterMs: found.retryAfterMs}),
		...(wasUnsent && {isUnsent: true as const}),
		...(found.requestId !== undefined && {requestId: hide(found.requestId)}),
		...(detail !== '' && {detail: judged.detail === undefined ? detail : hide(judged.detail)}),
	};
};
