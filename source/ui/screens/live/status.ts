import {formatShortDuration} from '../../../core/duration.js';
import {type LiveModel} from '../../../core/app/live.js';
import {text, type Text} from '../../../core/text-token.js';
import {toNoticeLine} from '../../components/notice.js';
import {lineWidth, span, spreadLine, type Line} from '../../line.js';
import {tell} from '../../look.js';
import {durationText, oldSources, sourceLabel, type Frame} from './labels.js';

/** Age of the last answer of each source. */
const toAges = (frame: Frame, width: number): Line => {
	const {view, look} = frame;
	return view.sources
		.filter(({state}) => state !== 'not-asked')
		.flatMap(({source, ageMs, state}, index) => {
			const isOld = state === 'stale' || state === 'lost';
			const mark = isOld ? `${look.glyphs.warn} ` : '';
			const age = ageMs === undefined ? look.glyphs.unknown : formatShortDuration(ageMs);
			return [
				...(index > 0 ? [span('  ')] : []),
				span(`${mark}${sourceLabel(source, look, width < 60)} ${age}`, isOld ? 'warn' : 'muted'),
			];
		});
};

/** The run is not seen: who does not answer, since when, and that the run goes on without us. */
const toBlindText = (frame: Frame): Text | undefined => {
	const {view, look} = frame;
	const lost = oldSources(view);
	if (lost.length === 0) {
		return undefined;
	}

	const sources = lost.map(({source}) => sourceLabel(source, look)).join(', ');
	const ages = lost.flatMap(({ageMs}) => (ageMs === undefined ? [] : [ageMs]));
	return ages.length === 0
		? text('live.notice.blind.never', {sources})
		: text('live.notice.blind', {sources, age: durationText(Math.max(...ages), look)});
};

/** What stands between the clocks and the fleets: what is wrong with seeing, or passing notices, and the ages. */
export const toStatus = (frame: Frame, live: LiveModel, width: number): Line => {
	const {look, view} = frame;
	const ages = toAges(frame, width);
	const blind = toBlindText(frame);
	const {end} = live;
	const notice =
		end?.kind === 'problem'
			? toNoticeLine(text('live.notice.problem', {what: end.problem.message}), look, 'bad')
			: end?.kind === 'deadline'
				? toNoticeLine(text('live.notice.deadline'), look, 'warn')
				: blind !== undefined && view.outcome === undefined
					? toNoticeLine(blind, look, 'warn')
					: live.notice === undefined
						? view.isReadOnly
							? toNoticeLine(
									view.controller === undefined
										? text('live.notice.read-only')
										: text('live.notice.controlled', {pid: view.controller.pid}),
									look,
								)
							: []
						: toNoticeLine(live.notice, look);
	if (lineWidth(notice) === 0) {
		return spreadLine([], ages, width, look.glyphs.ellipsis);
	}

	return lineWidth(notice) + 2 + lineWidth(ages) <= width
		? spreadLine(notice, ages, width, look.glyphs.ellipsis)
		: notice;
};

/** Why a source does not answer, for the room below the notice. */
export const toBlindCause = (frame: Frame): Line => {
	const problem = oldSources(frame.view).find(seen => seen.problem !== undefined)?.problem;
	return problem === undefined ? [] : [span(`${frame.look.glyphs.warn} ${tell(frame.look, problem.message)}`, 'warn')];
};
