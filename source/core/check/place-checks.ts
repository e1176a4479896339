/** Are we where the answers say, and signed in for long enough? */
import {type SpotAccount} from '../cloud/elastigroup.js';
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

/** Spot would take the oldest account of the token; the one that is linked to where we are is proposed instead. */
const whichAccount = (common: Common, accounts: readonly SpotAccount[], aws: string | undefined): CheckResult => {
	const [linked, ...others] = accounts.filter(({awsAccountId}) => awsAccountId !== undefined && awsAccountId === aws);
	const sentence = text('check.account.doubt', {accounts: accounts.map(({id, name}) => `${id} (${name})`).join(', ')});
	return linked && others.length === 0
		? result(common, 'fail', sentence, [text('check.account.choose', {account: linked.id})], {spotAccountId: linked.id})
		: result(common, 'warn', sentence, [text('check.account.choose-one')]);
};

export const checkAccount = (facts: Facts): CheckResult => {
	const common: Common = {id: 'account', reason: text('check.account.reason'), requirements: ['B1']};
	const aws = valueOf(facts.identity)?.accountId;
	const spot = valueOf(facts.spotAccount);
	const linked = spot?.awsAccountId;
	if (facts.spotAccountsInDoubt !== undefined) {
		return whichAccount(common, facts.spotAccountsInDoubt, aws);
	}

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
