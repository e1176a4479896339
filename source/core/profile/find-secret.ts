/**
 * Text that looks like a credential of either cloud, of GitHub, or a private key. A false alarm costs a person one
 * edit; a missed one leaves a secret in a file that teams put into Git.
 */
const secretShapes: readonly RegExp[] = [
	/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----/,
	/\bgh[pousr]_[A-Za-z\d]{36,}\b/,
	/\bgithub_pat_\w{22,}\b/,
	/\bxox[abprs]-[A-Za-z\d-]{10,}/,
	// A Spot token is 64 hexadecimal digits. Inside a longer text they may as well be a revision's checksum.
	/^\s*[a-f\d]{64}\s*$/i,
	/(?:secret_?access_?key|session_?token|spotinst_?token|(?:^|[^a-z])password|passwd|api_?key)["']?\s*[=:]\s*["']?[^\s"'$<{]{6,}/i,
];

const secretKeys = /^(?:.*(?:secretaccesskey|sessiontoken|spotinsttoken|password|apikey)|token|secret)$/i;

/** Key of the first answer that looks like a secret, or undefined. */
export const findSecret = (answers: Readonly<Record<string, unknown>>): string | undefined => {
	for (const [key, value] of Object.entries(answers)) {
		if (value === '' || value === undefined || value === null) {
			continue;
		}

		if (secretKeys.test(key.replaceAll(/[_-]/g, ''))) {
			return key;
		}

		const written = typeof value === 'string' ? value : JSON.stringify(value);

		if (secretShapes.some(shape => shape.test(written))) {
			return key;
		}

		if (typeof value === 'object' && !Array.isArray(value)) {
			const inner = findSecret(Object.fromEntries(Object.entries(value)));

			if (inner !== undefined) {
				return `${key}.${inner}`;
			}
		}
	}

	return undefined;
};

/** The answers without those that look like a secret. */
export const withoutSecrets = (answers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(answers).filter(([key, value]) => findSecret({[key]: value}) === undefined));
