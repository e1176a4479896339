import {exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Draft} from '../core/field/field.js';
import {showTags} from '../core/field/tag-list.js';
import {applicationNameOf} from '../core/flow/choices.js';
import {setupFlow} from '../core/flow/registry.js';
import {type Profile} from '../core/profile/profile.js';
import {type RunConfig, type RunPolicy} from '../core/run/event.js';
import {tagsForAnyRun} from '../core/run/mark.js';
import {text} from '../core/text-token.js';
import {type Given} from '../headless/answers.js';
import {type Proposals} from '../headless/judge-answers.js';
import {prepareDeployment, type Preparation} from '../headless/prepare-deployment.js';
import {type Reporter} from '../headless/reporter.js';
import {toSummary} from '../headless/summary.js';
import {tellingProgress} from '../headless/telling-progress.js';
import {type RunSummary} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {resumeRun, startRun} from '../runtime/drive.js';
import {openEachOnce, placeOf, type Place} from '../runtime/place.js';
import {quoteForShell} from '../core/shell-word.js';
import {exitCodeOfEnd} from './finish.js';
import {followToEnd, type FollowFlags, type FollowToEndOptions} from './follow-to-end.js';
import {heartbeatMs} from './report.js';
import {createRunId} from './run-id.js';
import {checkNote, tellNotReady} from './tell-not-ready.js';

type DeployOptions = {
	/** Called once for each place: the answers decide where the calls go. */
	readonly openPorts: (place: Place) => Ports;
	readonly draft: Draft;
	/** Where the answers of the draft were given. */
	readonly given: Given;
	readonly profile?: Profile;
	readonly flags: FollowFlags;
	readonly proposals: Proposals;
	readonly isDryRun: boolean;
	readonly isDemo: boolean;
	readonly reporter: Reporter;
	readonly interrupted: AbortSignal;
	/** How far this machine's clock is ahead of the clouds', where it is far off. */
	readonly clockSkewMs?: () => number | undefined;
	/** Shows the ready gate as a person meets it, who then answers as `flags.ready` says. */
	readonly readyPause?: FollowToEndOptions['readyPause'];
};

/** The profiles to choose from, where none was. */
const savedNames = async (
	profiles: Ports['profiles'],
	{profile, isDemo}: DeployOptions,
): Promise<readonly string[]> => {
	const listed = profile === undefined && !isDemo ? await profiles.list() : undefined;
	return listed?.isOk ? listed.value.filter(({problem}) => problem === undefined).map(({name}) => name) : [];
};

/** Whether both deploy the same thing, so that the second one is the first one going on. */
const isSameDeployment = (one: RunConfig, other: RunConfig): boolean =>
	JSON.stringify([tagsForAnyRun(one), one.revision]) === JSON.stringify([tagsForAnyRun(other), other.revision]);

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
	return (listed.isOk ? listed.value.runs : [])
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
			(flags.ready === 'continue' || (flags.ready === undefined && options.proposals !== 'none'))
				? 'continue'
				: 'ask',
		cleanUp: 'ask',
		restore: 'ask',
	};
	const subject = options.profile?.name ?? (applicationNameOf(options.draft) || (options.isDemo ? 'demo' : 'run'));
	const runId = createRunId(subject, clock.now());
	const preparation = await tellingProgress({clock, reporter, everyMs: heartbeatMs}, async onNote =>
		prepareDeployment(portsAt, {
			flow: setupFlow,
			draft: options.draft,
			given: options.given,
			proposals: options.proposals,
			isDryRun: options.isDryRun,
			...(flags.confirm !== undefined && {confirm: flags.confirm}),
			extras: {
				runId,
				...(options.profile && {profileName: options.profile.name}),
				policy,
				isDemo: options.isDemo,
			},
			signal: options.interrupted,
			onNote,
		}),
	);

	if (options.interrupted.aborted && preparation.kind !== 'ready' && preparation.kind !== 'incomplete') {
		reporter.note(text('headless.interrupted'));
		const exitCode = exitCodes.interrupted;
		reporter.end(toSummary({end: {kind: 'detached'}, exitCode, isDemo: options.isDemo}));
		return exitCode;
	}

	// A run that was killed is in the way of itself: the checks see its own deployment under way.
	const openRuns = await openRunsBeside(preparation, journal);
	// A dry run goes on with nothing.
	const open =
		options.isDryRun || preparation.kind === 'invalid' ? undefined : openRuns.find(({isSame}) => isSame)?.summary;

	if (preparation.kind !== 'ready' && open === undefined) {
		for (const {summary} of openRuns) {
			reporter.note(text('headless.open-run', {command: `spot-bluegreen watch ${quoteForShell(summary.runId)}`}));
		}

		return tellNotReady(preparation, {
			reporter,
			isDemo: options.isDemo,
			...(options.profile && {profileName: options.profile.name}),
			proposals: options.proposals,
			saved: await savedNames(profiles, options),
		});
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
				operations,
				...(config && {config}),
			}),
		);
		return exitCodes.done;
	}

	if (open !== undefined) {
		reporter.note(text('headless.goes-on', {runId: open.runId}));
	}

	const ports = await portsAt(placeOf(config));
	return followToEnd(
		onEvent => {
			const {clockSkewMs} = options;
			const driving = {onEvent, random: Math.random, ...(clockSkewMs && {clockSkewMs})};
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
			operations,
			exitCodeOf({end, run}) {
				const isGivenUp = end.kind === 'problem' || (end.kind === 'ended' && end.outcome.kind === 'refused');
				// Nothing was started, but something stands that was not there before.
				return isGivenUp && operations.length > 0 && (run?.actions.length ?? 0) === 0
					? exitCodes.attention
					: exitCodeOfEnd(end);
			},
			...(options.readyPause && {readyPause: options.readyPause}),
		},
	);
};
