import {formatClock} from '../../../core/duration.js';
import {type DeadlineView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {lineWidth, span, type Line} from '../../line.js';
import {tell} from '../../look.js';
import {durationText, type Frame} from './labels.js';
import {phaseName} from './rail.js';

const soonMs = 60_000;

const toDeadline = ({id, at, remainingMs}: DeadlineView, {look}: Frame, hasClock: boolean): Line => {
	const rest =
		remainingMs >= 0
			? text('live.deadline.in', {duration: durationText(remainingMs, look)})
			: text('live.deadline.passed', {duration: durationText(-remainingMs, look)});
	return [
		span(`${tell(look, {id: `live.deadline.${id}`})} `, 'muted'),
		span(tell(look, rest), remainingMs < soonMs ? 'warn' : undefined, {isBold: remainingMs < soonMs}),
		...(hasClock
			? [span(` ${tell(look, text('live.deadline.at', {time: formatClock(at, look.utcOffsetMinutes)}))}`, 'muted')]
			: []),
	];
};

/** The phase with its time, the whole time, and the nearest deadlines; what does not fit is left out whole. */
export const toClocks = (frame: Frame, width: number): Line => {
	const {view, look} = frame;
	const {glyphs} = look;
	// Whose turn it is: a question of the run is nobody's work but the person's.
	const vendor = view.gate === undefined ? (view.phases.find(({id}) => id === view.phase)?.vendor ?? 'us') : 'person';
	// On a narrow screen the rail names the phase.
	const isNarrow = width < 80;
	// A run that has ended is in no phase.
	const isOver = view.outcome !== undefined;
	// After a failure the rail stays where it failed; what goes on since is the way back.
	const isBack = view.failure !== undefined && view.aftermathMs !== undefined && !view.isOnlyWatched;
	const name = isBack ? tell(look, text('live.phase.clean-up')) : isNarrow ? '' : phaseName(view.phase, look);
	const whose = isBack && view.gate === undefined ? [] : [`(${tell(look, {id: `live.vendor.${vendor}`})})`];
	const phase: Line = [
		span(name, undefined, {isBold: true}),
		span(`${name === '' ? '' : ' '}${whose.map(one => `${one} `).join('')}`, 'muted'),
		span(durationText(isBack ? view.aftermathMs : view.phaseElapsedMs, look)),
		...(view.isRollingBack ? [span(` ${glyphs.warn} ${tell(look, text('live.phase.rolling-back'))}`, 'bad')] : []),
	];
	const total: Line = [span(tell(look, text('live.clock.total', {duration: durationText(view.elapsedMs, look)})))];
	const [nearest, ...later] = view.deadlines.slice(0, 3).map(deadline => toDeadline(deadline, frame, width >= 100));
	const separator: Line = [span(` ${glyphs.separator} `, 'muted')];
	const isWhole = (parts: readonly Line[]): boolean =>
		parts.reduce((sum, part) => sum + lineWidth(part), lineWidth(separator) * (parts.length - 1)) <= width;
	const present = isOver ? [] : [phase];
	// The nearest deadline goes last of all: the whole time makes way for it.
	const items: readonly Line[] =
		nearest === undefined
			? [...present, total]
			: isNarrow || !isWhole([...present, total, nearest])
				? [...present, nearest, total]
				: [...present, total, nearest, ...later];
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
