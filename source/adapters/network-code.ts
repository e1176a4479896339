import {text, type Text} from '../core/text-token.js';

/** A proxy's refusal, with its HTTP status behind it. */
export const proxyCode = 'PROXY_';

/** Certificates that nobody here trusts: asking again changes nothing. */
export const isCertificateCode = (code: string): boolean => /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code);

/** What to do about a connection that was not made; `otherwise` where the code says no more. */
export const networkStep = (code: string, otherwise: Text): Text => {
	if (isCertificateCode(code)) {
		return text('problem.step.certificate');
	}

	return code.startsWith(proxyCode) ? text('problem.proxy.step.refused') : otherwise;
};
