/** What is put where a secret was. */
export const redacted = '[redacted]';

const patterns: readonly RegExp[] = [
	// Access key ids, long-term and of a session.
	/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z\d]{12,}\b/g,
	// What a refusal of a signature quotes back: headers and query members of the signed request.
	/(?<=x-amz-security-token[:=]\s*)[^\s&,;"<]+/gi,
	/(?<=\b(?:signature|x-amz-signature|credential|x-amz-credential)=)[^\s&,;"<]+/gi,
	// Session tokens: far longer than any name or ARN segment.
	/[A-Za-z\d+/=]{120,}/g,
	// Secret access keys: 40 characters of base64 in mixed case. A commit id is lower-case hexadecimal and stays.
	/(?<![\w+/=-])(?=[A-Za-z\d+/]*[A-Z])(?=[A-Za-z\d+/]*[a-z])(?=[A-Za-z\d+/]*\d)[A-Za-z\d+/]{40}(?![\w+/=-])/g,
];

/**
 * Removes what looks like a credential, and every value of `secrets`, from a vendor's words. Done before a Problem or
 * a log line exists.
 */
export const redact = (words: string, secrets: readonly string[] = []): string => {
	let clean = words;

	for (const secret of secrets) {
		if (secret.length >= 8) {
			clean = clean.replaceAll(secret, redacted);
		}
	}

	for (const pattern of patterns) {
		clean = clean.replaceAll(pattern, redacted);
	}

	return clean;
};
