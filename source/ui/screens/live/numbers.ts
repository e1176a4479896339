import {text} from '../../../core/text-token.js';
import {padEnd, cells} from '../../fit.js';
import {fitLine, lineWidth, span, type Line} from '../../line.js';
import {tell, type Look} from '../../look.js';
import {toBar} from '../../components/bar.js';
import {ageMark, capacityText, type Frame} from './labels.js';

/** Both rows begin their numbers in the same column. */
const labelCells = (look: Look): number =>
	Math.max(cells(tell(look, text('live.traffic'))), cells(tell(look, text('live.capacity')))) + 2;

const withTail = (line: Line, tails: readonly Line[], width: number): Line => {
	const tail = tails.find(candidate => lineWidth(line) + lineWidth(candidate) <= width);
	return tail === undefined ? line : [...line, ...tail];
};

/** Share of registered, healthy targets; never called requests, since EC2 blue/green has no weights. */
export const toTraffic = (frame: Frame, width: number): Line => {
	const {view, look} = frame;
	const label = span(padEnd(tell(look, text('live.traffic')), labelCells(look)), undefined, {isBold: true});
	const {traffic} = view;
	const old = span(ageMark(frame, ['load-balancer']), 'warn');
	if (traffic === undefined) {
		return [label, span(`${look.glyphs.unknown} ${tell(look, text('live.traffic.unknown'))}`, 'muted'), old];
	}

	const {blueHealthy, greenHealthy, blueRegistered, greenRegistered, draining} = traffic;
	if (blueRegistered + greenRegistered + draining === 0) {
		return [label, span(tell(look, text('live.traffic.none')), 'muted'), old];
	}

	const bar = toBar(
		[
			{value: blueHealthy, tone: 'original', mark: look.glyphs.original},
			{value: greenHealthy, tone: 'replacement', mark: look.glyphs.replacement},
		],
		Math.max(8, Math.min(40, Math.floor(width / 5))),
		look,
	);
	const line: Line = [
		label,
		...bar,
		span(`  ${tell(look, text('live.traffic.blue', {healthy: blueHealthy, registered: blueRegistered}))}`, 'original'),
		span(
			`  ${tell(look, text('live.traffic.green', {healthy: greenHealthy, registered: greenRegistered}))}`,
			'replacement',
		),
		...(draining > 0 ? [span(`  ${tell(look, text('live.traffic.draining', {count: draining}))}`, 'warn')] : []),
		old,
	];
	return withTail(
		line,
		[
			[span(`  ${tell(look, text('live.traffic.note'))}`, 'muted')],
			[span(`  ${tell(look, text('live.traffic.short'))}`, 'muted')],
		],
		width,
	);
};

/** Noted before the run, present, and what is expected at its end: `target/min/max` each. */
export const toCapacity = (frame: Frame, width: number): Line => {
	const {view, look} = frame;
	const {unit, noted, present, expectedAtEnd, differs} = view.capacity;
	const value = (id: 'noted' | 'present' | 'expected', capacity: typeof noted): Line => [
		span(`${tell(look, {id: `live.capacity.${id}`})} `, 'muted'),
		span(`${capacityText(capacity, unit, look)}  `),
	];
	// While it goes well a raised number is part of the job.
	const isOver = view.outcome !== undefined || view.failure !== undefined || view.gate?.kind === 'restore';
	const line: Line = [
		span(padEnd(tell(look, text('live.capacity')), labelCells(look)), undefined, {isBold: true}),
		...value('noted', noted),
		...value('present', present),
		...value('expected', expectedAtEnd),
	];
	const old = span(ageMark(frame, ['spot']), 'warn');
	const legend = span(tell(look, text('live.capacity.legend')), 'muted');
	const verdict =
		isOver && differs && noted !== undefined && present !== undefined
			? span(` ${look.glyphs.warn} ${tell(look, text('live.capacity.differs'))}`, 'warn')
			: isOver && noted !== undefined && present !== undefined
				? span(` ${look.glyphs.done} ${tell(look, text('live.capacity.equal'))}`, 'good')
				: span('');
	return fitLine(withTail(line, [[legend, verdict, old], [verdict, old], [old]], width), width, look.glyphs.ellipsis);
};
