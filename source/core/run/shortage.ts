/**
 * Instances that cannot be had. No call fails of it: Spot tells it in its log alone, in lines of one form, and goes on
 * asking until its timeout (docs/facts.md SPOT 1.5, 2.6).
 */
import {text, type Text} from '../text-token.js';
import {colorOf, fleetOf} from './colors.js';
import {phaseIndex} from './phase.js';
import {type Run} from './run.js';

export type Shortage = {
	/** EC2's code. */
	readonly code: string;
	readonly message: string;
	/** `refused`: EC2 launches nothing like it, whatever there is. */
	readonly kind: 'capacity' | 'quota' | 'refused';
	/** Whether on-demand instances were tried, too. */
	readonly isOnDemandShort: boolean;
};

const form = /^can.t spin (?<purchase>spot|on-demand) instances?: code: (?<code>[\w.-]+), message: (?<message>.*)$/is;

const kindOf = (code: string): Shortage['kind'] => {
	if (/capacity|pricetoolow/i.test(code)) {
		return 'capacity';
	}

	return /(?:limit|count)exceeded/i.test(code) ? 'quota' : 'refused';
};

/** The newest complaint of Spot's log. */
const newestComplaint = (run: Run): Shortage | undefined => {
	const complaints = run.spotLog.flatMap(({message}) => {
		const groups = form.exec(message.trim())?.groups;
		return groups === undefined ? [] : [groups];
	});
	const newest = complaints.at(-1);
	if (newest === undefined) {
		return undefined;
	}

	const code = newest['code'] ?? '';
	return {
		code,
		message: (newest['message'] ?? '').trim(),
		kind: kindOf(code),
		isOnDemandShort: complaints.some(({purchase}) => purchase?.toLowerCase() === 'on-demand'),
	};
};

/** What Spot still asks for in vain. */
export const presentShortage = (run: Run): Shortage | undefined =>
	run.pendingRequests > 0 ? newestComplaint(run) : undefined;

/** Whether as many instances joined, tagged or not yet, as there were to be; in weights their number says nothing. */
const hasAllReplacements = (run: Run): boolean =>
	run.baseline !== undefined &&
	run.baseline.capacityUnit !== 'weight' &&
	fleetOf(run).filter(instance => instance.isInElastigroup && colorOf(run, instance) !== 'blue').length >=
		run.baseline.capacity.target;

/** The shortage that a run failed of, if it did: it got no further than launching, and not everything came. */
export const fatalShortage = (run: Run): Shortage | undefined =>
	phaseIndex(run.failure?.phase ?? run.phase) > phaseIndex('provision') || hasAllReplacements(run)
		? undefined
		: newestComplaint(run);

export const shortageSteps = (run: Run, {kind, isOnDemandShort}: Shortage): readonly Text[] => {
	const elastigroup = run.config.elastigroupName;
	switch (kind) {
		case 'capacity': {
			return [
				text('failure.step.more-types', {elastigroup}),
				isOnDemandShort ? text('failure.step.later-capacity') : text('failure.step.on-demand'),
			];
		}

		case 'quota': {
			return [text('failure.step.quota', {region: run.config.region})];
		}

		case 'refused': {
			return [text('failure.step.launch-refused', {elastigroup})];
		}
	}
};
