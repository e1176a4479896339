import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {text} from '../core/text-token.js';
import {planOf} from '../core/run/action.js';
import {type Outcome, type RunEvent} from '../core/run/event.js';
import {fold, type Run} from '../core/run/fold.js';
import {isLeft} from '../core/run/left.js';
import {toRunView} from '../core/run/view.js';
import {type Followed} from '../headless/follow.js';
import {type Reporter} from '../headless/reporter.js';
import {resumeRun} from '../runtime/drive.js';
import {placeOf} from '../runtime/place.js';
import {type Command} from './context.js';
import {adaptersOf, createPorts} from './composition.js';
import {exitCodeOfEnd} from './finish.js';
import {followToEnd} from './follow-to-end.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {createReporter, planNotes} from './report.js';
import {findSubject} from './watch.js';

const isDone = (outcome: Outcome): boolean => !isLeft({outcome});

/** The run itself may have failed long ago: what counts is whether anything is left now. */
const exitCodeOf = ({end}: Followed): ExitCode => {
	if (end.kind === 'problem') {
		return exitCodeOfProblem(end.problem.kind);
	}

	if (end.kind !== 'ended') {
		return exitCodeOfEnd(end);
	}

	return isDone(end.outcome) ? exitCodes.done : exitCodes.leftOver;
};

/** Tells the plan before it is carried out, and that there is none where nothing differs. */
const tellPlan = (reporter: Reporter) => {
	let run: Run | undefined;
	let hasActed = false;

	return (event: RunEvent): void => {
		if (event.type === 'run-resumed') {
			hasActed = false;
		}

		const isAsking = event.type === 'request-made' && (event.request === 'clean-up' || event.request === 'restore');
		const view = isAsking && run?.resumedAt !== undefined ? toRunView(run, event.at) : undefined;
		const plan = planOf(view?.gate);

		for (const note of view === undefined || plan === undefined ? [] : planNotes(plan, view.capacity.unit)) {
			reporter.note(note);
		}

		hasActed ||= event.type === 'action-intended';
		const before = run;
		run = fold(before, event);

		if (event.type === 'run-ended' && before?.reopenedAt !== undefined && !hasActed && isDone(event.outcome)) {
			reporter.note(text('headless.restore-nothing'));
		}
	};
};

/** What happened before stands in the journal: of it, where it began and how it ended are told, and then what is new. */
const newsOf = (reporter: Reporter, isNew: () => boolean): Reporter => ({
	...reporter,
	event(before, event, after) {
		return (
			(isNew() || event.type === 'run-started' || event.type === 'run-ended') && reporter.event(before, event, after)
		);
	},
});

/** Looks at a run again and shows what it left: a person is asked, without one `--confirm` removes and restores it. */
export const restore: Command = async context => {
	const {environment, invocation} = context;
	const [asked] = invocation.positionals;
	const {confirm} = invocation.values;

	if (asked === undefined) {
		return refuseUsage(context, [text('cli.wrong.missing-argument', {command: 'restore', argument: '<run>'})]);
	}

	const found = await findSubject(asked, createPorts(environment).journal);

	if (!found.isOk) {
		return endWithProblem(context, found.problem);
	}

	if (found.value.kind !== 'run') {
		return refuseUsage(context, [text('headless.restore-needs-run', {name: asked})]);
	}

	const {summary} = found.value;
	const {elastigroupId, elastigroupName} = summary.started.config;

	if (confirm !== undefined && confirm !== elastigroupName && confirm !== elastigroupId) {
		return refuseUsage(context, [text('headless.confirm-other', {given: confirm, name: elastigroupName})]);
	}

	if (
		context.mode === 'interactive' &&
		confirm === undefined &&
		!['yes', 'dry-run'].some(name => invocation.switches.has(name))
	) {
		const {openApp} = await import('./open-app.js');
		return openApp(context, {
			start: {kind: 'watch-run', runId: summary.runId, isReopening: true},
			place: placeOf(summary.started.config),
			exitCodeOfOutcome: outcome => (isDone(outcome) ? exitCodes.done : exitCodes.leftOver),
		});
	}

	const isDryRun = invocation.switches.has('dry-run');
	const isAllowed = confirm !== undefined && !isDryRun;
	const ports = createPorts(environment, {place: placeOf(summary.started.config), ...adaptersOf(context)});
	const interruption = listenForInterruption(environment);
	const told = createReporter(context);
	// Programs get the journal whole.
	let isReplayed = false;
	const reporter = context.mode === 'ndjson' ? told : newsOf(told, () => isReplayed);
	const tell = tellPlan(reporter);

	try {
		return await followToEnd(
			onEvent =>
				resumeRun(ports, summary.runId, {
					onEvent(event) {
						tell(event);
						onEvent(event);
					},
					onReplayed() {
						isReplayed = true;
					},
					random: Math.random,
					clockSkewMs: () => context.time.notableSkewMs,
					purpose: 'restore',
					...(isDryRun && {isDryRun: true}),
					// Looked at first: the leave that was given answers the question once there is a plan.
					policy: {cleanUp: 'ask', restore: 'ask'},
				}),
			{
				clock: ports.clock,
				profiles: ports.profiles,
				reporter,
				flags: isAllowed ? {confirm} : {},
				isResuming: true,
				interrupted: interruption.signal,
				exitCodeOf,
			},
		);
	} finally {
		interruption.stop();
	}
};
