import {asList, asNumber, asObject, asText, asTexts, isPresent} from '../json.js';
import {type Draft, uuid} from '../world/draft.js';
import {
	type BlueGreenOptions,
	type DeploymentGroup,
	groupKey,
	type JsonObject,
	type LoadBalancerInfo,
	type World,
} from '../world/state.js';
import {refuse} from './code-deploy-error.js';
import {
	checkAlarms,
	checkConfigName,
	findApplication,
	findGroup,
	readApplicationName,
	readAutoRollback,
	readBatch,
	readFilters,
	readGroupName,
	readPage,
	readTagFilters,
} from './input.js';
import {toGroupInfo} from './output.js';

const triggerEvents = new Set([
	'DeploymentStart',
	'DeploymentSuccess',
	'DeploymentFailure',
	'DeploymentStop',
	'DeploymentRollback',
	'DeploymentReady',
	'InstanceStart',
	'InstanceSuccess',
	'InstanceFailure',
	'InstanceReady',
]);

const readRole = (world: World, input: JsonObject): string => {
	const arn = asText(input['serviceRoleArn']) ?? '';
	if (arn === '') {
		refuse('RoleRequired', 'The serviceRoleArn member is required.');
	}

	// A role that is missing or trusts others is refused in the same words (docs/facts.md CD 1.3).
	if (!world.account.roles.some(role => role.arn === arn && role.isAssumableByCodeDeploy)) {
		refuse('InvalidRole', `AWS CodeDeploy does not have the permissions required to assume the role ${arn}.`);
	}

	return arn;
};

const readStyle = (value: unknown): DeploymentGroup['deploymentStyle'] => {
	const {deploymentType, deploymentOption} = asObject(value);
	const style = {
		deploymentType: asText(deploymentType) ?? 'IN_PLACE',
		deploymentOption: asText(deploymentOption) ?? 'WITHOUT_TRAFFIC_CONTROL',
	};
	if (
		!['IN_PLACE', 'BLUE_GREEN'].includes(style.deploymentType) ||
		!['WITH_TRAFFIC_CONTROL', 'WITHOUT_TRAFFIC_CONTROL'].includes(style.deploymentOption)
	) {
		refuse('InvalidDeploymentStyle', 'The deployment style is not one that CodeDeploy knows.');
	}

	return style;
};

const readNames = (value: unknown) => asList(value).map(item => ({name: asText(asObject(item)['name']) ?? ''}));

const readLoadBalancers = (value: unknown): LoadBalancerInfo | undefined => {
	if (!isPresent(value)) {
		return undefined;
	}

	const {elbInfoList, targetGroupInfoList} = asObject(value);
	const classic = readNames(elbInfoList);
	const targetGroups = readNames(targetGroupInfoList);
	if ([...classic, ...targetGroups].some(({name}) => name === '')) {
		refuse('InvalidLoadBalancerInfo', 'A load balancer or target group is given by its name.');
	}

	if (targetGroups.some(({name}) => name.startsWith('arn:'))) {
		refuse('InvalidLoadBalancerInfo', 'A target group is given by its name, not by its ARN.');
	}

	if (classic.length > 10 || targetGroups.length > 10) {
		refuse('InvalidLoadBalancerInfo', 'At most 10 load balancers and 10 target groups.');
	}

	return {
		...(classic.length > 0 && {elbInfoList: classic}),
		...(targetGroups.length > 0 && {targetGroupInfoList: targetGroups}),
	};
};

const refuseOptions = (message: string): never => refuse('InvalidBlueGreenDeploymentConfiguration', message);

const isWait = (value: unknown, least: number): boolean => {
	const minutes = asNumber(value);
	return minutes !== undefined && Number.isInteger(minutes) && minutes >= least && minutes <= 2880;
};

// docs/facts.md CD 1.2.
const readBlueGreen = (value: unknown): BlueGreenOptions | undefined => {
	if (!isPresent(value)) {
		return undefined;
	}

	const input = asObject(value);
	const ready = asObject(input['deploymentReadyOption']);
	const originals = asObject(input['terminateBlueInstancesOnDeploymentSuccess']);
	const action = asText(asObject(input['greenFleetProvisioningOption'])['action']);
	if (action !== undefined && action !== 'DISCOVER_EXISTING' && action !== 'COPY_AUTO_SCALING_GROUP') {
		refuseOptions(`Unknown green fleet provisioning action: ${action}`);
	}

	const atReady = asText(ready['actionOnTimeout']);
	if (atReady === 'CONTINUE_DEPLOYMENT' && isPresent(ready['waitTimeInMinutes'])) {
		refuseOptions('A timeout cannot be specified with the action CONTINUE_DEPLOYMENT.');
	}

	if (atReady === 'STOP_DEPLOYMENT' && !isWait(ready['waitTimeInMinutes'], 1)) {
		refuseOptions('The action STOP_DEPLOYMENT needs a wait of 1 to 2880 minutes.');
	}

	if (atReady !== undefined && atReady !== 'CONTINUE_DEPLOYMENT' && atReady !== 'STOP_DEPLOYMENT') {
		refuseOptions(`Unknown action on timeout: ${atReady}`);
	}

	const after = asText(originals['action']);
	const wait = originals['terminationWaitTimeInMinutes'];
	if (after === 'KEEP_ALIVE' && isPresent(wait)) {
		refuseOptions('A termination wait cannot be specified with the action KEEP_ALIVE.');
	}

	if (after === 'TERMINATE' && isPresent(wait) && !isWait(wait, 0)) {
		refuseOptions('The termination wait is 0 to 2880 minutes.');
	}

	if (after !== undefined && after !== 'KEEP_ALIVE' && after !== 'TERMINATE') {
		refuseOptions(`Unknown action for the original instances: ${after}`);
	}

	return {
		...(action !== undefined && {
			greenFleetProvisioningOption: {
				action: action === 'COPY_AUTO_SCALING_GROUP' ? 'COPY_AUTO_SCALING_GROUP' : 'DISCOVER_EXISTING',
			},
		}),
		...(atReady !== undefined && {
			deploymentReadyOption:
				atReady === 'STOP_DEPLOYMENT'
					? {actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: asNumber(ready['waitTimeInMinutes']) ?? 0}
					: {actionOnTimeout: 'CONTINUE_DEPLOYMENT'},
		}),
		...(after !== undefined && {
			terminateBlueInstancesOnDeploymentSuccess:
				after === 'TERMINATE'
					? {action: 'TERMINATE', terminationWaitTimeInMinutes: asNumber(wait) ?? 0}
					: {action: 'KEEP_ALIVE'},
		}),
	};
};

const checkTriggers = (world: World, value: unknown): void => {
	const triggers = asList(value).map(asObject);
	if (triggers.length > 10) {
		refuse('TriggerTargetsLimitExceeded', 'The maximum allowed number of triggers was exceeded.');
	}

	for (const trigger of triggers) {
		const arn = asText(trigger['triggerTargetArn']) ?? '';
		const events = asTexts(trigger['triggerEvents']);
		if ((asText(trigger['triggerName']) ?? '') === '' || events.length === 0) {
			refuse('InvalidTriggerConfig', 'A trigger needs a name and at least one event.');
		}

		const unknown = events.find(event => !triggerEvents.has(event));
		if (unknown !== undefined) {
			refuse('InvalidTriggerConfig', `Unknown trigger event: ${unknown}`);
		}

		if (!world.account.topics.some(topic => topic.arn === arn)) {
			refuse('InvalidTriggerConfig', `Topic ARN ${arn} is not valid`);
		}
	}
};

/** Everything of a group that a request may set; members it leaves out stay as `before` has them, lists replace. */
const readSettings = (world: World, input: JsonObject, before: DeploymentGroup): DeploymentGroup => {
	const has = (member: string) => isPresent(input[member]);
	const filters = readFilters(input['ec2TagFilters'], input['ec2TagSet']);
	const {ec2TagFilters: _flat, ec2TagSet: _set, ...rest} = before;
	const areFiltersGiven = has('ec2TagFilters') || has('ec2TagSet');
	const next: DeploymentGroup = {
		...(areFiltersGiven ? rest : before),
		...(filters.flat !== undefined && {ec2TagFilters: filters.flat}),
		...(filters.set !== undefined && {ec2TagSet: {ec2TagSetList: filters.set}}),
		...(has('serviceRoleArn') && {serviceRoleArn: readRole(world, input)}),
		...(has('deploymentConfigName') && {deploymentConfigName: asText(input['deploymentConfigName']) ?? ''}),
		...(has('deploymentStyle') && {deploymentStyle: readStyle(input['deploymentStyle'])}),
		...(has('loadBalancerInfo') && {loadBalancerInfo: readLoadBalancers(input['loadBalancerInfo'])}),
		...(has('blueGreenDeploymentConfiguration') && {
			blueGreenDeploymentConfiguration: {
				...before.blueGreenDeploymentConfiguration,
				...readBlueGreen(input['blueGreenDeploymentConfiguration']),
			},
		}),
		...(has('autoRollbackConfiguration') && {
			autoRollbackConfiguration: readAutoRollback(input['autoRollbackConfiguration']),
		}),
		...(has('alarmConfiguration') && {alarmConfiguration: input['alarmConfiguration']}),
		...(has('triggerConfigurations') && {triggerConfigurations: asList(input['triggerConfigurations'])}),
		...(has('autoScalingGroups') && {autoScalingGroups: asTexts(input['autoScalingGroups'])}),
		...(has('onPremisesInstanceTagFilters') && {
			onPremisesInstanceTagFilters: readTagFilters(input['onPremisesInstanceTagFilters'], 'InvalidTag'),
		}),
		...(has('onPremisesTagSet') && {
			onPremisesTagSet: {
				onPremisesTagSetList: asList(asObject(input['onPremisesTagSet'])['onPremisesTagSetList']).map(list =>
					readTagFilters(list, 'InvalidTag'),
				),
			},
		}),
		...(has('outdatedInstancesStrategy') && {
			outdatedInstancesStrategy: asText(input['outdatedInstancesStrategy']) ?? 'UPDATE',
		}),
	};
	checkSettings(world, next);
	return next;
};

const checkSettings = (world: World, group: DeploymentGroup): void => {
	checkConfigName(world, group.deploymentConfigName);
	checkAlarms(group.alarmConfiguration);
	checkTriggers(world, group.triggerConfigurations);
	if (!['UPDATE', 'IGNORE'].includes(group.outdatedInstancesStrategy)) {
		refuse('InvalidInput', 'The outdatedInstancesStrategy is UPDATE or IGNORE.');
	}

	const {deploymentType, deploymentOption} = group.deploymentStyle;
	const {elbInfoList = [], targetGroupInfoList = []} = group.loadBalancerInfo ?? {};
	if (deploymentOption === 'WITH_TRAFFIC_CONTROL' && elbInfoList.length + targetGroupInfoList.length === 0) {
		refuse('InvalidLoadBalancerInfo', 'Traffic control needs a load balancer or a target group.');
	}

	if (deploymentType === 'IN_PLACE' && group.blueGreenDeploymentConfiguration !== undefined) {
		refuse('InvalidDeploymentStyle', 'A blue/green configuration needs the deployment type BLUE_GREEN.');
	}

	if (
		deploymentType === 'BLUE_GREEN' &&
		(group.onPremisesInstanceTagFilters ?? group.onPremisesTagSet?.onPremisesTagSetList ?? []).length > 0
	) {
		refuse('InvalidDeploymentStyle', 'On-premises instances cannot be deployed to blue/green.');
	}
};

export const createGroup = (draft: Draft, input: JsonObject) => {
	const applicationName = readApplicationName(input);
	const deploymentGroupName = readGroupName(input);
	const application = findApplication(draft, applicationName);
	const key = groupKey(applicationName, deploymentGroupName);
	if (draft.deploymentGroups.has(key)) {
		refuse('DeploymentGroupAlreadyExists', `Deployment group name ${deploymentGroupName} is already in use.`);
	}

	if (application.computePlatform !== 'Server') {
		refuse('InvalidInput', `The application is for ${application.computePlatform}, not for EC2.`);
	}

	const group = readSettings(draft, input, {
		applicationName,
		deploymentGroupName,
		deploymentGroupId: uuid(draft),
		serviceRoleArn: readRole(draft, input),
		deploymentConfigName: 'CodeDeployDefault.OneAtATime',
		autoScalingGroups: [],
		deploymentStyle: {deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL'},
		outdatedInstancesStrategy: 'UPDATE',
	});
	draft.deploymentGroups.set(key, group);
	return {deploymentGroupId: group.deploymentGroupId};
};

export const updateGroup = (draft: Draft, input: JsonObject) => {
	const applicationName = readApplicationName(input);
	const before = findGroup(draft, applicationName, readGroupName(input, 'currentDeploymentGroupName'));
	const name = isPresent(input['newDeploymentGroupName'])
		? readGroupName(input, 'newDeploymentGroupName')
		: before.deploymentGroupName;
	if (name !== before.deploymentGroupName && draft.deploymentGroups.has(groupKey(applicationName, name))) {
		refuse('DeploymentGroupAlreadyExists', `Deployment group name ${name} is already in use.`);
	}

	const group = {...readSettings(draft, input, before), deploymentGroupName: name};
	draft.deploymentGroups.delete(groupKey(applicationName, before.deploymentGroupName));
	draft.deploymentGroups.set(groupKey(applicationName, name), group);
	return {hooksNotCleanedUp: []};
};

/** Says nothing of groups that do not exist (docs/facts.md CD 1.4). */
export const deleteGroup = (draft: Draft, input: JsonObject) => {
	draft.deploymentGroups.delete(groupKey(readApplicationName(input), readGroupName(input)));
	return {hooksNotCleanedUp: []};
};

const groupsOf = (world: World, applicationName: string): readonly DeploymentGroup[] =>
	[...world.deploymentGroups.values()].filter(group => group.applicationName === applicationName);

export const listGroups = (world: World, input: JsonObject, pageSize: number) => {
	const {applicationName} = findApplication(world, readApplicationName(input));
	const names = groupsOf(world, applicationName).map(({deploymentGroupName}) => deploymentGroupName);
	const {items, ...page} = readPage(input, names, pageSize);
	return {applicationName, deploymentGroups: items, ...page};
};

export const getGroup = (world: World, input: JsonObject) => ({
	deploymentGroupInfo: toGroupInfo(world, findGroup(world, readApplicationName(input), readGroupName(input))),
});

export const batchGetGroups = (world: World, input: JsonObject) => {
	const {applicationName} = findApplication(world, readApplicationName(input));
	const names = readBatch(input, 'deploymentGroupNames', 100, {empty: 'DeploymentGroupNameRequired'});
	const found = groupsOf(world, applicationName).filter(group => names.includes(group.deploymentGroupName));
	return {
		deploymentGroupsInfo: found.map(group => toGroupInfo(world, group)),
		...(found.length < names.length && {errorMessage: 'Some deployment groups do not exist.'}),
	};
};
