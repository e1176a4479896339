/** The checks before the first write. */
import {text} from '../text-token.js';
import {result, valueOf, type CheckResult} from './check-result.js';
import {checkFirst, checkIdle, checkRevision, checkTimeout} from './deployment-checks.js';
import {checkBalancers, checkImage, checkProfile, checkSize, checkWired} from './elastigroup-checks.js';
import {type Facts} from './facts.js';
import {checkForeignOriginals} from './foreign-originals.js';
import {checkFit, checkKept, checkReady} from './group-checks.js';
import {checkAccount, checkCredentials, checkRegion} from './place-checks.js';
import {
	checkContained,
	checkEqualTags,
	checkGreenKey,
	checkLeftover,
	checkOriginals,
	checkRepeated,
} from './tag-checks.js';

/**
 * Everything that speaks against a start, or that the person should know before it, in a fixed order. What could not
 * be looked up is `unknown` and refuses nothing.
 */
export const preflight = (facts: Facts): readonly CheckResult[] => {
	const group = valueOf(facts.group);
	const elastigroup = valueOf(facts.elastigroup);
	const contained = checkContained(facts, group, elastigroup);
	return [
		checkRegion(facts),
		checkAccount(facts),
		...checkFit(facts),
		checkWired(facts),
		checkIdle(facts),
		checkFirst(facts),
		...checkOriginals(facts, group),
		...checkForeignOriginals(facts, group),
		checkEqualTags(facts, group),
		...checkGreenKey(facts, group),
		contained,
		// The same tag twice over would be the same news twice.
		...(contained.level === 'fail' ? [] : checkRepeated(facts, elastigroup)),
		...checkLeftover(facts, group),
		...checkSize(elastigroup),
		...checkReady(group),
		...checkKept(group, elastigroup),
		...checkBalancers(facts, group, elastigroup),
		...checkImage(facts, elastigroup),
		...checkProfile(facts, elastigroup),
		checkTimeout(facts, group, elastigroup),
		...checkCredentials(facts),
		checkRevision(facts),
		result({id: 'no-roll', reason: text('check.roll.reason'), requirements: ['D6']}, 'info', text('check.roll.info')),
	];
};
