import {type Problem} from '../../core/problem.js';
import {text, type Text} from '../../core/text-token.js';
import {isLoopback} from '../loopback.js';

const refuse = (code: string, message: Text): Problem => ({
	kind: 'input',
	code,
	message,
	nextSteps: [text('problem.spot.step.base-url')],
	isRetryable: false,
});

/**
 * Why the address of SPOTINST_BASE_URL is not to be used, if it is not. The token goes with every call, so it must be
 * encrypted on its way to any other machine; a name and a password in the address would be sent in the token's place. No
 * text holds more of the address than its host, since the rest may be a password.
 */
export const baseUrlProblem = (baseUrl: string): Problem | undefined => {
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;

	if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
		return refuse('spot-base-url-unusable', text('problem.spot.base-url'));
	}

	return url.protocol === 'http:' && !isLoopback(url.hostname)
		? refuse('spot-base-url-insecure', text('problem.spot.base-url-insecure', {host: url.host}))
		: undefined;
};
