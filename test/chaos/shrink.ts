/** Cuts a story down to what it takes to show what it shows. */
import {play, type Played} from './play.js';
import {type InvariantId} from './invariants.js';
import {type ControllerPlan, type Moment, type Story} from './story.js';

const without = <Value>(values: readonly Value[], index: number): readonly Value[] =>
	values.filter((_, other) => other !== index);

/** What followed the controller that is gone follows the one before it. */
const moveUp = (moment: Moment, gone: number): Moment => {
	if (typeof moment.after !== 'number' || moment.after < gone) {
		return moment;
	}

	return {...moment, after: moment.after === 0 ? 'start' : moment.after - 1};
};

const withoutController = (story: Story, gone: number): Story => ({
	...story,
	controllers: without(story.controllers, gone).map(plan => ({...plan, begins: moveUp(plan.begins, gone)})),
	acts: story.acts
		.filter(({deed}) => deed.who !== gone)
		.map(({at, deed}) => ({
			at: moveUp(at, gone),
			deed: typeof deed.who === 'number' && deed.who > gone ? {...deed, who: deed.who - 1} : deed,
		})),
	weather: story.weather.map(one => ({...one, begins: moveUp(one.begins, gone)})),
});

const withoutKill = ({kill: _kill, ...plan}: ControllerPlan): ControllerPlan => plan;

/** The same story with one thing less, the larger things first. */
const simpler = (story: Story): readonly Story[] => {
	const {world, controllers, acts, weather, clockOffsetMs} = story;
	const {tagDelayMs, ...usual} = world;
	const worlds: ReadonlyArray<Story['world']> = [
		{...world, scenario: 'happy'},
		{...world, history: 'deployed'},
		{...world, neighbour: 'none'},
		{...world, suspensions: []},
		{...world, unit: 'instance'},
		{...world, ready: 'continue'},
		{...world, originals: 0},
		{...world, instanceCount: 1},
		{...world, deploymentConfig: 'AllAtOnce'},
		{...world, rollsBackByItself: false},
		{...world, rewritesFilter: false},
		{...world, removesGreenAfterFailure: false},
		{...world, hasHeadroom: true},
		...(tagDelayMs === undefined ? [] : [usual]),
	];
	return [
		...controllers.map((_, index) => withoutController(story, index)).slice(1),
		...acts.map((_, index) => ({...story, acts: without(acts, index)})),
		...weather.map((_, index) => ({...story, weather: without(weather, index)})),
		...controllers.flatMap((plan, index) =>
			plan.kill === undefined
				? []
				: [{...story, controllers: controllers.map((other, at) => (at === index ? withoutKill(other) : other))}],
		),
		{...story, clockOffsetMs: {...clockOffsetMs, a: 0}},
		{...story, clockOffsetMs: {...clockOffsetMs, b: 0}},
		{...story, lateness: 1},
		...worlds.map(one => ({...story, world: one})),
	].filter(other => JSON.stringify(other) !== JSON.stringify(story));
};

const shows = (played: Played, invariant: InvariantId): boolean =>
	played.violations.some(violation => violation.invariant === invariant);

/** The smallest story found that still breaks the invariant. */
export const shrink = async (played: Played, invariant: InvariantId): Promise<Played> => {
	let smallest = played;
	let hasShrunk = true;
	while (hasShrunk) {
		hasShrunk = false;
		for (const story of simpler(smallest.story)) {
			const tried = await play(story);
			if (shows(tried, invariant)) {
				smallest = tried;
				hasShrunk = true;
				break;
			}
		}
	}

	return smallest;
};
