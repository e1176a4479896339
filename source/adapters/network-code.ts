import {text, type Text} from '../core/text-token.js';

/** A proxy's refusal, with its HTTP status behind it. */
export const proxyCode = 'PROXY_';

/** The proxy's refusal for want of a name and a password. */
const proxySignInCode = `${proxyCode}407`;

/** Certificates that nobody here trusts: asking again changes nothing. */
export const isCertificateCode = (code: string): boolean => /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS|ERR_SSL/.test(code);

/** What a connection that was not made means for a call; `otherwise` where the code says no more. */
export const networkMessage = (code: string, operation: string, otherwise: Text): Text => {
	if (isCertificateCode(code)) {
		return text('problem.certificate', {operation, code});
	}

	if (code === proxySignInCode) {
		return text('problem.proxy.sign-in', {operation});
	}

	return code.startsWith(proxyCode) ? text('problem.proxy.refused', {operation, code}) : otherwise;
};

/** What to do about a connection that was not made; `otherwise` where the code says no more. */
export const networkStep = (code: string, otherwise: Text): Text => {
	if (isCertificateCode(code)) {
		return text('problem.step.certificate');
	}

	return code.startsWith(proxyCode) ? text('problem.proxy.step.refused') : otherwise;
};
