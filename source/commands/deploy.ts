import {nearest} from '../cli/nearest.js';
import {type AppStart} from '../core/app/model.js';
import {type Draft} from '../core/field/field.js';
import {allFields} from '../core/flow/registry.js';
import {type Problem} from '../core/problem.js';
import {type Profile} from '../core/profile/profile.js';
import {text} from '../core/text-token.js';
import {assembleAnswers, type Assembled} from '../headless/answers.js';
import {whyUnfit} from '../headless/judge-answers.js';
import {sayPlainly} from '../headless/print-problem.js';
import {placeOf} from '../runtime/place.js';
import {withoutWrites} from '../runtime/without-writes.js';
import {type Command, type CommandContext} from './context.js';
import {adaptersOf, createPorts} from './composition.js';
import {readFollowFlags} from './follow-to-end.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {createReporter} from './report.js';

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
export const answersOf = (context: CommandContext, profile?: Profile): Assembled => {
	const {invocation, environment} = context;
	const {region, revision} = invocation.values;

	return assembleAnswers(
		allFields,
		{
			flags: {...invocation.fields, ...(region !== undefined && {region})},
			sets: invocation.sets,
			...(revision !== undefined && {revision}),
			variables: environment.variables,
			profile: {name: profile?.name ?? '', answers: profile?.answers ?? {}},
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
		listed.value.runs.some(
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

	const {draft: answered, given, reasons} = answersOf(context, found);
	const follow = readFollowFlags(invocation);
	const asksNothing = invocation.switches.has('yes') || invocation.switches.has('dry-run');
	const isForScreen = mode === 'interactive' && !asksNothing;
	const wrong = [...reasons, ...follow.reasons, ...(isForScreen ? whyUnfit(answered, given) : [])];

	if (wrong.length > 0) {
		return refuseUsage(context, wrong);
	}

	const draft = await withOwnAccount(context, answered);

	if (isForScreen) {
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

	const {deployHeadless} = await import('./deploy-headless.js');
	const reporter = createReporter(context);
	const interruption = listenForInterruption(environment);
	const isDryRun = invocation.switches.has('dry-run');

	try {
		return await deployHeadless({
			openPorts(place) {
				const ports = createPorts(environment, {place, ...adaptersOf(context)});
				return isDryRun ? withoutWrites(ports) : ports;
			},
			draft,
			given,
			...(found && {profile: found}),
			flags: follow.flags,
			proposals: invocation.switches.has('yes') ? 'what-follows' : 'none',
			isDryRun,
			isDemo: false,
			reporter,
			interrupted: interruption.signal,
			clockSkewMs: () => context.time.notableSkewMs,
		});
	} finally {
		interruption.stop();
	}
};
