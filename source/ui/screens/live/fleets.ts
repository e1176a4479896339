import {type FleetView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {besides, fitLine, span, spreadLine, type Line, type Span} from '../../line.js';
import {drawable, tell, type Look} from '../../look.js';
import {ageMark, isNeverSeen, stateTone, type Frame} from './labels.js';

const tones = {blue: 'original', green: 'replacement'} as const;

const fleetGlyph = (color: FleetView['color'], {glyphs}: Look): string =>
	color === 'blue' ? glyphs.original : glyphs.replacement;

const tagText = (fleet: FleetView, look: Look): string =>
	fleet.tags.length === 0
		? tell(look, text('live.fleet.no-tags'))
		: fleet.tags.map(({key, value}) => drawable(`${key}=${value}`)).join(' ');

const totalText = (fleet: FleetView, frame: Frame): string => {
	const {look, view} = frame;
	if (fleet.total === 0) {
		if (
			(view.isOnlyWatched && view.outcome !== undefined) ||
			fleet.counts.some(({state, count}) => count > 0 && (state === 'terminated' || state === 'detached'))
		) {
			return tell(look, text('live.fleet.gone'));
		}

		return isNeverSeen(view, ['spot', 'ec2']) ? look.glyphs.unknown : tell(look, text('live.fleet.none'));
	}

	return fleet.total === 1
		? tell(look, text('live.fleet.total.one'))
		: tell(look, text('live.fleet.total', {count: fleet.total}));
};

const counts = (fleet: FleetView, look: Look): readonly Span[] =>
	fleet.counts
		.filter(({count}) => count > 0)
		.flatMap(({state, count}, index) => [
			...(index > 0 ? [span(`${' '}${look.glyphs.separator} `, 'muted')] : []),
			span(`${count} ${tell(look, {id: `live.fleet.state.${state}`})}`, stateTone(state)),
		]);

const split = (fleet: FleetView, look: Look): readonly string[] => [
	...(fleet.spotCount > 0 ? [tell(look, text('live.fleet.spot', {count: fleet.spotCount}))] : []),
	...(fleet.onDemandCount > 0 ? [tell(look, text('live.fleet.on-demand', {count: fleet.onDemandCount}))] : []),
];

/** `ap-northeast-2a` is `2a`: the region stands in the identity bar. */
const zones = (fleet: FleetView): string =>
	fleet.zones.length === 0
		? ''
		: `AZ ${fleet.zones.map(({zone, count}) => `${drawable(zone.split('-').at(-1) ?? zone)}:${count}`).join(' ')}`;

const title = (fleet: FleetView, frame: Frame): readonly Span[] => {
	const {look} = frame;
	return [
		span(`${fleetGlyph(fleet.color, look)} `, tones[fleet.color]),
		span(tell(look, {id: `live.fleet.${fleet.color}`}), tones[fleet.color], {isBold: true}),
		span(`  ${totalText(fleet, frame)}`, undefined, {isBold: true}),
		span(ageMark(frame, ['spot', 'ec2']), 'warn'),
	];
};

const join = (parts: readonly string[], look: Look): string =>
	parts.filter(part => part !== '').join(` ${look.glyphs.separator} `);

/** One row for small terminals: colour, number, states. */
export const toFleetLine = (fleet: FleetView, frame: Frame): Line => [
	...title(fleet, frame),
	span('  '),
	...counts(fleet, frame.look),
];

const toNarrowCard = (fleet: FleetView, frame: Frame, width: number): readonly Line[] => {
	const {look} = frame;
	return [
		spreadLine(title(fleet, frame), [span(tagText(fleet, look))], width, look.glyphs.ellipsis),
		spreadLine(
			[span('  '), ...counts(fleet, look)],
			[span(join([...split(fleet, look), zones(fleet)], look), 'muted')],
			width,
			look.glyphs.ellipsis,
		),
	];
};

const toWideCard = (fleet: FleetView, frame: Frame, width: number): readonly Line[] => {
	const {look} = frame;
	const side = span(`${look.glyphs.side} `, tones[fleet.color]);
	return [
		title(fleet, frame),
		[side, span(tagText(fleet, look))],
		[side, ...counts(fleet, look)],
		[side, span(join([...split(fleet, look), zones(fleet)], look), 'muted')],
	].map(line => fitLine(line, width, look.glyphs.ellipsis));
};

/** Original and replacement in four rows: one below the other, or side by side where there is room. */
export const toFleets = (frame: Frame, width: number): readonly Line[] => {
	const {view, look} = frame;
	if (width < 100) {
		return [...toNarrowCard(view.blue, frame, width), ...toNarrowCard(view.green, frame, width)];
	}

	const gap = 2;
	const own = Math.floor((width - gap) / 2);
	return besides(
		[
			{lines: toWideCard(view.blue, frame, own), width: own},
			{lines: toWideCard(view.green, frame, own), width: own},
		],
		gap,
		look.glyphs.ellipsis,
	);
};
