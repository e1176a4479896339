import {formatClock, formatDuration} from '../../../core/duration.js';
import {type DeadlineView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {lineWidth, span, type Line} from '../../line.js';
import {tell} from '../../look.js';
import {type Frame} from './labels.js';
import {phaseName} from './rail.js';

const soonMs = 60_000;

const toDeadline = ({id, at, remainingMs}: DeadlineView, {look}: Frame, hasClock: boolean): Line => {
	const rest =
		remainingMs >= 0
			? text('live.deadline.in', {duration: formatDuration(remainingMs)})
			: text('live.deadline.passed', {duration: formatDuration(-remainingMs)});
	return [
		span(`${tell(look, {id: `live.deadline.${id}`})} `, 'muted'),
		span(tell(look, rest), remainingMs < soonMs ? 'warn' : undefined, {isBold: remainingMs < soonMs}),
		...(hasClock ? [span(` ${formatClock(at, look.utcOffsetMinutes)}`, 'muted')] : []),
	];
};

/** The phase with its time, the whole time, and the nearest deadlines; what does not fit is left out whole. */
export const toClocks = (frame: Frame, width: number): Line => {
	const {view, look} = frame;
	const {glyphs} = look;
	const vendor = view.phases.find(({id}) => id === view.phase)?.vendor ?? 'us';
	const phase: Line = [
		span(phaseName(view.phase, look), undefined, {isBold: true}),
		span(` (${tell(look, {id: `live.vendor.${vendor}`})})`, 'muted'),
		...(view.outcome === undefined ? [span(` ${formatDuration(view.phaseElapsedMs)}`)] : []),
		...(view.isRollingBack ? [span(` ${glyphs.warn} ${tell(look, text('live.phase.rolling-back'))}`, 'bad')] : []),
	];
	const items: readonly Line[] = [
		phase,
		[span(tell(look, text('live.clock.total', {duration: formatDuration(view.elapsedMs)})))],
		...view.deadlines.slice(0, 3).map(deadline => toDeadline(deadline, frame, width >= 100)),
	];
	const separator: Line = [span(` ${glyphs.separator} `, 'muted')];
	let line: Line = [];
	for (const item of items) {
		const next = line.length === 0 ? item : [...line, ...separator, ...item];
		if (line.length > 0 && lineWidth(next) > width) {
			break;
		}

		line = next;
	}

	return line;
};
