import {Buffer} from 'node:buffer';

const mask = '[redacted]';

/**
 * Text of the shape of a secret, whoever it belongs to: authorization headers, `token=…` in any spelling, AWS access
 * keys and session tokens, signed URLs, JSON Web Tokens.
 */
const shapes: ReadonlyArray<readonly [RegExp, string]> = [
	[/\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, `$1 ${mask}`],
	[/\b(AWS4-HMAC-SHA256)\s+[^\n"]+/gu, `$1 ${mask}`],
	[
		/((?:access|api|auth|refresh|secret|security|session|spotinst|x-amz-security|x-amz)?[_-]?(?:token|secret|password|passwd|signature|credential|secret[_-]?access[_-]?key|api[_-]?key|access[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&}]{4,}/giu,
		`$1${mask}`,
	],
	[/\b(?:AKIA|ASIA)[A-Z\d]{12,}\b/gu, mask],
	[/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/gu, mask],
	[/\/\/[^\s/:@]+:[^\s/@]+@/gu, `//${mask}@`],
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
	return shapes.reduce((rest, [shape, replacement]) => rest.replaceAll(shape, replacement), withoutKnown);
};
