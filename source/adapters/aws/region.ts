import {type Problem} from '../../core/problem.js';
import {regionPattern} from '../../core/region.js';
import {text, type Text} from '../../core/text-token.js';
import {redact} from '../redact.js';

/** Enough to see what was written. */
const mostShown = 60;

/** Written with quotes and escapes, so that blanks and line breaks are seen. */
export const showRegion = (region: string): string => JSON.stringify(redact(region).slice(0, mostShown));

/** Why a region is not to be used, if it is not: what the SDK makes of such a name is a host that nobody can find. */
export const regionProblem = (region: string, source: string | Text): Problem | undefined =>
	regionPattern.test(region)
		? undefined
		: {
				kind: 'input',
				code: 'region-unusable',
				message: text('problem.aws.bad-region', {source, region: showRegion(region)}),
				nextSteps: [text('problem.aws.step.region')],
				isRetryable: false,
			};
