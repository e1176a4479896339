import {type Capacity} from '../../../core/cloud/shared.js';
import {type Source} from '../../../core/run/event.js';
import {type EventCell, type PhaseState, type RunView, type SourceView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {durationParts} from '../../../core/duration.js';
import {spinnerAt} from '../../glyphs.js';
import {drawable, tell, type Look} from '../../look.js';
import {type Tone} from '../../theme.js';

/** What the regions of one frame are drawn with. */
export type Frame = {
	readonly view: RunView;
	readonly look: Look;
	/** The moment the frame is drawn for. */
	readonly now: number;
};

const knownStates = new Set([
	'pending',
	'running',
	'shutting-down',
	'terminated',
	'stopping',
	'stopped',
	'unknown',
	'requested',
	'launching',
	'installing',
	'registering',
	'taking-traffic',
	'succeeded',
	'failed',
	'draining',
	'out-of-traffic',
	'detached',
	'ready',
] as const);

type KnownState = typeof knownStates extends ReadonlySet<infer State> ? State : never;

const isKnownState = (state: string): state is KnownState => (knownStates as ReadonlySet<string>).has(state);

/** A state in the language of the screen; a word of the clouds that nobody told us is shown as it came. */
export const stateLabel = (state: string, look: Look): string =>
	isKnownState(state) ? tell(look, {id: `live.state.${state}`}) : drawable(state);

export const stateTone = (state: string): Tone => {
	switch (state) {
		case 'succeeded':
		case 'ready': {
			return 'good';
		}

		case 'failed':
		case 'unhealthy': {
			return 'bad';
		}

		case 'draining':
		case 'shutting-down':
		case 'stopping': {
			return 'warn';
		}

		case 'installing':
		case 'registering':
		case 'taking-traffic':
		case 'launching':
		case 'requested':
		case 'pending': {
			return 'active';
		}

		case 'out-of-traffic':
		case 'detached':
		case 'terminated':
		case 'stopped': {
			return 'muted';
		}

		default: {
			return 'plain';
		}
	}
};

type Mark = {readonly text: string; readonly tone: Tone};

/** `isStill` for pictures that are old: what is not seen to move must not be drawn moving. */
export const eventMark = (state: EventCell['state'], {look, now}: Frame, isStill = false): Mark => {
	const {glyphs} = look;
	switch (state) {
		case 'succeeded': {
			return {text: glyphs.done, tone: 'good'};
		}

		case 'failed': {
			return {text: glyphs.failed, tone: 'bad'};
		}

		case 'skipped': {
			return {text: glyphs.skipped, tone: 'muted'};
		}

		case 'in-progress': {
			return {text: isStill ? glyphs.active : spinnerAt(glyphs, now), tone: 'active'};
		}

		case 'pending': {
			return {text: glyphs.pending, tone: 'muted'};
		}

		case 'unknown': {
			return {text: glyphs.unknown, tone: 'warn'};
		}
	}
};

const eventStates: Readonly<Record<PhaseState, EventCell['state']>> = {
	'not-reached': 'pending',
	now: 'in-progress',
	done: 'succeeded',
	skipped: 'skipped',
	failed: 'failed',
	unknown: 'unknown',
};

export const phaseMark = (state: PhaseState, frame: Frame, isStill = false): Mark =>
	eventMark(eventStates[state], frame, isStill);

/** `target/min/max`, the order of Spot's console, or a question mark where nobody has seen it. */
export const capacityText = (capacity: Capacity | undefined, unit: 'instance' | 'weight', look: Look): string => {
	if (capacity === undefined) {
		return look.glyphs.unknown;
	}

	const numbers = `${capacity.target}/${capacity.minimum}/${capacity.maximum}`;
	return unit === 'weight' ? `${numbers} ${tell(look, text('live.capacity.weight'))}` : numbers;
};

export const sourceLabel = (source: Source | 'us', look: Look, isShort = false): string =>
	isShort && source === 'code-deploy'
		? tell(look, {id: 'live.log.source.code-deploy.short'})
		: tell(look, {id: `live.log.source.${source}`});

const isOld = ({state}: SourceView): boolean => state === 'stale' || state === 'lost';

/** The sources among these that have not answered for too long. */
export const oldSources = (view: RunView, sources?: readonly Source[]): readonly SourceView[] =>
	view.sources.filter(seen => isOld(seen) && (sources === undefined || sources.includes(seen.source)));

/** `4m 05s` with the units of the language. */
export const durationText = (ms: number, look: Look): string =>
	durationParts(ms)
		.map(({value, unit}, index) => {
			const number = index > 0 ? String(value).padStart(2, '0') : String(value);
			return number + tell(look, {id: `live.duration.${unit}`});
		})
		.join(' ');

/** ` ! 3m 10s` beside what rests on a source that has not answered, or nothing. */
export const ageMark = (frame: Frame, sources: readonly Source[]): string => {
	const old = oldSources(frame.view, sources);
	if (old.length === 0) {
		return '';
	}

	const ages = old.flatMap(({ageMs}) => (ageMs === undefined ? [] : [ageMs]));
	const {glyphs} = frame.look;
	return ` ${glyphs.warn} ${ages.length === 0 ? glyphs.unknown : durationText(Math.max(...ages), frame.look)}`;
};

/** Whether none of these was ever asked or ever answered. */
export const isNeverSeen = (view: RunView, sources: readonly Source[]): boolean => {
	const seen = view.sources.filter(({source}) => sources.includes(source));
	return seen.every(({state, ageMs}) => state === 'not-asked' || (state === 'lost' && ageMs === undefined));
};
