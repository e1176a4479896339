import {exitCodeOfOutcome, exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Directories} from '../cli/environment.js';
import {type AppEnd, type AppStart} from '../core/app/model.js';
import {type Outcome} from '../core/run/event.js';
import {sayPlainly} from '../headless/print-problem.js';
import {type Clock} from '../ports/clock.js';
import {createAppStore} from '../runtime/interpreter.js';
import {type Place} from '../runtime/place.js';
import {wrapText} from '../ui/fit.js';
import {mount} from '../ui/mount.js';
import {adaptersOf, createPorts} from './composition.js';
import {type CommandContext} from './context.js';
import {listenForInterruption} from './interruption.js';
import {createRunId} from './run-id.js';

export type OpenOptions = {
	readonly start: AppStart;
	/** Where the calls go until the person chooses otherwise. */
	readonly place?: Place;
	readonly isDemo?: boolean;
	/** Of the demo's clock. */
	readonly speed?: number;
	readonly clock?: Clock;
	readonly directories?: Directories;
	/** Other than the outcome of a deployment says. */
	readonly exitCodeOfOutcome?: (outcome: Outcome) => ExitCode;
};

const exitCodeOf = (end: AppEnd, {exitCodeOfOutcome: codeOf = exitCodeOfOutcome}: OpenOptions): ExitCode => {
	if (end.problem) {
		return exitCodeOfProblem(end.problem.kind);
	}

	if (end.outcome) {
		return codeOf(end.outcome);
	}

	switch (end.kind) {
		case 'detached': {
			return exitCodes.interrupted;
		}

		case 'deadline': {
			return exitCodes.deadline;
		}

		case 'left':
		case 'ended': {
			return exitCodes.done;
		}

		case 'problem': {
			return exitCodes.unexpected;
		}
	}
};

/** Opens the screens, and answers with the exit code once they are closed. */
export const openApp = async (context: CommandContext, options: OpenOptions): Promise<ExitCode> => {
	const {environment, output, language, isAscii} = context;
	const {stdin, stdout} = environment;
	const {time} = context;
	const clock = options.clock ?? time.clock;
	const isDemo = options.isDemo ?? false;

	const app = createAppStore(
		{
			start: options.start,
			language,
			isDemo,
			...(options.speed !== undefined && {speed: options.speed}),
			now: clock.now(),
			columns: stdout.columns,
			rows: stdout.rows,
			utcOffsetMinutes: -new Date(clock.now()).getTimezoneOffset(),
			...(isAscii && {isAscii}),
		},
		{
			openPorts: place =>
				createPorts(environment, {
					place: {...options.place, ...place},
					...adaptersOf(context),
					// The demo's clock is the simulator's own.
					...(options.clock && {clock, onStamp: undefined}),
					...(options.directories && {directories: options.directories}),
				}),
			clock,
			runExtras: profileName => ({
				runId: createRunId(profileName ?? (isDemo ? 'demo' : 'run'), clock.now()),
				...(profileName !== undefined && {profileName}),
				// A person is there to be asked.
				policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
				isDemo,
			}),
			random: Math.random,
			...(!isDemo && {clockSkewMs: () => time.notableSkewMs}),
		},
	);

	// A hang-up or a termination ends as a person would: the draft is saved, the run goes on in the clouds.
	const interruption = listenForInterruption(environment);
	interruption.signal.addEventListener('abort', () => {
		app.store.dispatch({type: 'end-asked'});
	});
	const end = await mount({
		store: app.store,
		attach: app.attach,
		stdin,
		stdout,
		atCrash(restore) {
			environment.onExit(restore);
		},
	});
	interruption.stop();
	const {language: spoken} = app.store.getModel();
	const lines = end.lines.flatMap(line => {
		const said = sayPlainly(line, spoken);
		// A command is copied: it stays in one piece.
		return line.id === 'live.command' ? [said] : wrapText(said, stdout.columns);
	});
	output.lines(lines);

	return exitCodeOf(end, options);
};
