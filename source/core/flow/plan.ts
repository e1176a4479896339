/** The facts as they will be once the operations of the flow are done, and what speaks against doing them. */
import {result, valueOf, type CheckResult, type Common} from '../check/check-result.js';
import {known, unknown, type Fact, type Facts} from '../check/facts.js';
import {judgeGroup, mendsOf} from '../check/verdict.js';
import {type DeploymentGroup, type DeploymentGroupChange, type DeploymentGroupSpec} from '../cloud/code-deploy.js';
import {type Elastigroup, type ElastigroupSpec} from '../cloud/elastigroup.js';
import {type Draft} from '../field/field.js';
import {fail, ok, type Result} from '../problem.js';
import {text, type Text} from '../text-token.js';
import {type Operation} from './flow.js';
import {toDeploymentGroupSpec, toElastigroupSpec} from './to-spec.js';

/** The group that CodeDeploy makes of a specification; its platform is the application's. */
export const groupOfSpec = (spec: DeploymentGroupSpec, computePlatform: string): DeploymentGroup => ({
	...spec,
	computePlatform,
	deploymentType: 'blue-green',
	hasTrafficControl: true,
	provisioning: 'discover-existing',
	autoScalingGroups: [],
	hasOnPremisesFilters: false,
	alarmNames: [],
});

/** The Elastigroup that Spot makes of a specification; it has no id yet. */
export const elastigroupOfSpec = ({userData, onDemandType, ...spec}: ElastigroupSpec): Elastigroup => ({
	id: '',
	name: spec.name,
	description: spec.description,
	region: spec.region,
	capacity: spec.capacity,
	capacityUnit: spec.capacityUnit,
	product: spec.product,
	tags: spec.tags,
	deploymentGroups: spec.deploymentGroups,
	zones: spec.zones,
	imageId: spec.imageId,
	securityGroupIds: spec.securityGroupIds,
	...(spec.keyPair === undefined ? {} : {keyPair: spec.keyPair}),
	...(spec.instanceProfile === undefined ? {} : {instanceProfile: spec.instanceProfile}),
	hasUserData: userData !== undefined,
	loadBalancers: spec.loadBalancers,
	spotTypes: spec.spotTypes,
	onDemandTypes: [onDemandType],
});

export const withChange = (group: DeploymentGroup, change: DeploymentGroupChange): DeploymentGroup => {
	const {onPremisesFilters, ...settings} = change;
	return {...group, ...settings, ...(onPremisesFilters === 'remove' && {hasOnPremisesFilters: false})};
};

/** The one update that makes all of these mends; only what the verdict offers now is ever changed. */
export const changeOfMends = (facts: Facts, mends: readonly string[]): Result<DeploymentGroupChange> => {
	if (!facts.group.isKnown && facts.group.problem !== undefined) {
		return fail(facts.group.problem);
	}

	const offered = mendsOf(judgeGroup(facts));
	let change: DeploymentGroupChange = {};
	for (const id of mends) {
		const mend = offered.find(each => each.id === id);
		if (mend === undefined) {
			return fail({
				kind: 'conflict',
				code: 'mend-not-offered',
				message: text('perform.no-mend', {mend: id}),
				nextSteps: [text('perform.no-mend.next')],
				isRetryable: false,
			});
		}

		change = {...change, ...mend.change};
	}

	return ok(change);
};

/** One operation after the other on the facts; each sees what those before it will have made. */
export const asPlanned = (facts: Facts, draft: Draft, operations: readonly Operation[]): Result<Facts> => {
	let planned = facts;
	for (const operation of operations) {
		switch (operation.kind) {
			case 'create-application': {
				const name = planned.planned.applicationName;
				planned = {...planned, application: known({name, computePlatform: 'Server', isLinkedToGitHub: false})};
				break;
			}

			case 'create-deployment-group': {
				const spec = toDeploymentGroupSpec(draft);
				if (!spec.isOk) {
					return spec;
				}

				const platform = valueOf(planned.application)?.computePlatform ?? 'Server';
				planned = {
					...planned,
					group: known(groupOfSpec(spec.value, platform)),
					activeDeploymentIds: known([]),
					lastDeployment: unknown(),
				};
				break;
			}

			case 'mend-deployment-group': {
				const change = changeOfMends(planned, operation.mends);
				if (!change.isOk) {
					return change;
				}

				const group = valueOf(planned.group);
				planned = {...planned, ...(group && {group: known(withChange(group, change.value))})};
				break;
			}

			case 'create-elastigroup': {
				const spec = toElastigroupSpec(draft);
				if (!spec.isOk) {
					return spec;
				}

				planned = {
					...planned,
					elastigroup: known(elastigroupOfSpec(spec.value)),
					fleet: known([]),
					blueGreens: known([]),
				};
				break;
			}
		}
	}

	return ok(planned);
};

/** What an Elastigroup that is to be created names and the account has not, each with its kind. */
export type MissingParts = Fact<readonly Text[]>;

const checkName = (isTaken: boolean, name: string): CheckResult => {
	const common: Common = {id: 'new-name', reason: text('check.new-name.reason'), requirements: ['A1', 'A3']};
	return isTaken
		? result(common, 'fail', text('perform.exists', {name}), [text('perform.exists.next')])
		: result(common, 'pass', text('check.new-name.pass', {name}));
};

const checkApplication = (name: string): CheckResult =>
	result(
		{id: 'application', reason: text('check.application.reason'), requirements: ['A1']},
		'fail',
		text('check.application.missing', {name}),
		[text('check.application.next')],
	);

const checkParts = (missing: MissingParts): CheckResult => {
	const common: Common = {id: 'new-parts', reason: text('check.new-parts.reason'), requirements: ['B3', 'B4']};
	if (!missing.isKnown) {
		return result(common, 'unknown', text('check.new-parts.unknown'));
	}

	const [first, ...others] = missing.value;
	return first === undefined
		? result(common, 'pass', text('check.new-parts.pass'))
		: result(
				common,
				'fail',
				text('check.new-parts.fail', {
					parts: others.reduce((list, next) => text('operation.both', {first: list, second: next}), first),
				}),
				[text('check.new-parts.next')],
			);
};

/** What the service would refuse to create; `facts` are as they stand now. */
export const checkPlan = (
	facts: Facts,
	operations: readonly Operation[],
	missing: MissingParts,
): readonly CheckResult[] => {
	const {applicationName, deploymentGroupName} = facts.planned;
	const isCreating = (kind: Operation['kind']) => operations.some(operation => operation.kind === kind);
	const hasApplication = facts.application.isKnown ? facts.application.value !== undefined : undefined;
	return [
		...(isCreating('create-application') ? [checkName(hasApplication === true, applicationName)] : []),
		...(isCreating('create-deployment-group') && !isCreating('create-application') && hasApplication === false
			? [checkApplication(applicationName)]
			: []),
		...(isCreating('create-deployment-group')
			? [checkName(valueOf(facts.group) !== undefined, `${applicationName}/${deploymentGroupName}`)]
			: []),
		...(isCreating('create-elastigroup') ? [checkParts(missing)] : []),
	];
};
