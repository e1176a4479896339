import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {nearest} from '../cli/nearest.js';
import {type CheckResult} from '../core/check/check-result.js';
import {type AppStart} from '../core/app/model.js';
import {type Draft} from '../core/field/field.js';
import {showTags} from '../core/field/tag-list.js';
import {allFields, setupFlow, fieldOf} from '../core/flow/registry.js';
import {type Problem} from '../core/problem.js';
import {type Profile} from '../core/profile/profile.js';
import {quoteForShell} from '../core/shell-word.js';
import {type RunConfig, type RunPolicy} from '../core/run/event.js';
import {text, type Text} from '../core/text-token.js';
import {assembleAnswers} from '../headless/answers.js';
import {prepareDeployment, type Preparation} from '../headless/prepare-deployment.js';
import {sayPlainly} from '../headless/print-problem.js';
import {type Reporter} from '../headless/reporter.js';
import {toSummary} from '../headless/summary.js';
import {type RunSummary} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {resumeRun, startRun} from '../runtime/drive.js';
import {openEachOnce, placeOf, type Place} from '../runtime/place.js';
import {type Command, type CommandContext} from './context.js';
import {adaptersOf, createPorts} from './composition.js';
import {
	followToEnd,
	isConfirmedBy,
	readFollowFlags,
	type FollowFlags,
	type FollowToEndOptions,
} from './follow-to-end.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {createReporter} from './report.js';
import {createRunId} from './run-id.js';

/** A check as a line. */
export const checkNote = (check: CheckResult): Text => ({
	id: `headless.check.${check.level}`,
	values: {text: check.text, reason: check.reason},
});

type DeployOptions = {
	/** Called once for each place: the answers decide where the calls go. */
	readonly openPorts: (place: Place) => Ports;
	readonly draft: Draft;
	readonly profile?: Profile;
	readonly flags: FollowFlags;
	readonly mayTakeDefaults: boolean;
	readonly isDryRun: boolean;
	readonly isDemo: boolean;
	readonly reporter: Reporter;
	readonly interrupted: AbortSignal;
	readonly speed?: number;
	/** Shows the ready gate as a person meets it, who then answers as `flags.ready` says. */
	readonly readyPause?: FollowToEndOptions['readyPause'];
};

type NotReady = Exclude<Preparation, {readonly kind: 'ready'}>;

/** The profiles to choose from, where none was. */
const savedNames = async (
	profiles: Ports['profiles'],
	{profile, isDemo}: DeployOptions,
): Promise<readonly string[]> => {
	const listed = profile === undefined && !isDemo ? await profiles.list() : undefined;
	return listed?.isOk ? listed.value.filter(({problem}) => problem === undefined).map(({name}) => name) : [];
};

/** Tells why nothing was started. */
const tellNotReady = (preparation: NotReady, options: DeployOptions, saved: readonly string[]): ExitCode => {
	const {reporter, isDemo} = options;
	const end = (exitCode: ExitCode, more: Omit<Parameters<typeof toSummary>[0], 'exitCode'>): ExitCode => {
		reporter.end(toSummary({exitCode, isDemo, ...more}));
		return exitCode;
	};

	switch (preparation.kind) {
		case 'invalid': {
			const {invalid} = preparation;
			reporter.note(text('headless.invalid'));

			for (const {flag, why} of invalid) {
				reporter.note(text('headless.invalid.row', {flag, why}));
			}

			if (!options.mayTakeDefaults) {
				reporter.note(text('headless.invalid.yes'));
			}

			if (saved.length > 0) {
				reporter.note(text('headless.invalid.profiles', {names: saved.map(name => quoteForShell(name)).join(', ')}));
			}

			return end(exitCodes.usage, {end: {kind: 'invalid'}, invalid});
		}

		case 'problem': {
			const {problem} = preparation;
			reporter.problem(problem);
			return end(exitCodeOfProblem(problem.kind), {end: {kind: 'problem', problem}});
		}

		case 'refused': {
			const {checks, config} = preparation;
			const refusing = checks.filter(({level}) => level === 'fail');
			reporter.note(text('headless.refused'));

			for (const check of refusing) {
				reporter.note(checkNote(check));

				for (const step of check.nextSteps) {
					reporter.note(step);
				}

				const sets = Object.entries(check.answers ?? {}).map(
					([key, value]) => `--set ${quoteForShell(`${fieldOf(key).flag}=${value}`)}`,
				);

				if (sets.length > 0) {
					reporter.note(text('headless.refused.flags', {flags: sets.join(' ')}));
				}
			}

			return end(exitCodes.refused, {end: {kind: 'refused'}, checks, ...(config && {config})});
		}
	}
};

/** Whether both deploy the same thing, so that the second one is the first one going on. */
const isSameDeployment = (one: RunConfig, other: RunConfig): boolean =>
	JSON.stringify([one.greenTags, one.revision]) === JSON.stringify([other.greenTags, other.revision]);

/** Runs of the same Elastigroup and deployment group that no process lived to end. */
const openRunsBeside = async (
	preparation: Preparation,
	journal: Ports['journal'],
): Promise<ReadonlyArray<{readonly summary: RunSummary; readonly isSame: boolean}>> => {
	const config = preparation.kind === 'ready' || preparation.kind === 'refused' ? preparation.config : undefined;

	if (config === undefined) {
		return [];
	}

	const listed = await journal.list();
	const subjectOf = (one: RunConfig): string =>
		JSON.stringify([one.isDemo, one.region, one.elastigroupId, one.applicationName, one.deploymentGroupName]);
	return (listed.isOk ? listed.value : [])
		.filter(({ended, started}) => ended === undefined && subjectOf(started.config) === subjectOf(config))
		.map(summary => ({summary, isSame: isSameDeployment(summary.started.config, config)}));
};

/** One deployment with nobody there: prepare, start, follow to the end. */
export const deployHeadless = async (options: DeployOptions): Promise<ExitCode> => {
	const {flags, reporter} = options;
	const portsAt = openEachOnce(options.openPorts);
	const {journal, profiles, clock} = await portsAt(placeOf(options.draft));
	// What only a person may answer is asked for at the gate, where it becomes a checkpoint.
	const policy: RunPolicy = {
		readyGate:
			options.readyPause === undefined &&
			(flags.ready === 'continue' || (flags.ready === undefined && options.mayTakeDefaults))
				? 'continue'
				: 'ask',
		cleanUp: 'ask',
		restore: 'ask',
	};
	const subject = options.profile?.name ?? options.draft['applicationName'] ?? (options.isDemo ? 'demo' : 'run');
	const runId = createRunId(subject, clock.now());
	const preparation = await prepareDeployment(portsAt, {
		flow: setupFlow,
		draft: options.draft,
		mayTakeDefaults: options.mayTakeDefaults,
		isDryRun: options.isDryRun,
		extras: {
			runId,
			...(options.profile && {profileName: options.profile.name}),
			policy,
			isDemo: options.isDemo,
		},
		signal: options.interrupted,
		onNote(note) {
			reporter.note(note);
		},
	});

	// A run that was killed is in the way of itself: the checks see its own deployment under way.
	const openRuns = await openRunsBeside(preparation, journal);
	// A dry run goes on with nothing.
	const open = options.isDryRun ? undefined : openRuns.find(({isSame}) => isSame)?.summary;

	if (preparation.kind !== 'ready' && open === undefined) {
		for (const {summary} of openRuns) {
			reporter.note(text('headless.open-run', {command: `spot-bluegreen watch ${quoteForShell(summary.runId)}`}));
		}

		return tellNotReady(preparation, options, await savedNames(profiles, options));
	}

	const checks = open === undefined && preparation.kind === 'ready' ? preparation.checks : [];
	const operations = preparation.kind === 'ready' ? preparation.operations : [];
	const config = open?.started.config ?? (preparation.kind === 'ready' ? preparation.config : undefined);

	for (const check of checks) {
		if (check.level === 'warn' || check.level === 'unknown' || options.isDryRun) {
			reporter.note(checkNote(check));
		}
	}

	if (options.isDryRun || config === undefined) {
		for (const operation of operations) {
			reporter.note(text('headless.plan.operation', {text: operation.text}));
		}

		if (config) {
			reporter.note(
				text('headless.plan.run', {
					application: config.applicationName,
					group: config.deploymentGroupName,
					elastigroup: config.elastigroupName,
					tags: showTags(config.greenTags),
					minutes: config.timeoutMinutes,
				}),
			);
		}

		reporter.end(
			toSummary({
				end: {kind: 'planned'},
				exitCode: exitCodes.done,
				isDemo: options.isDemo,
				checks,
				...(config && {config}),
			}),
		);
		return exitCodes.done;
	}

	if (flags.confirm !== undefined && !isConfirmedBy(flags.confirm, {config})) {
		reporter.note(text('headless.confirm-other', {given: flags.confirm, name: config.elastigroupName}));
		reporter.end(toSummary({end: {kind: 'invalid'}, exitCode: exitCodes.usage, config, checks}));
		return exitCodes.usage;
	}

	if (open !== undefined) {
		reporter.note(text('headless.goes-on', {runId: open.runId}));
	}

	const ports = await portsAt(placeOf(config));
	return followToEnd(
		onEvent => {
			const driving = {onEvent, random: Math.random};
			return open === undefined ? startRun(ports, config, driving) : resumeRun(ports, open.runId, {...driving, policy});
		},
		{
			clock,
			profiles,
			reporter,
			flags,
			isResuming: open !== undefined,
			interrupted: options.interrupted,
			checks,
			...(options.speed !== undefined && {speed: options.speed}),
			...(options.readyPause && {readyPause: options.readyPause}),
		},
	);
};

const readProfile = async (context: CommandContext): Promise<Profile | Problem | undefined> => {
	const [name] = context.invocation.positionals;

	if (name === undefined) {
		return undefined;
	}

	const read = await createPorts(context.environment).profiles.read(name);
	return read.isOk ? read.value : read.problem;
};

const isProblem = (found: Profile | Problem): found is Problem => 'nextSteps' in found;

/** Answers that need no person, from the command line, the environment and the profile. */
export const answersOf = (
	context: CommandContext,
	profile: Draft,
): {readonly draft: Draft; readonly reasons: readonly Text[]} => {
	const {invocation, environment} = context;
	const {region, revision} = invocation.values;

	return assembleAnswers(
		allFields,
		{
			flags: {...invocation.fields, ...(region !== undefined && {region})},
			sets: invocation.sets,
			...(revision !== undefined && {revision}),
			variables: environment.variables,
			profile,
		},
		nearest,
	);
};

/** Answers of another version of the program are kept in the profile, and not passed over in silence. */
const reportUnknownAnswers = ({errors, language}: CommandContext, {name, answers}: Profile): void => {
	const unknown = Object.keys(answers).filter(key => !allFields.some(field => field.key === key));

	if (unknown.length > 0) {
		const token = text('headless.profile-unknown-answers', {name, keys: unknown.join(', ')});
		errors.lines([sayPlainly(token, language)]);
	}
};

/** The account that the vendor's credentials file names is one that the person chose. */
const withOwnAccount = async ({environment}: CommandContext, draft: Draft): Promise<Draft> => {
	if (placeOf(draft).spotAccountId !== undefined) {
		return draft;
	}

	const {readSpotCredentials} = await import('../adapters/spot/credentials.js');
	const found = await readSpotCredentials(environment.variables, environment.home);
	return found.isOk && found.value.accountId !== undefined ? {...draft, spotAccountId: found.value.accountId} : draft;
};

const hasOpenRun = async ({environment}: CommandContext, {name}: Profile): Promise<boolean> => {
	const listed = await createPorts(environment).journal.list();
	return (
		listed.isOk &&
		listed.value.some(
			({started, ended}) => ended === undefined && started.config.profileName?.normalize() === name.normalize(),
		)
	);
};

/** Deploys with a saved profile: one screen for a person, no question for a pipeline. */
export const deploy: Command = async context => {
	const {environment, invocation, mode} = context;
	const found = await readProfile(context);

	if (found && isProblem(found)) {
		return endWithProblem(context, found);
	}

	const {draft: answered, reasons} = answersOf(context, found?.answers ?? {});
	const follow = readFollowFlags(invocation);

	if (reasons.length > 0 || follow.reasons.length > 0) {
		return refuseUsage(context, [...reasons, ...follow.reasons]);
	}

	const draft = await withOwnAccount(context, answered);
	const asksNothing = invocation.switches.has('yes') || invocation.switches.has('dry-run');

	if (mode === 'interactive' && !asksNothing) {
		const {openApp} = await import('./open-app.js');
		// The start screen tells of a run of this profile that is still open, before another one is prepared.
		const start: AppStart =
			found && !(await hasOpenRun(context, found))
				? {kind: 'express', profile: found, answers: draft}
				: {kind: 'setup', answers: draft, ...(found && {profile: found})};
		return openApp(context, {start, place: placeOf(draft)});
	}

	if (found) {
		reportUnknownAnswers(context, found);
	}

	const reporter = createReporter(context);
	const interruption = listenForInterruption(environment);

	try {
		return await deployHeadless({
			openPorts: place => createPorts(environment, {place, ...adaptersOf(context)}),
			draft,
			...(found && {profile: found}),
			flags: follow.flags,
			mayTakeDefaults: invocation.switches.has('yes'),
			isDryRun: invocation.switches.has('dry-run'),
			isDemo: false,
			reporter,
			interrupted: interruption.signal,
		});
	} finally {
		interruption.stop();
	}
};
