import {formatShortDuration} from '../../../core/duration.js';
import {text} from '../../../core/text-token.js';
import {type PhaseId, type PhaseView} from '../../../core/run/run-view.js';
import {cells, padEnd} from '../../fit.js';
import {lineWidth, span, type Line} from '../../line.js';
import {tell, type Look} from '../../look.js';
import {oldSources, phaseMark, type Frame} from './labels.js';

export const phaseName = (id: PhaseId, look: Look): string => tell(look, {id: `live.phase.${id}`});

const shortName = (id: PhaseId, look: Look): string => tell(look, {id: `live.phase.${id}.short`});

/** Cells of a duration in the rail: `59m`. */
const durationCells = 3;

/** The slot of a position is as wide as its name and the longest duration: nothing moves while clocks run. */
type Form = {readonly name: (id: PhaseId, look: Look) => string; readonly hasDuration: boolean; readonly gap: number};

const forms: readonly Form[] = [
	{name: phaseName, hasDuration: true, gap: 2},
	{name: shortName, hasDuration: true, gap: 1},
	{name: shortName, hasDuration: false, gap: 1},
];

const slotCells = (id: PhaseId, form: Form, look: Look): number =>
	1 + cells(form.name(id, look)) + (form.hasDuration ? 1 + durationCells : 0);

const formFor = (phases: readonly PhaseView[], width: number, look: Look): Form | undefined =>
	forms.find(form => phases.reduce((sum, {id}) => sum + slotCells(id, form, look) + form.gap, -form.gap) <= width);

/**
 * The eleven positions. With room each has its name and how long it took; with little room the marks stand alone and
 * the present one is named. The second row, where it is wanted, says whose work each is.
 */
export const toRail = (frame: Frame, width: number, height: number): readonly Line[] => {
	const {view, look} = frame;
	const isStill = oldSources(view).length > 0 || view.outcome !== undefined || view.gate !== undefined;
	const form = formFor(view.phases, width, look);
	if (form === undefined) {
		return [toShortRail(frame, width, isStill)];
	}

	const rail = view.phases.flatMap((phase, index) => {
		const mark = phaseMark(phase.state, frame, isStill);
		const isNow = phase.id === view.phase && view.outcome === undefined;
		const duration =
			phase.durationMs === undefined || phase.state === 'not-reached' ? '' : formatShortDuration(phase.durationMs);
		const isReached = phase.state !== 'not-reached' && phase.state !== 'skipped';
		return [
			...(index > 0 ? [span(' '.repeat(form.gap))] : []),
			span(mark.text, mark.tone, {isBold: isNow}),
			span(form.name(phase.id, look), isNow ? 'active' : isReached ? undefined : 'muted', {isBold: isNow}),
			...(form.hasDuration ? [span(` ${padEnd(duration, durationCells)}`, 'muted')] : []),
		];
	});
	const vendors = view.phases.flatMap(({id, vendor}, index) => [
		...(index > 0 ? [span(' '.repeat(form.gap))] : []),
		span(
			padEnd(` ${tell(look, {id: `live.vendor.${vendor}`})}`, slotCells(id, form, look), look.glyphs.ellipsis),
			'muted',
		),
	]);
	return height > 1 ? [rail, vendors] : [rail];
};

const toShortRail = (frame: Frame, width: number, isStill: boolean): Line => {
	const {view, look} = frame;
	const index = view.phases.findIndex(({id}) => id === view.phase);
	const marks = view.phases.map(({state}) => {
		const mark = phaseMark(state, frame, isStill);
		return span(mark.text, mark.tone);
	});
	const where = tell(look, text('live.phase.of', {number: index + 1, count: view.phases.length}));
	const named: Line = [...marks, span(` ${where} `), span(phaseName(view.phase, look), 'active', {isBold: true})];
	return lineWidth(named) <= width ? named : [span(`${where} `), ...named.slice(marks.length + 1)];
};
