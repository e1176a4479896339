import {formatShortDuration} from '../../../core/duration.js';
import {type EventCell, type InstanceRow} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {cutMiddle, padEnd, wrapText} from '../../fit.js';
import {fitLine, span, toHeight, type Line, type Span} from '../../line.js';
import {drawable, tell, type Look} from '../../look.js';
import {toSectionLine} from '../../components/section.js';
import {durationText, eventMark, oldSources, stateLabel, stateTone, type Frame} from './labels.js';

/** Up to this many get a second row with their events by name, where the region has the room. */
const fewInstances = 6;

/** A replacement that is rolled back goes through thirteen events. */
const stripCells = 13;

const colorTone = {blue: 'original', green: 'replacement', other: 'warn'} as const;

const colorGlyph = (color: InstanceRow['color'], {glyphs}: Look): string =>
	({blue: glyphs.original, green: glyphs.replacement, other: glyphs.other})[color];

/** The event to speak of: the one that failed, else the one going on, else the last that was reached. */
export const presentEvent = (events: readonly EventCell[]): EventCell | undefined =>
	events.find(({state}) => state === 'failed') ??
	events.find(({state}) => state === 'in-progress') ??
	events.findLast(({state}) => state !== 'pending' && state !== 'skipped');

const strip = (events: readonly EventCell[], frame: Frame, isStill: boolean): readonly Span[] => {
	const shown = events.slice(-stripCells);
	return [
		...shown.map(({state}) => {
			const mark = eventMark(state, frame, isStill);
			return span(mark.text, mark.tone);
		}),
		span(' '.repeat(stripCells - shown.length)),
	];
};

const lead = (row: InstanceRow, frame: Frame, width: number, isSelected: boolean): readonly Span[] => {
	const {look} = frame;
	const {ellipsis} = look.glyphs;
	const isWide = width >= 100;
	const id = padEnd(cutMiddle(drawable(row.instanceId), isWide ? 19 : 12, ellipsis), isWide ? 20 : 13);
	const state = `${padEnd(stateLabel(row.state, look), 14, ellipsis)} `;
	const facts = [
		row.isSpot === undefined
			? ''
			: tell(look, row.isSpot ? text('live.instances.spot') : text('live.instances.on-demand')),
		drawable(row.instanceType ?? ''),
		drawable(row.zone?.split('-').at(-1) ?? ''),
		row.ageMs === undefined ? '' : formatShortDuration(row.ageMs),
	];
	const widths = [10, 12, 4, 4];
	return [
		span(isSelected ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
		span(`${colorGlyph(row.color, look)} `, colorTone[row.color]),
		span(id, undefined, {isInverse: isSelected}),
		span(padEnd(tell(look, {id: `live.color.${row.color}`}), 6), colorTone[row.color]),
		span(state, stateTone(row.state)),
		...(isWide ? facts.map((fact, index) => span(padEnd(fact, widths[index] ?? 0, ellipsis), 'muted')) : []),
	];
};

const speaking = (row: InstanceRow, frame: Frame): readonly Span[] => {
	const event = presentEvent(row.events);
	const {look} = frame;
	const named =
		event === undefined
			? []
			: [
					span(drawable(event.name), event.state === 'failed' ? 'bad' : undefined),
					span(event.durationMs === undefined ? '' : ` ${formatShortDuration(event.durationMs)}`, 'muted'),
				];
	if (row.note === undefined) {
		return named;
	}

	// The note of a failure names the event itself.
	return event?.state === 'failed'
		? [span(tell(look, row.note), 'bad')]
		: [...named, span(`${named.length > 0 ? '  ' : ''}${tell(look, row.note)}`, 'warn')];
};

const toRow = (row: InstanceRow, frame: Frame, width: number, isSelected: boolean, isStill: boolean): Line =>
	fitLine(
		[...lead(row, frame, width, isSelected), ...strip(row.events, frame, isStill), span(' '), ...speaking(row, frame)],
		width,
		frame.look.glyphs.ellipsis,
	);

/** Events by name, from two before the present one on, so that it is always to be seen. */
const toNamedEvents = (row: InstanceRow, frame: Frame, width: number, isStill: boolean): Line => {
	const present = presentEvent(row.events);
	const from = present === undefined ? 0 : Math.max(0, row.events.indexOf(present) - 2);
	const spans = row.events.slice(from).flatMap(({name, state, durationMs}) => {
		const mark = eventMark(state, frame, isStill);
		const took = durationMs === undefined ? '' : ` ${formatShortDuration(durationMs)}`;
		return [
			span(mark.text, mark.tone),
			span(drawable(name), state === 'failed' ? 'bad' : state === 'pending' ? 'muted' : undefined),
			span(`${took}  `, 'muted'),
		];
	});
	const before = span(`    ${from > 0 ? `${frame.look.glyphs.ellipsis} ` : ''}`, 'muted');
	return fitLine([before, ...spans], width, frame.look.glyphs.ellipsis);
};

const hasFailed = ({state, events}: InstanceRow): boolean =>
	state === 'failed' || events.some(event => event.state === 'failed');

/**
 * The first row of the window. The selected instance is in its middle, else the first that failed; with nothing to
 * point at, the window begins with the replacements, where things happen.
 */
const windowStart = (rows: readonly InstanceRow[], selectedId: string | undefined, room: number): number => {
	const selected = rows.findIndex(({instanceId}) => instanceId === selectedId);
	const failed = rows.findIndex(row => hasFailed(row));
	const pointed = selected === -1 ? failed : selected;
	const wanted = pointed === -1 ? rows.findIndex(({color}) => color === 'green') : pointed - Math.floor(room / 2);
	return Math.max(0, Math.min(wanted, rows.length - room));
};

export type InstanceWindow = {
	readonly width: number;
	readonly height: number;
	readonly selectedId?: string;
	readonly isFocused: boolean;
};

/** The instances in exactly `height` rows, the title among them. */
export const toInstances = (frame: Frame, {width, height, selectedId, isFocused}: InstanceWindow): readonly Line[] => {
	const {view, look} = frame;
	const rows = view.instances;
	const isStill = oldSources(view, ['code-deploy']).length > 0;
	const isDouble = width >= 120 && rows.length <= fewInstances && height - 1 >= fewInstances * 2;
	const room = Math.max(0, isDouble ? Math.floor((height - 1) / 2) : height - 1);
	const from = windowStart(rows, selectedId, room);
	const shown = rows.slice(from, from + room);
	const right =
		rows.length > room
			? tell(look, text('live.instances.range', {from: from + 1, to: from + shown.length, count: rows.length}))
			: '';
	const lines =
		rows.length === 0
			? [[span(`  ${tell(look, text('live.instances.none'))}`, 'muted')]]
			: shown.flatMap(row => [
					toRow(row, frame, width, row.instanceId === selectedId, isStill),
					...(isDouble ? [toNamedEvents(row, frame, width, isStill)] : []),
				]);
	return toHeight(
		[toSectionLine(tell(look, text('live.instances')), width, look, {right, isFocused}), ...lines],
		height,
	);
};

/** Everything known about one instance. */
export const toInstanceDetails = (instanceId: string, frame: Frame, width: number): readonly Line[] => {
	const {view, look} = frame;
	const row = view.instances.find(candidate => candidate.instanceId === instanceId);
	if (row === undefined) {
		return [[span(tell(look, text('live.instances.gone')), 'muted')]];
	}

	const facts = [
		tell(look, {id: `live.color.${row.color}`}),
		stateLabel(row.state, look),
		...(row.isSpot === undefined
			? []
			: [tell(look, row.isSpot ? text('live.instances.spot') : text('live.instances.on-demand'))]),
		drawable(row.instanceType ?? look.glyphs.unknown),
		drawable(row.zone ?? look.glyphs.unknown),
		...(row.ageMs === undefined
			? []
			: [tell(look, text('live.instances.age', {duration: durationText(row.ageMs, look)}))]),
		tell(look, row.hasGreenTags ? text('live.instances.green-tags') : text('live.instances.no-green-tags')),
		...(row.traffic === undefined ? [] : [tell(look, text('live.instances.traffic', {state: row.traffic}))]),
	];
	const events =
		row.events.length === 0
			? [[span(tell(look, text('live.instances.no-events')), 'muted')]]
			: row.events.map(({name, state, durationMs}) => {
					const mark = eventMark(state, frame);
					return [
						span(`${mark.text} `, mark.tone),
						span(padEnd(drawable(name), 22, look.glyphs.ellipsis)),
						span(padEnd(tell(look, {id: `live.event.${state}`}), 12), mark.tone),
						span(durationMs === undefined ? '' : durationText(durationMs, look), 'muted'),
					];
				});
	return [
		...wrapText(facts.join(` ${look.glyphs.separator} `), width - 2).map(
			(line, index): Line => [
				span(index === 0 ? `${colorGlyph(row.color, look)} ` : '  ', colorTone[row.color]),
				span(line),
			],
		),
		...(row.note === undefined
			? []
			: wrapText(tell(look, row.note), width - 2).map(
					(line, index): Line => [span(`${index === 0 ? `${look.glyphs.warn} ` : '  '}${line}`, 'warn')],
				)),
		...events,
	];
};
