import {type ExitCode} from '../cli/exit-codes.js';
import {nearest} from '../cli/nearest.js';
import {type Draft} from '../core/field/field.js';
import {allFields} from '../core/flow/registry.js';
import {text} from '../core/text-token.js';
import {assembleAnswers} from '../headless/answers.js';
import {whyUnfit} from '../headless/judge-answers.js';
import {type ScenarioId} from '../simulator/scenarios.js';
import {type Command} from './context.js';
import {listenForInterruption} from './interruption.js';
import {refuseUsage} from './refuse.js';
import {createReporter} from './report.js';
import {readScenarioFlags} from './scenario-flags.js';

/** A person has about a minute from the first screen to the end; lines need not wait for anybody. */
const speeds = {interactive: 10, lines: 30} as const;

/** How long the demo's person lets the deployment wait at the ready gate; milliseconds of the demo's clock. */
const personMs = 3 * 60_000;

/**
 * Mistakes that the program would not propose by itself: the lesson of the scenario is to be refused. Everything else
 * in a scenario follows from how the world stands.
 */
const mistakes: Readonly<Partial<Record<ScenarioId, Draft>>> = {'equal-tags': {greenTags: 'version=6.0'}};

/** The simulator's Elastigroup, confirmed in the place of a person. */
const confirmed = 'shop-web';

/** The whole job on the simulator, in one process, with nothing of the person's touched. */
export const demo: Command = async context => {
	const {environment, invocation, mode} = context;
	const {flags, reasons} = readScenarioFlags(invocation);
	const {sets, values} = invocation;
	const {revision} = values;
	// Of the person's own environment the demo takes nothing.
	const answers = assembleAnswers(
		allFields,
		{
			flags: {},
			sets,
			...(revision !== undefined && {revision}),
			variables: {},
			profile: {name: flags.scenario, answers: mistakes[flags.scenario] ?? {}},
		},
		nearest,
	);

	const {draft, given} = answers;
	const wrong = [...reasons, ...answers.reasons, ...whyUnfit(draft, given)];

	if (wrong.length > 0) {
		return refuseUsage(context, wrong);
	}

	const speed = flags.speed ?? (mode === 'interactive' ? speeds.interactive : speeds.lines);
	const [{openDemoWorld}, {createPorts}] = await Promise.all([import('./demo-world.js'), import('./composition.js')]);
	const world = await openDemoWorld(environment, {scenario: flags.scenario, speed, seed: flags.seed});

	try {
		const places = {clock: world.clock, directories: world.directories};

		if (mode === 'interactive') {
			const {openApp} = await import('./open-app.js');
			return await openApp(context, {
				start: {kind: 'setup', ...(Object.keys(draft).length > 0 && {answers: draft})},
				isDemo: true,
				speed,
				...places,
			});
		}

		const {deployHeadless} = await import('./deploy-headless.js');
		const reporter = createReporter(context);
		const interruption = listenForInterruption(environment);
		reporter.note(text('demo.begin', {scenario: flags.scenario, speed}));
		reporter.note(text('demo.answers', {name: confirmed}));

		try {
			const exitCode: ExitCode = await deployHeadless({
				openPorts: place => createPorts(environment, {place, ...places, ...(context.log && {log: context.log})}),
				draft,
				given,
				flags: {ready: 'continue', confirm: confirmed},
				proposals: 'everything',
				isDryRun: false,
				isDemo: true,
				reporter,
				interrupted: interruption.signal,
				...(flags.scenario === 'ready-gate' && {
					readyPause: {
						ms: personMs,
						before: text('demo.gate.waiting'),
						after: text('demo.gate.continued', {minutes: personMs / 60_000}),
					},
				}),
			});
			return exitCode;
		} finally {
			interruption.stop();
		}
	} finally {
		await world.close();
	}
};
