/** Does the deployment group fit, and what will it do by itself? */
import {type DeploymentGroup} from '../cloud/code-deploy.js';
import {capacityDuring, type Elastigroup} from '../cloud/elastigroup.js';
import {text, type Text} from '../text-token.js';
import {result, type CheckResult, type Common} from './check-result.js';
import {type Facts} from './facts.js';
import {judgeGroup, type Verdict} from './verdict.js';

/** The way to what mends a misfit: all of it is done at the verdict's own step. */
const nextOf = ({mends = [], next}: Verdict): readonly Text[] => {
	const [first, ...others] = mends;
	return first === undefined
		? [next ?? text('check.fit.next-other')]
		: [text(others.length === 0 ? 'check.fit.next' : 'check.fit.next-one', {mend: first.text})];
};

/** Each misfit of the verdict refuses the start too; what fits is one line. */
export const checkFit = (facts: Facts): readonly CheckResult[] => {
	const wrong = judgeGroup(facts).filter(({level}) => level === 'fail');
	if (wrong.length > 0) {
		return wrong.map(verdict =>
			result(
				{id: `fit-${verdict.id}`, reason: verdict.reason, requirements: verdict.requirements},
				'fail',
				text('check.fit.fail', {problem: verdict.text}),
				nextOf(verdict),
			),
		);
	}

	const common: Common = {id: 'fit', reason: text('check.group.exists.reason'), requirements: ['A2']};
	return facts.group.isKnown
		? [result(common, 'pass', text('check.fit.pass'))]
		: [result(common, 'unknown', text('check.group.exists.unknown'))];
};

export const checkKept = (
	group: DeploymentGroup | undefined,
	elastigroup: Elastigroup | undefined,
): readonly CheckResult[] => {
	if (group?.originalsOption === undefined || elastigroup === undefined) {
		return [];
	}

	const common: Common = {id: 'kept-originals', reason: text('check.kept.reason'), requirements: ['D7']};
	if (group.originalsOption.action === 'terminate') {
		return [result(common, 'pass', text('check.kept.pass'))];
	}

	const {target, maximum} = elastigroup.capacity;
	const during = capacityDuring(elastigroup.capacity);
	return [
		result(
			common,
			'warn',
			text('check.kept.warn', {target, maximum, newTarget: during.target, newMaximum: during.maximum}),
			[text('check.kept.next')],
		),
	];
};

/** Whether the deployment will stand still until somebody continues it. */
export const checkReady = (group: DeploymentGroup | undefined): readonly CheckResult[] =>
	group?.readyOption?.action === 'stop'
		? [
				result(
					{id: 'ready-wait', reason: text('check.group.ready.reason'), requirements: ['A4', 'C2']},
					'info',
					text('check.group.ready.stop', {minutes: group.readyOption.waitMinutes}),
				),
			]
		: [];
