import {redact as redactShapes} from '../redact.js';

const mask = '[redacted]';

const patterns: readonly RegExp[] = [
	// Ids of roles and users stand beside keys in refusals of a signature.
	/\b(?:AROA|AIDA)[A-Z\d]{12,}\b/g,
	// Session tokens: far longer than any name or ARN segment.
	/[A-Za-z\d+/=]{120,}/g,
	// Secret access keys: 40 characters of base64 in mixed case. A commit id is lower-case hexadecimal and stays.
	/(?<![\w+/=-])(?=[A-Za-z\d+/]*[A-Z])(?=[A-Za-z\d+/]*[a-z])(?=[A-Za-z\d+/]*\d)[A-Za-z\d+/]{40}(?![\w+/=-])/g,
];

/**
 * Removes what looks like an AWS credential, and every value of `secrets`, from a vendor's words. Done before a
 * Problem or a log line exists.
 */
export const redact = (words: string, secrets: readonly string[] = []): string =>
	patterns.reduce((clean, pattern) => clean.replaceAll(pattern, mask), redactShapes(words, secrets));
