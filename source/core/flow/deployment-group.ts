/** Part A: the application and its deployment group (A1 to A5), and where all of it is. */
import {whereIs, whereIsNot} from '../field/conditions.js';
import {lookedUp, oneOf, severalLookedUp} from '../field/control.js';
import {defineField} from '../field/define.js';
import {choice, integer, line, list, name, optional, pattern, tags} from '../field/parse.js';
import {regionPattern} from '../region.js';
import {text} from '../text-token.js';
import {applicationNameOf, createNew, whereNewApplication, whereNewGroup} from './choices.js';

export const region = defineField({
	key: 'region',
	parse: pattern(regionPattern, 'ap-northeast-2'),
	control: lookedUp('regions', []),
	takesSuggestion: true,
	env: 'AWS_REGION',
	requirements: ['B2'],
});

export const spotAccountId = defineField({
	key: 'spotAccountId',
	parse: optional(pattern(/^act-[\da-z]+$/u, 'act-0a1b2c3d')),
	control: lookedUp('spot-accounts', []),
	flag: 'spot-account',
	env: 'SPOTINST_ACCOUNT',
	isOptional: true,
	requirements: ['B1'],
});

const nameOrNew: typeof name = label => raw => (raw.trim() === '+new' ? {isOk: true, value: '+new'} : name(label)(raw));

export const applicationName = defineField({
	key: 'applicationName',
	parse: nameOrNew,
	control: lookedUp('applications', ['region']),
	flag: 'application',
	isTarget: true,
	dependsOn: ['region'],
	requirements: ['A1'],
});

export const newApplicationName = defineField({
	key: 'newApplicationName',
	parse: name,
	control: {kind: 'text'},
	flag: 'new-application',
	when: [whereNewApplication],
	isTarget: true,
	persist: 'never',
	requirements: ['A1'],
});

export const deploymentGroupName = defineField({
	key: 'deploymentGroupName',
	parse: nameOrNew,
	control: lookedUp('deployment-groups', ['region', 'applicationName', 'newApplicationName']),
	flag: 'deployment-group',
	isTarget: true,
	dependsOn: ['applicationName'],
	requirements: ['A1', 'A2'],
});

export const newDeploymentGroupName = defineField({
	key: 'newDeploymentGroupName',
	parse: name,
	control: {kind: 'text'},
	flag: 'new-deployment-group',
	when: [whereNewGroup],
	isTarget: true,
	initial(draft) {
		const application = applicationNameOf(draft);
		return application === '' ? undefined : `${application.slice(0, 97)}-bg`;
	},
	persist: 'never',
	requirements: ['A3'],
});

export const groupMends = defineField({
	key: 'groupMends',
	// An ARN of a role may be this long.
	parse: list(line(700)),
	control: {
		kind: 'multi-select',
		canType: false,
		options: {from: 'query', query: 'group-mends', needs: ['region', 'applicationName', 'deploymentGroupName']},
	},
	flag: 'mend-group',
	when: [whereIsNot('deploymentGroupName', createNew)],
	isOptional: true,
	persist: 'never',
	dependsOn: ['deploymentGroupName'],
	requirements: ['A2', 'C2'],
});

export const serviceRoleArn = defineField({
	key: 'serviceRoleArn',
	parse: pattern(
		/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/u,
		'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
	),
	control: lookedUp('service-roles', []),
	flag: 'service-role',
	when: [whereNewGroup],
	requirements: ['A3'],
});

export const groupTags = defineField({
	key: 'groupTags',
	// Three: one list of CodeDeploy's tag set for each, so that all of them must match (docs/facts.md CD 1.1).
	parse: tags({maximum: 3, isValueRequired: true}),
	control: {kind: 'tag-list'},
	when: [whereNewGroup],
	initial: () => 'version=6.0',
	requirements: ['A3'],
});

export const deploymentConfigName = defineField({
	key: 'deploymentConfigName',
	parse: name,
	control: lookedUp('deployment-configs', ['region']),
	flag: 'deployment-config',
	when: [whereNewGroup],
	initial: () => 'CodeDeployDefault.AllAtOnce',
	requirements: ['A4'],
});

export const readyAction = defineField({
	key: 'readyAction',
	parse: choice(['continue', 'stop']),
	control: oneOf([
		{value: 'continue', label: text('option.ready-continue')},
		{value: 'stop', label: text('option.ready-stop')},
	]),
	when: [whereNewGroup],
	initial: () => 'continue',
	requirements: ['A4', 'C2'],
});

export const readyWaitMinutes = defineField({
	key: 'readyWaitMinutes',
	// 48 hours between installation and rerouting (docs/facts.md CD 1.2).
	parse: integer(1, 2880),
	control: {kind: 'number', unit: 'field.unit.minutes'},
	flag: 'ready-wait',
	when: [whereNewGroup, whereIs('readyAction', 'stop')],
	initial: () => '60',
	requirements: ['A4'],
});

export const originalsAction = defineField({
	key: 'originalsAction',
	parse: choice(['terminate', 'keep-alive']),
	control: oneOf([
		{value: 'terminate', label: text('option.originals-terminate')},
		{value: 'keep-alive', label: text('option.originals-keep')},
	]),
	flag: 'originals',
	when: [whereNewGroup],
	initial: () => 'terminate',
	requirements: ['A4', 'C2', 'D7'],
});

export const terminationWaitMinutes = defineField({
	key: 'terminationWaitMinutes',
	parse: integer(0, 2880),
	control: {kind: 'number', unit: 'field.unit.minutes'},
	flag: 'termination-wait',
	when: [whereNewGroup, whereIs('originalsAction', 'terminate')],
	initial: () => '5',
	requirements: ['A4'],
});

export const groupLoadBalancerKind = defineField({
	key: 'groupLoadBalancerKind',
	parse: choice(['target-group', 'classic']),
	control: oneOf([
		{value: 'target-group', label: text('option.target-group')},
		{value: 'classic', label: text('option.classic')},
	]),
	when: [whereNewGroup],
	initial: () => 'target-group',
	requirements: ['A5'],
});

export const groupTargetGroupNames = defineField({
	key: 'groupTargetGroupNames',
	parse: list(pattern(/^[A-Za-z\d-]{1,32}$/u, 'shop-web-tg')),
	control: severalLookedUp('target-groups', ['region']),
	flag: 'group-target-groups',
	when: [whereNewGroup, whereIs('groupLoadBalancerKind', 'target-group')],
	dependsOn: ['region'],
	requirements: ['A5'],
});

export const groupClassicLoadBalancerNames = defineField({
	key: 'groupClassicLoadBalancerNames',
	parse: list(pattern(/^[A-Za-z\d-]{1,32}$/u, 'shop-classic')),
	control: severalLookedUp('classic-load-balancers', ['region']),
	flag: 'group-classic-load-balancers',
	when: [whereNewGroup, whereIs('groupLoadBalancerKind', 'classic')],
	dependsOn: ['region'],
	requirements: ['A5'],
});
