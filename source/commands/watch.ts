import {fail, ok, type Result} from '../core/problem.js';
import {type RunEvent} from '../core/run/event.js';
import {text} from '../core/text-token.js';
import {type Journal, type RunSummary} from '../ports/journal.js';
import {resumeRun, watchDeployment} from '../runtime/drive.js';
import {placeOf} from '../runtime/place.js';
import {withoutWrites} from '../runtime/without-writes.js';
import {type Command} from './context.js';
import {adaptersOf, createPorts} from './composition.js';
import {followToEnd, isConfirmedBy, readFollowFlags} from './follow-to-end.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {createReporter} from './report.js';

/** What to attach to. */
export type Subject =
	| {readonly kind: 'run'; readonly summary: RunSummary}
	| {readonly kind: 'deployment'; readonly deploymentId: string};

/** CodeDeploy's ids: `d-` and nine signs. */
const isDeploymentId = (word: string): boolean => /^d-[A-Z\d]{9}$/.test(word);

/** Whether the run made the deployment, or the clouds made it to roll the run's own one back. */
const hasDeployment = (events: readonly RunEvent[], deploymentId: string): boolean =>
	events.some(
		event =>
			(event.type === 'action-done' && event.deploymentId === deploymentId) ||
			(event.type === 'deployment-seen' && event.deployment.deploymentId === deploymentId),
	);

const findRunOf = async (
	deploymentId: string,
	runs: readonly RunSummary[],
	journal: Pick<Journal, 'read'>,
): Promise<RunSummary | undefined> => {
	for (const run of runs) {
		const read = await journal.read(run.runId);

		// A journal that cannot be read hides no other one; and a run that cannot be driven on is no better than its
		// deployment, which can be looked at without it.
		if (read.isOk && read.value.stop === undefined && hasDeployment(read.value.events, deploymentId)) {
			return run;
		}
	}

	return undefined;
};

/** The newest open one that can be driven; else the newest open one, which says why not. */
const newestOpen = (runs: readonly RunSummary[]): RunSummary | undefined => {
	const open = runs.filter(run => run.ended === undefined);
	return open.find(run => run.problem === undefined) ?? open[0];
};

/**
 * Finds what an argument names: a run, a deployment, a profile's newest run, or without one the newest open run. A
 * deployment that a run of this machine made is that run.
 */
export const findSubject = async (
	asked: string | undefined,
	journal: Pick<Journal, 'list' | 'read'>,
): Promise<Result<Subject>> => {
	const listed = await journal.list();

	if (!listed.isOk) {
		return listed;
	}

	const {runs, refused} = listed.value;

	if (asked === undefined) {
		const open = newestOpen(runs);

		return open
			? ok({kind: 'run', summary: open})
			: fail({
					kind: 'not-found',
					code: 'no-open-run',
					message: text('headless.no-open-run'),
					nextSteps: [text('headless.see-runs')],
					isRetryable: false,
				});
	}

	const named = runs.find(run => run.runId === asked);

	if (named) {
		return ok({kind: 'run', summary: named});
	}

	const unreadable = refused.find(run => run.runId === asked);

	if (unreadable) {
		return fail(unreadable.problem);
	}

	if (isDeploymentId(asked)) {
		const made = await findRunOf(asked, runs, journal);
		return ok(made ? {kind: 'run', summary: made} : {kind: 'deployment', deploymentId: asked});
	}

	const ofProfile = runs.filter(run => run.started.config.profileName?.normalize() === asked.normalize());
	const newest = newestOpen(ofProfile) ?? ofProfile[0];

	return newest
		? ok({kind: 'run', summary: newest})
		: fail({
				kind: 'not-found',
				code: 'run-not-found',
				message: text('headless.run-not-found', {name: asked}),
				nextSteps: [text('headless.see-runs')],
				isRetryable: false,
			});
};

/** Attaches to a run, or looks on at any deployment. */
export const watch: Command = async context => {
	const {environment, invocation, mode} = context;
	const {flags, reasons} = readFollowFlags(invocation);

	if (reasons.length > 0) {
		return refuseUsage(context, reasons);
	}

	const found = await findSubject(invocation.positionals[0], createPorts(environment).journal);

	if (!found.isOk) {
		return endWithProblem(context, found.problem);
	}

	const subject = found.value;
	const {confirm} = flags;

	if (subject.kind === 'run' && confirm !== undefined && !isConfirmedBy(confirm, subject.summary.started)) {
		const {elastigroupName: name} = subject.summary.started.config;
		return refuseUsage(context, [text('headless.confirm-other', {given: confirm, name})]);
	}

	if (mode === 'interactive') {
		const {openApp} = await import('./open-app.js');
		return openApp(context, {
			start:
				subject.kind === 'run'
					? {kind: 'watch-run', runId: subject.summary.runId}
					: {kind: 'watch-deployment', deploymentId: subject.deploymentId},
			...(subject.kind === 'run' && {place: placeOf(subject.summary.started.config)}),
		});
	}

	const ports = createPorts(environment, {
		...(subject.kind === 'run' && {place: placeOf(subject.summary.started.config)}),
		...adaptersOf(context),
	});
	const interruption = listenForInterruption(environment);
	const ready = flags.ready ?? (invocation.switches.has('yes') ? 'continue' : undefined);

	try {
		return await followToEnd(
			onEvent => {
				if (subject.kind === 'deployment') {
					return watchDeployment(withoutWrites(ports), subject.deploymentId, {onEvent, random: Math.random});
				}

				const isConfirmed = confirm !== undefined;
				return resumeRun(ports, subject.summary.runId, {
					onEvent,
					random: Math.random,
					clockSkewMs: () => context.time.notableSkewMs,
					mayLookOn: true,
					policy: {
						readyGate: ready === 'continue' ? 'continue' : 'ask',
						cleanUp: isConfirmed ? 'always' : 'ask',
						restore: isConfirmed ? 'always' : 'ask',
					},
				});
			},
			{
				clock: ports.clock,
				...(subject.kind === 'run' && {profiles: ports.profiles}),
				reporter: createReporter(context),
				flags: {...flags, ...(ready && {ready})},
				isResuming: subject.kind === 'run',
				...(subject.kind === 'deployment' && {isReadOnly: true}),
				interrupted: interruption.signal,
			},
		);
	} finally {
		interruption.stop();
	}
};
