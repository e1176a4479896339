/** Are we where the answers say, and signed in for long enough? */
import {text} from '../text-token.js';
import {result, valueOf, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';

export const checkRegion = (facts: Facts): CheckResult => {
	const common: Common = {id: 'region', reason: text('check.region.reason'), requirements: ['B2', 'B4']};
	const identity = valueOf(facts.identity);
	if (identity === undefined) {
		return result(common, 'unknown', text('check.region.unknown'));
	}

	const {region} = facts.planned;
	const actual = identity.region;
	return actual === region || region === ''
		? result(common, 'pass', text('check.region.pass', {region: actual}))
		: result(common, 'fail', text('check.region.fail', {actual, planned: region}), [
				text('check.region.next', {region, actual}),
			]);
};

export const checkAccount = (facts: Facts): CheckResult => {
	const common: Common = {id: 'account', reason: text('check.account.reason'), requirements: ['B1']};
	const aws = valueOf(facts.identity)?.accountId;
	const spot = valueOf(facts.spotAccount);
	const linked = spot?.awsAccountId;
	if (aws === undefined || spot === undefined || linked === undefined) {
		return result(common, 'unknown', text('check.account.unknown'));
	}

	return aws === linked
		? result(common, 'pass', text('check.account.pass', {spot: spot.id, aws}))
		: result(common, 'fail', text('check.account.fail', {spot: spot.id, linked, aws}), [
				text('check.account.next', {linked, aws}),
			]);
};

export const checkCredentials = (facts: Facts): readonly CheckResult[] => {
	const expiresAt = valueOf(facts.identity)?.expiresAt;
	if (expiresAt === undefined) {
		return [];
	}

	const common: Common = {id: 'credentials', reason: text('check.credentials.reason'), requirements: ['C4']};
	const minutes = Math.floor((expiresAt - facts.at) / 60_000);
	const next = [text('check.credentials.next')];
	if (minutes <= 0) {
		return [result(common, 'fail', text('check.credentials.fail'), next)];
	}

	return minutes < (facts.planned.timeoutMinutes ?? 0)
		? [result(common, 'warn', text('check.credentials.warn', {minutes}), next)]
		: [result(common, 'pass', text('check.credentials.pass'))];
};
