/** What CodeDeploy's error code of a whole deployment means for this flow (docs/facts.md CD 3.4). */
import {text, type Text} from '../text-token.js';
import {balancersOf, bundleOf, roleOf} from './failure-names.js';
import {isOnlyWatched} from './phase.js';
import {type FailureView} from './run-view.js';
import {type Run} from './run.js';

export type Explanation = Pick<FailureView, 'cause' | 'nextSteps' | 'requirement'>;

export const stopsOf = (run: Run): Run['requests'] =>
	run.requests.filter(({request}) => request === 'stop' || request === 'stop-and-roll-back');

/** Whose wish the stop was; who stopped a run that is only looked at is told by nobody. */
export const explainStop = (run: Run): Text | undefined => {
	if (isOnlyWatched(run)) {
		return undefined;
	}

	const stops = stopsOf(run);
	return stops.some(({by}) => by === 'person')
		? text('run.cause.requested')
		: stops.length > 0
			? text(run.foreignOriginals.length > 0 ? 'run.log.policy.stop.foreign' : 'run.log.policy.stop')
			: text('run.cause.stopped-elsewhere');
};

const sharedTag = ({config}: Run): string | undefined => {
	for (const filter of config.group.tagFilters.flat()) {
		if (
			filter.type === 'key-and-value' &&
			config.greenTags.some(({key, value}) => key === filter.key && value === filter.value)
		) {
			return `${filter.key}=${filter.value}`;
		}
	}

	return undefined;
};

const explainNoInstances = (run: Run): Explanation => {
	const tag = sharedTag(run);
	return tag === undefined
		? {cause: text('run.cause.contained-tag'), nextSteps: [text('run.step.remove-tag')], requirement: 'D4'}
		: {cause: text('run.cause.equal-tags', {tag}), nextSteps: [text('run.step.next-tag')], requirement: 'D3'};
};

/** `… Activated alarms: <one, other>` (docs/facts.md CD 2.6). */
const explainAlarm = (_: Run, message: string): Explanation => {
	const alarms = /<(?<alarms>[^<>]+)>/.exec(message)?.groups?.['alarms'];
	return {
		cause: text('run.cause.alarm'),
		nextSteps: [alarms === undefined ? text('run.step.alarm') : text('failure.step.alarms', {alarms})],
	};
};

const explainRole = (run: Run): Explanation => ({
	cause: text('run.cause.role'),
	nextSteps: [text('failure.step.role-policy', {role: roleOf(run)})],
});

const explainBalancer = (run: Run): Explanation => ({
	cause: text('run.cause.load-balancer'),
	nextSteps: [text('failure.step.balancers', {balancers: balancersOf(run)})],
});

const explainRevision = (run: Run): Explanation => ({
	cause: text('run.cause.revision'),
	nextSteps: [text('failure.step.revision', {bundle: bundleOf(run)})],
});

const explainMissing = ({config}: Run): Explanation => ({
	nextSteps: [text('failure.step.recreate', {group: `${config.applicationName}/${config.deploymentGroupName}`})],
});

const explainStopped = (run: Run): Explanation => {
	const cause = explainStop(run);
	return {...(cause && {cause}), nextSteps: []};
};

type Explain = (run: Run, message: string) => Explanation;

const explanations: ReadonlyMap<string, Explain> = new Map<string, Explain>([
	['NO_INSTANCES', explainNoInstances],
	['AGENT_ISSUE', () => ({nextSteps: [text('run.step.agent')]})],
	['ALARM_ACTIVE', explainAlarm],
	['IAM_ROLE_MISSING', explainRole],
	['IAM_ROLE_PERMISSIONS', explainRole],
	['ELASTIC_LOAD_BALANCING_INVALID', explainBalancer],
	['ELB_INVALID_INSTANCE', explainBalancer],
	['MISSING_ELB_INFORMATION', explainBalancer],
	['INVALID_REVISION', explainRevision],
	['REVISION_MISSING', explainRevision],
	[
		'MISSING_GITHUB_TOKEN',
		({config}) => ({nextSteps: [text('failure.step.link', {application: config.applicationName})]}),
	],
	['APPLICATION_MISSING', explainMissing],
	['DEPLOYMENT_GROUP_MISSING', explainMissing],
	// The target that failed tells.
	['HEALTH_CONSTRAINTS', () => ({nextSteps: []})],
	['HEALTH_CONSTRAINTS_INVALID', () => ({nextSteps: [text('failure.step.health-config')]})],
	['OVER_MAX_INSTANCES', () => ({nextSteps: [text('failure.step.limit')]})],
	['RESOURCE_LIMIT_EXCEEDED', () => ({nextSteps: [text('failure.step.limit')]})],
	['THROTTLED', () => ({nextSteps: [text('failure.step.later')]})],
	['INTERNAL_ERROR', () => ({nextSteps: [text('failure.step.later')]})],
	[
		'TIMEOUT',
		({failure}) =>
			failure?.phase === 'ready-gate'
				? {cause: text('run.cause.timeout.ready'), nextSteps: [text('run.step.continue-sooner')]}
				: {nextSteps: []},
	],
	['MANUAL_STOP', explainStopped],
]);

/** `message` is CodeDeploy's own, and stands on the card beside what is said here. */
export const explainCode = (run: Run, code: string, message: string): Explanation =>
	explanations.get(code)?.(run, message) ?? {nextSteps: [text('failure.step.unknown-code', {code})]};
