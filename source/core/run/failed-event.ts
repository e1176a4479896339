/**
 * What CodeDeploy says of an event that failed, and the steps that fit. Messages are matched by fragments that agents,
 * S3 and GitHub have kept for years (docs/facts.md CD 3.5); nothing is decided by them but which advice is given.
 */
import {type DeploymentTarget, type LifecycleEvent} from '../cloud/code-deploy.js';
import {text, type Text} from '../text-token.js';
import {
	agentLogOf,
	balancersOf,
	bundleOf,
	commitOf,
	objectOf,
	profileOf,
	roleOf,
	type GitHubCommit,
	type S3Object,
} from './failure-names.js';
import {type DeploymentSeen, type Run} from './run.js';
import {isAlive} from './state.js';

/** A target that failed, with the event that did, where one did. */
export type FailedTarget = {readonly target: DeploymentTarget; readonly event: LifecycleEvent | undefined};

const endOf = ({target, event}: FailedTarget): number => event?.endedAt ?? target.updatedAt ?? Number.POSITIVE_INFINITY;

/** The first one that failed; the others are often its consequences. */
export const firstFailed = (seen: DeploymentSeen | undefined): FailedTarget | undefined =>
	Object.values(seen?.targets ?? {})
		.filter(({status, events}) => status === 'failed' || events.some(event => event.status === 'failed'))
		.map(target => ({target, event: target.events.find(event => event.status === 'failed')}))
		.sort((one, other) => endOf(one) - endOf(other))[0];

/** CodeDeploy's words; undefined where it has none. */
export const messageOf = (event: LifecycleEvent | undefined): string | undefined => {
	const message = event?.diagnostics?.message.trim() ?? '';
	return message === '' ? undefined : message;
};

/** The code, where it tells anything. */
const codeOf = (event: LifecycleEvent): string | undefined => {
	const code = event.diagnostics?.errorCode ?? '';
	return code === '' || code === 'UnknownError' || code === 'Success' ? undefined : code;
};

type Place = 'cause' | 'log' | 'note';

/**
 * A failed event in one sentence: as the cause on the card, as a line of the log (which names the instance beside it),
 * or as the note of its instance.
 */
export const sayFailedEvent = (place: Place, event: LifecycleEvent, instance: string): Text => {
	const code = codeOf(event);
	const message = messageOf(event);
	const values = {event: event.name, instance, code: code ?? '', message: message ?? ''};
	if (message !== undefined) {
		return {id: code === undefined ? `failure.${place}.message` : `failure.${place}.code-message`, values};
	}

	if (code === undefined) {
		return {id: `failure.${place}.silent`, values};
	}

	const script = event.diagnostics?.scriptName ?? '';
	return {id: script === '' ? `failure.${place}.code` : `failure.${place}.script`, values: {...values, script}};
};

/** What a record is judged by, and what its steps name. */
type Failed = {
	readonly run: Run;
	readonly instance: string;
	readonly event: string;
	/** `UnknownError` and the like are empty. */
	readonly code: string;
	readonly message: string;
	readonly log: string;
	readonly script: string | Text;
	/** Code of the deployment as a whole. */
	readonly deploymentCode: string;
	readonly object: S3Object | undefined;
	readonly commit: GitHubCommit | undefined;
};

type KnownFailure = {
	readonly when: (failed: Failed) => boolean;
	readonly steps: (failed: Failed) => readonly Text[];
};

const isBundle = ({event}: Failed): boolean => event === 'DownloadBundle';

/** A failed download of an object whose name is known. */
const ofObject = (pattern: RegExp, steps: (object: S3Object, failed: Failed) => readonly Text[]): KnownFailure => ({
	when: failed => isBundle(failed) && failed.object !== undefined && pattern.test(failed.message),
	steps: failed => (failed.object === undefined ? [] : steps(failed.object, failed)),
});

/** The same of a commit. */
const ofCommit = (pattern: RegExp, steps: (commit: GitHubCommit, failed: Failed) => readonly Text[]): KnownFailure => ({
	when: failed => isBundle(failed) && failed.commit !== undefined && pattern.test(failed.message),
	steps: failed => (failed.commit === undefined ? [] : steps(failed.commit, failed)),
});

const isTraffic = ({event}: Failed): boolean => event === 'AllowTraffic' || event === 'BlockTraffic';

const isRefused = ({message, deploymentCode}: Failed): boolean =>
	deploymentCode === 'IAM_ROLE_PERMISSIONS' ||
	/does not give you permission|not authorized to perform|does not have correct permissions|access ?denied/i.test(
		message,
	);

/** Of these events the scripts are those of the revision that was deployed before (docs/facts.md CD 2.4). */
const earlierScripts: ReadonlySet<string> = new Set(['ApplicationStop', 'BeforeBlockTraffic', 'AfterBlockTraffic']);

/** The first that fits is meant. */
const knownFailures: readonly KnownFailure[] = [
	ofObject(/expected deployment artifact bundle etag/i, ({name}) => [text('failure.step.changed', {bundle: name})]),
	ofObject(/version does not exist|invalid version/i, ({name, version = ''}) => [
		text('failure.step.no-version', {bundle: name, version}),
	]),
	ofObject(/bucket does not exist/i, ({bucket}) => [text('failure.step.no-bucket', {bucket})]),
	ofObject(/key does not exist/i, ({name}) => [text('failure.step.no-object', {bundle: name})]),
	ofObject(/specified endpoint|permanent ?redirect|the region '[\w-]{1,30}' is wrong/i, ({bucket}, {run}) => [
		text('failure.step.other-region', {bucket, region: run.config.region}),
	]),
	// Older agents say of a refused download only that the file was "not opened for reading".
	ofObject(/access ?denied|forbidden|not authorized|not opened for reading/i, ({name, version}, {run}) => [
		text('failure.step.read-object', {
			right: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
			bundle: name,
			profile: profileOf(run),
		}),
		text('failure.step.list-bucket'),
	]),
	ofCommit(/\b404\b/, ({repository, commitId}, {run}) => [
		text('failure.step.no-commit', {repository, commit: commitId}),
		text('failure.step.link', {application: run.config.applicationName}),
	]),
	ofCommit(/\b40[13]\b|\b429\b/, (_, {run}) => [
		text('failure.step.link-again', {application: run.config.applicationName}),
	]),
	{
		when: failed =>
			isBundle(failed) &&
			/execution expired|timed? ?out|refused|getaddrinfo|failed to open tcp|ssl|unreachable/i.test(failed.message),
		steps: () => [text('failure.step.network')],
	},
	{
		when: ({message}) => /did not find an appspec/i.test(message),
		steps: ({run}) => [text('failure.step.no-appspec', {bundle: bundleOf(run)})],
	},
	{
		when: ({message, log}) => /no space left on device/i.test(`${message}\n${log}`),
		steps: () => [text('failure.step.disk')],
	},
	{
		when: ({event, message}) => event === 'Install' && /already exists at this location/i.test(message),
		steps: ({message}) => [
			text('failure.step.file-exists', {
				path: /at this location: {0,3}(\S[^\n]*)/i.exec(message)?.[1] ?? text('failure.name.path'),
			}),
			text('failure.step.file-exists.allow'),
		],
	},
	{
		when: ({message, log}) => /bad interpreter|\^m|\\r'|\r'/i.test(`${message}\n${log}`),
		steps: ({script}) => [text('failure.step.line-ends', {script})],
	},
	{
		when: ({code, message}) => code === 'ScriptMissing' || /does not exist at specified location/i.test(message),
		steps: ({script}) => [text('failure.step.script-missing', {script})],
	},
	{
		when: ({code}) => code === 'ScriptNotExecutable',
		steps: ({script}) => [text('failure.step.script-mode', {script})],
	},
	{
		when: ({code, message}) =>
			code === 'ScriptTimedOut' || /failed to complete in|failed to close std(?:out|err)/i.test(message),
		steps: ({script}) => [text('failure.step.script-slow', {script}), text('failure.step.script-output')],
	},
	{
		when: ({event, code}) => code === 'ScriptFailed' && earlierScripts.has(event),
		steps: ({script}) => [text('failure.step.script-before', {script}), text('failure.step.script-log')],
	},
	{
		when: ({code}) => code === 'ScriptFailed',
		steps: () => [text('failure.step.script-log')],
	},
	{
		when: failed => isTraffic(failed) && isRefused(failed),
		steps: ({run}) => [
			text('failure.step.role-policy', {role: roleOf(run)}),
			text('failure.step.role-targets', {balancers: balancersOf(run)}),
		],
	},
	{
		when: failed => isTraffic(failed) && /does not exist|takes no instances|not found/i.test(failed.message),
		steps: ({run}) => [text('failure.step.balancers', {balancers: balancersOf(run)})],
	},
	{
		when: ({run, instance}) => isGone(run, instance),
		steps: ({instance}) => [text('failure.step.instance-gone', {instance})],
	},
	{
		when: ({event}) => event === 'AllowTraffic',
		steps: ({run}) => [text('failure.step.health', {balancers: balancersOf(run)})],
	},
	{
		when: ({event}) => event === 'BlockTraffic',
		steps: ({run}) => [text('failure.step.originals', {balancers: balancersOf(run)})],
	},
];

const isGone = (run: Run, instanceId: string): boolean => {
	const instance = run.fleet[instanceId];
	return instance !== undefined && !isAlive(instance);
};

const adviseOnEvent = (run: Run, target: DeploymentTarget, event: LifecycleEvent): readonly Text[] => {
	const script = event.diagnostics?.scriptName ?? '';
	const instance = target.instanceId;
	const failed: Failed = {
		run,
		instance,
		event: event.name,
		code: codeOf(event) ?? '',
		message: messageOf(event) ?? '',
		log: event.diagnostics?.logTail ?? '',
		script: script === '' ? text('failure.name.script') : script,
		deploymentCode: run.deployment?.deployment.error?.code ?? '',
		object: objectOf(run),
		commit: commitOf(run),
	};
	const known = knownFailures.find(({when}) => when(failed));
	if (known !== undefined) {
		return known.steps(failed);
	}

	return [text(failed.message === '' ? 'failure.step.agent-log' : 'failure.step.unknown', agentLogOf(instance))];
};

const isAllSkipped = ({events}: DeploymentTarget): boolean =>
	events.length > 0 && events.every(({status}) => status === 'skipped' || status === 'pending');

/** Why the target failed, as far as it is told, and what to do about it. */
export const explainTarget = (
	run: Run,
	{target, event}: FailedTarget,
): {readonly cause?: Text; readonly nextSteps: readonly Text[]} => {
	const instance = target.instanceId;
	if (event !== undefined) {
		return {cause: sayFailedEvent('cause', event, instance), nextSteps: adviseOnEvent(run, target, event)};
	}

	if (isGone(run, instance)) {
		return {
			cause: text('failure.cause.gone', {instance}),
			nextSteps: [text('failure.step.instance-gone', {instance})],
		};
	}

	return isAllSkipped(target)
		? {cause: text('run.cause.agent', {instance}), nextSteps: [text('run.step.agent')]}
		: {nextSteps: []};
};
