import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {text} from '../core/text-token.js';
import {type Followed} from '../headless/follow.js';
import {resumeRun} from '../runtime/drive.js';
import {type Command} from './context.js';
import {adaptersOf, createPorts} from './composition.js';
import {exitCodeOfEnd} from './finish.js';
import {followToEnd} from './follow-to-end.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {createReporter} from './report.js';
import {findSubject, placeOf} from './watch.js';

/** The run itself may have failed long ago: what counts is whether anything is left now. */
const exitCodeOf = ({end}: Followed): ExitCode => {
	if (end.kind === 'problem') {
		return exitCodeOfProblem(end.problem.kind);
	}

	if (end.kind !== 'ended') {
		return exitCodeOfEnd(end);
	}

	const {outcome} = end;
	const isDone = outcome.kind === 'refused' || (outcome.kind === 'succeeded' ? outcome.isRestored : outcome.isClean);
	return isDone ? exitCodes.done : exitCodes.leftOver;
};

/** Looks at a run again; shows what it left, and with `--confirm` removes and restores it. */
export const restore: Command = async context => {
	const {environment, invocation} = context;
	const [asked] = invocation.positionals;
	const {confirm} = invocation.values;

	if (asked === undefined) {
		return refuseUsage(context, [text('cli.wrong.missing-argument', {command: 'restore', argument: '<run>'})]);
	}

	const listed = await createPorts(environment).journal.list();

	if (!listed.isOk) {
		return endWithProblem(context, listed.problem);
	}

	const found = findSubject(asked, listed.value);

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

	const isAllowed = confirm !== undefined && !invocation.switches.has('dry-run');
	const ports = createPorts(environment, {place: placeOf(summary), ...adaptersOf(context)});
	const interruption = listenForInterruption(environment);

	try {
		return await followToEnd(
			onEvent =>
				resumeRun(ports, summary.runId, {
					onEvent,
					random: Math.random,
					isReopening: true,
					policy: {
						cleanUp: isAllowed ? 'always' : 'ask',
						restore: isAllowed ? 'always' : 'ask',
					},
				}),
			{
				clock: ports.clock,
				reporter: createReporter(context),
				flags: {},
				isResuming: true,
				interrupted: interruption.signal,
				exitCodeOf,
			},
		);
	} finally {
		interruption.stop();
	}
};
