/** Plays a story: real adapters and journals over HTTP to the real simulator, in the world's own time. */
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {actInConsole} from './consoles.js';
import {createController} from './controller.js';
import {createReport, goOn, type Cast, type Coming} from './go-on.js';
import {judgeJournals} from './judge-journals.js';
import {closeStage, openStage, start} from './open-stage.js';
import {createRandom} from './random.js';
import {count, type Machine, tell, type TimelineEntry, violate, type Violation} from './stage.js';
import {type Act, type ControllerPlan, type MachineName, type Story} from './story.js';

export type Played = {
	readonly story: Story;
	readonly violations: readonly Violation[];
	readonly timeline: readonly TimelineEntry[];
	readonly counts: ReadonlyMap<string, number>;
	/** How much time passed in the world. */
	readonly worldMs: number;
	readonly requests: number;
};

const minute = 60_000;
const hour = 60 * minute;
/** How long others disturb at most; then a patient person sees all runs to their ends. */
const disturbedMs = 6 * hour;
/** More than all the waits of a deployment and of Spot together. */
const patienceMs = 5 * hour;
/** How often a run that is taken up in peace may come to no end. */
const mostRounds = 4;

const enter = ({stage, controllers}: Cast, plan: ControllerPlan) => {
	const number = controllers.length;
	const controller = createController(stage, plan, `${plan.machine}${number}`, createRandom(stage.story.seed + number));
	controllers.push(controller);
	controller.begin();
	return controller;
};

const perform = ({stage, planned}: Cast, {deed}: Act): void => {
	if (deed.who === 'console') {
		void actInConsole(stage, deed);
	} else if (deed.does === 'request') {
		planned.get(deed.who)?.request(deed.request);
	} else {
		tell(stage, `machine ${deed.who}`, `${deed.does} of ${deed.ms / minute} min`);
		count(stage, `clock: ${deed.does}`);
		stage.machines[deed.who].clock[deed.does](deed.ms);
	}
};

const comingOf = (cast: Cast): readonly Coming[] => {
	const {stage} = cast;
	const {controllers, acts, weather} = stage.story;
	return [
		...controllers.map(
			(plan, number): Coming => ({
				at: plan.begins,
				machine: stage.machines[plan.machine],
				begin() {
					cast.planned.set(number, enter(cast, plan));
				},
			}),
		),
		...acts.map(
			(act): Coming => ({
				at: act.at,
				begin() {
					perform(cast, act);
				},
			}),
		),
		...weather.map(
			(one): Coming => ({
				at: one.begins,
				begin() {
					const {machine, share, about, trouble, lengthMs} = one;
					tell(
						stage,
						`network ${machine}`,
						`${share * 100} % of ${about} for ${lengthMs / minute} min: ${JSON.stringify(trouble)}`,
					);
					stage.weather = [...stage.weather, {weather: one, until: stage.time.now() + lengthMs}];
				},
			}),
		),
	];
};

/** Runs of a machine that have no end in their journal. */
const openRuns = async ({directory}: Machine): Promise<readonly string[]> => {
	const listed = await createJournalFromFiles(directory).list();
	return listed.isOk ? listed.value.runs.flatMap(({runId, ended}) => (ended === undefined ? [runId] : [])) : [];
};

const finalPlan = (machine: MachineName, {finalAnswers}: Story): ControllerPlan => ({
	machine,
	begins: {after: 'start', ms: 0},
	command: 'watch',
	version: '',
	policy: {readyGate: 'ask', cleanUp: 'ask', restore: 'ask'},
	answers: finalAnswers,
	hesitationMs: 5000,
	isUnchecked: false,
	hasRunTag: false,
});

/** In peace: whoever is still there is patient, and what nobody drives is taken up again. */
const seeToTheEnd = async (cast: Cast): Promise<void> => {
	const {stage, controllers, coming} = cast;
	const {story, time} = stage;
	tell(stage, 'story', 'from here on nothing disturbs');
	stage.weather = [];
	coming.length = 0;
	for (const controller of controllers) {
		controller.sayFrom(story.finalAnswers);
	}

	const limit = time.now() + patienceMs;
	for (let round = 0; round < mostRounds && time.now() < limit; round++) {
		let hasOpen = controllers.some(({end}) => end === undefined);
		for (const machine of Object.values(stage.machines)) {
			const isWatched = controllers.some(({end, plan}) => end === undefined && plan.machine === machine.name);
			const open = await openRuns(machine);
			if (!isWatched && open.length > 0) {
				coming.push({
					at: {after: 'start', ms: time.now() - start},
					machine,
					begin() {
						enter(cast, finalPlan(machine.name, story));
					},
				});
				hasOpen = true;
			}
		}

		if (!hasOpen) {
			return;
		}

		await goOn(cast, limit);
	}

	for (const machine of Object.values(stage.machines)) {
		for (const runId of await openRuns(machine)) {
			violate(stage, 'named-end', `${runId} comes to no end`);
		}
	}

	for (const {name, end} of controllers) {
		if (end === undefined) {
			violate(stage, 'named-end', `${name} waits for ever`);
		}
	}
};

export const play = async (story: Story): Promise<Played> => {
	const stage = await openStage(story);
	try {
		const {world} = stage.simulator;
		const cast: Cast = {
			stage,
			controllers: [],
			planned: new Map(),
			coming: [],
			signs: new Map([['start', start]]),
			before: {blueGreens: world.blueGreens.size, deployments: world.deployments.size},
			report: createReport(stage),
		};
		cast.coming.push(...comingOf(cast));
		await goOn(cast, start + disturbedMs);
		await seeToTheEnd(cast);
		await judgeJournals(stage, cast.controllers);
		return {
			story,
			violations: stage.violations,
			timeline: stage.timeline,
			counts: stage.counts,
			worldMs: stage.time.now() - start,
			requests: stage.simulator.log.length,
		};
	} finally {
		await closeStage(stage);
	}
};
