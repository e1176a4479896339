import {toOffset} from '../../../core/app/scroll-place.js';
import {formatClock, formatShortDuration} from '../../../core/duration.js';
import {type LogLine} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {padEnd, padStart} from '../../fit.js';
import {fitLine, span, toHeight, type Line} from '../../line.js';
import {tell} from '../../look.js';
import {type Tone} from '../../theme.js';
import {toSectionLine} from '../../components/section.js';
import {sourceLabel, type Frame} from './labels.js';

const tones: Readonly<Record<LogLine['severity'], Tone>> = {info: 'plain', good: 'good', warn: 'warn', error: 'bad'};

const toLogLine = (line: LogLine, frame: Frame, width: number, hasRelativeTimes: boolean): Line => {
	const {look, now} = frame;
	const {glyphs} = look;
	const mark = {info: ' ', good: glyphs.done, warn: glyphs.warn, error: glyphs.failed}[line.severity];
	const when = hasRelativeTimes
		? padStart(formatShortDuration(now - line.at), 4)
		: formatClock(line.at, look.utcOffsetMinutes);
	const isNarrow = width < 70;
	return fitLine(
		[
			span(isNarrow ? when.slice(0, 5) : when, 'muted'),
			span(` ${padEnd(sourceLabel(line.source, look, isNarrow), isNarrow ? 4 : 10, '')} `, 'muted'),
			span(`${mark} `, tones[line.severity]),
			span(tell(look, line.text), tones[line.severity]),
			...(line.repeated > 1
				? [span(` ${tell(look, text('live.log.repeated', {count: line.repeated}))}`, 'muted')]
				: []),
		],
		width,
		glyphs.ellipsis,
	);
};

export type LogWindow = {
	readonly width: number;
	readonly height: number;
	/** How far scrolled back from the newest (`core/app/scroll-place.ts`). */
	readonly back: number;
	readonly isFocused: boolean;
	readonly hasRelativeTimes: boolean;
};

/** The newest lines in exactly `height` rows, newest last, the title among them. */
export const toLog = (frame: Frame, {width, height, back, isFocused, hasRelativeTimes}: LogWindow): readonly Line[] => {
	const {view, look} = frame;
	const room = Math.max(0, height - 1);
	const hidden = toOffset(back, view.log.length - room);
	const to = view.log.length - hidden;
	const shown = view.log.slice(Math.max(0, to - room), to);
	const right = hidden > 0 ? tell(look, text('live.log.back', {count: hidden})) : '';
	const lines =
		shown.length === 0
			? [[span(`  ${tell(look, text('live.log.none'))}`, 'muted')]]
			: shown.map(line => toLogLine(line, frame, width, hasRelativeTimes));
	return toHeight([toSectionLine(tell(look, text('live.log')), width, look, {right, isFocused}), ...lines], height);
};
