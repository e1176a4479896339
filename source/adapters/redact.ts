import {Buffer} from 'node:buffer';

const mask = '[redacted]';

/** Words that may hold a JSON Web Token: its parts have dots between them, and the first, being JSON, begins as this. */
const dottedWords = /[\w.-]{20,}/gu;
const tokenBeginning = /\beyJ[\w-]{8,}$/u;
const shortestPart = 8;

/** A word without its JSON Web Tokens, each of which takes two parts or three. */
const hideWebTokens = (word: string): string => {
	const parts = word.split('.');
	const kept: string[] = [];

	for (let index = 0; index < parts.length; index++) {
		const part = parts[index] ?? '';
		const start = (parts[index + 1]?.length ?? 0) < shortestPart ? -1 : part.search(tokenBeginning);

		if (start === -1) {
			kept.push(part);
		} else {
			kept.push(part.slice(0, start) + mask);
			index += 2;
		}
	}

	return kept.join('.');
};

/**
 * Text of the shape of a secret, whoever it belongs to: authorization headers, `token=…` in any spelling, AWS access
 * keys and session tokens, JSON Web Tokens, signed URLs. What is looked through may be long and made to be slow: of each shape, where one
 * begins no other one can begin inside, so that a text is read once for each and not once for each beginning.
 */
const shapes: ReadonlyArray<readonly [shape: RegExp, replacement: string | ((found: string) => string)]> = [
	[/\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, `$1 ${mask}`],
	[/\b(AWS4-HMAC-SHA256)\s+[^\n"]+/gu, `$1 ${mask}`],
	[
		/((?:access|api|auth|refresh|secret|security|session|spotinst|x-amz-security|x-amz)?[_-]?(?:token|secret|password|passwd|signature|credential|secret[_-]?access[_-]?key|api[_-]?key|access[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&}]{4,}/giu,
		`$1${mask}`,
	],
	[/\b(?:AKIA|ASIA)[A-Z\d]{12,}\b/gu, mask],
	[dottedWords, hideWebTokens],
	[/\/\/[^\s/:@]+:[^\s/@]+@/gu, `//${mask}@`],
	// Ids of roles and users stand beside keys in refusals of a signature.
	[/\b(?:AROA|AIDA)[A-Z\d]{12,}\b/gu, mask],
	// Session tokens of AWS: far longer than any name or ARN segment.
	[/[A-Za-z\d+/=]{120,}/gu, mask],
	// Secret access keys: 40 characters of base64 in mixed case. A commit id is lower-case hexadecimal and stays.
	[/(?<![\w+/=-])(?=[A-Za-z\d+/]*[A-Z])(?=[A-Za-z\d+/]*[a-z])(?=[A-Za-z\d+/]*\d)[A-Za-z\d+/]{40}(?![\w+/=-])/gu, mask],
];

/**
 * A string fit for a Problem, a log or a journal: the secrets we know are gone wherever they stand (also percent- or
 * base64-encoded), and so is whatever looks like one. Applied where text enters from outside, before it is kept.
 */
export const redact = (text: string, secrets: ReadonlyArray<string | undefined> = []): string => {
	const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 4);
	const spellings = known
		.flatMap(secret => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
		.sort((one, other) => other.length - one.length);
	const withoutKnown = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, mask), text);
	return shapes.reduce(
		(rest, [shape, replacement]) =>
			typeof replacement === 'string' ? rest.replaceAll(shape, replacement) : rest.replaceAll(shape, replacement),
		withoutKnown,
	);
};
