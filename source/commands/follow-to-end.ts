import {exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {isOneOf} from '../cli/is-one-of.js';
import {phaseIds, type PhaseId} from '../core/run/run-view.js';
import {planOf} from '../core/run/action.js';
import {type RunEvent} from '../core/run/event.js';
import {type Run} from '../core/run/run.js';
import {sayUnattended} from '../core/run/unattended.js';
import {text, type Text} from '../core/text-token.js';
import {type Clock} from '../ports/clock.js';
import {follow, type FollowEnd, type Followed, type FollowOptions} from '../headless/follow.js';
import {type OperationState} from '../headless/operation-state.js';
import {toSummary} from '../headless/summary.js';
import {type Reporter} from '../headless/reporter.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type ProfileStore} from '../ports/profile-store.js';
import {type RunHandle} from '../runtime/drive.js';
import {rememberOutcome} from '../runtime/remember-outcome.js';
import {type Invocation} from '../cli/parse-arguments.js';
import {exitCodeOfEnd, nextCommands} from './finish.js';
import {heartbeatMs, planNotes} from './report.js';

/** What the command line says about following a run. */
export type FollowFlags = {
	readonly ready?: 'continue' | 'stop';
	readonly waitUntil?: PhaseId;
	readonly deadlineMs?: number;
	readonly confirm?: string;
	/** Whose a blue/green is that an unanswered start may have made. */
	readonly adopt?: string;
	readonly disown?: string;
};

const isPhase = (word: string): word is PhaseId => isOneOf(phaseIds, word);

/** Reads the flags that `deploy` and `watch` share, with everything that is wrong with them. */
export const readFollowFlags = (
	invocation: Invocation,
): {readonly flags: FollowFlags; readonly reasons: readonly Text[]} => {
	const {values} = invocation;
	const {confirm, deadline, ready, adopt, disown} = values;
	// The gate's short name is what people type.
	const phase = values['wait-until'] === 'ready' ? 'ready-gate' : values['wait-until'];
	const reasons: Text[] = [];
	const minutes = Number(deadline);

	if (deadline !== undefined && !(Number.isFinite(minutes) && minutes > 0 && minutes <= 10_080)) {
		reasons.push({
			id: 'cli.wrong.number',
			values: {flag: '--deadline', from: 1, to: 10_080, value: deadline},
		});
	}

	if (ready !== undefined && ready !== 'continue' && ready !== 'stop') {
		reasons.push({id: 'cli.wrong.value', values: {flag: '--ready', value: ready, choices: 'continue, stop'}});
	}

	if (phase !== undefined && !isPhase(phase)) {
		reasons.push({
			id: 'cli.wrong.value',
			values: {flag: '--wait-until', value: phase, choices: phaseIds.join(', ')},
		});
	}

	if (adopt !== undefined && disown !== undefined) {
		reasons.push(text('cli.wrong.adopt-disown'));
	}

	return {
		flags: {
			...((ready === 'continue' || ready === 'stop') && {ready}),
			...(phase !== undefined && isPhase(phase) && {waitUntil: phase}),
			...(deadline !== undefined && {deadlineMs: minutes * 60_000}),
			...(confirm !== undefined && {confirm}),
			...(adopt !== undefined && {adopt}),
			...(disown !== undefined && {disown}),
		},
		reasons,
	};
};

/** Whether the name that was typed is that of the run's Elastigroup. */
export const isConfirmedBy = (confirm: string | undefined, run: Pick<Run, 'config'>): boolean =>
	confirm !== undefined && (confirm === run.config.elastigroupName || confirm === run.config.elastigroupId);

export type FollowToEndOptions = {
	readonly clock: Clock;
	/** Where the outcome of a run is remembered; a run that is only looked at has none. */
	readonly profiles?: ProfileStore;
	readonly reporter: Reporter;
	readonly flags: FollowFlags;
	readonly isResuming: boolean;
	readonly isReadOnly?: boolean;
	readonly interrupted: AbortSignal;
	readonly checks?: readonly CheckResult[];
	/** What was written before the run. */
	readonly operations?: readonly OperationState[];
	readonly readyPause?: FollowOptions['readyPause'];
	/** Other than the end itself says. */
	readonly exitCodeOf?: (followed: Followed) => ExitCode;
};

/** Says that whose a blue/green is was answered for another one than was asked about, or for none. */
const sayUnusedAnswer = ({adopt, disown}: FollowFlags, end: FollowEnd, run: Run): Text | undefined => {
	const given = adopt ?? disown;

	if (given === undefined || (end.kind !== 'ended' && end.kind !== 'left-over' && end.kind !== 'unclear-start')) {
		return undefined;
	}

	if (end.kind === 'unclear-start') {
		return text('headless.adopt-other', {id: end.blueGreenId, given});
	}

	const disowned = run.outcome?.kind === 'refused' ? run.outcome.disownedId : undefined;
	return given === (adopt === undefined ? disowned : run.blueGreenId)
		? undefined
		: text('headless.nothing-to-adopt', {given});
};

/** Follows a run, tells its end, and answers with the exit code. */
export const followToEnd = async (
	start: (onEvent: (event: RunEvent) => void) => RunHandle,
	options: FollowToEndOptions,
): Promise<ExitCode> => {
	const {flags, reporter} = options;
	const followed = await follow(start, {
		clock: options.clock,
		reporter,
		isResuming: options.isResuming,
		...(options.isReadOnly && {isReadOnly: true}),
		...(flags.ready && {ready: flags.ready}),
		...(options.readyPause && {readyPause: options.readyPause}),
		...(flags.waitUntil && {waitUntil: flags.waitUntil}),
		...(flags.deadlineMs !== undefined && {deadlineMs: flags.deadlineMs}),
		...(flags.adopt !== undefined && {adopt: flags.adopt}),
		...(flags.disown !== undefined && {disown: flags.disown}),
		isConfirmed: run => isConfirmedBy(flags.confirm, run),
		heartbeatMs,
		interrupted: options.interrupted,
	});
	const {end, run, view} = followed;
	const unused = run && sayUnusedAnswer(flags, end, run);
	const exitCode =
		unused === undefined ? (options.exitCodeOf ?? (({end: last}) => exitCodeOfEnd(last)))(followed) : exitCodes.usage;

	if (unused) {
		reporter.note(unused);
	}

	if (view) {
		reporter.failure(view);
	}

	if (end.kind === 'problem') {
		reporter.problem(end.problem);
	}

	const plan = end.kind === 'left-over' ? planOf(view?.gate) : undefined;

	if (plan && view) {
		for (const note of planNotes(plan, view.capacity.unit)) {
			reporter.note(note);
		}
	}

	const forgotten = run && options.profiles && (await rememberOutcome(options.profiles, run));

	if (forgotten) {
		reporter.problem(forgotten);
	}

	if (
		view &&
		(end.kind === 'detached' || end.kind === 'deadline' || end.kind === 'checkpoint' || end.kind === 'unclear-start')
	) {
		reporter.note(sayUnattended(view));
	}

	reporter.end(
		toSummary({
			end,
			exitCode,
			...(view && {view}),
			...(run && {startedAt: run.startedAt}),
			...(options.checks && {checks: options.checks}),
			...(options.operations && {operations: options.operations}),
			next: nextCommands(end, run?.config),
		}),
	);

	return exitCode;
};
