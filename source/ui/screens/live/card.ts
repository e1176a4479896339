import {hasEnded, type LiveModel} from '../../../core/app/live.js';
import {toOffset} from '../../../core/app/scroll-place.js';
import {type Outcome} from '../../../core/run/event.js';
import {logLinesOf} from '../../../core/run/failure.js';
import {isWholeSuccess} from '../../../core/run/left.js';
import {type FailureView, type RunView} from '../../../core/run/run-view.js';
import {toGuideQuestion} from '../../../core/run/guide.js';
import {text, type Text} from '../../../core/text-token.js';
import {cells, wrapText} from '../../fit.js';
import {span, toHeight, type Line} from '../../line.js';
import {drawable, tell, type Look} from '../../look.js';
import {keyName} from '../../components/footer.js';
import {toSectionLine} from '../../components/section.js';
import {capacityText, durationText, type Frame} from './labels.js';
import {phaseName} from './rail.js';

/** A stop that a person asked for is no failure. */
const isAskedFor = ({cause}: FailureView): boolean => cause?.id === 'run.cause.requested';

const bullets = (texts: readonly Text[], width: number, look: Look): readonly Line[] =>
	texts.flatMap(step =>
		wrapText(tell(look, step), width - 4).map(
			(line, index): Line => [span(index === 0 ? `  ${look.glyphs.arrow} ` : '    ', 'active'), span(line)],
		),
	);

type Told = {
	/** Why it ended: what a person needs first, and what the end of a run keeps. */
	readonly cause: readonly Line[];
	/** The end of the script's log. */
	readonly log: readonly Line[];
	readonly steps: readonly Line[];
	readonly where: readonly Line[];
	/** The general sentence of the cloud. */
	readonly what: readonly Line[];
	/** The log from its first line, where its end alone stands above. */
	readonly wholeLog: readonly Line[];
};

const toLogLine = (line: string, look: Look): Line => [span(`  ${look.glyphs.side} ${drawable(line)}`, 'muted')];

const toFailure = (failure: FailureView, width: number, logLines: number, look: Look): Told => {
	const {glyphs} = look;
	const isAsked = isAskedFor(failure);
	const wrapped = (token: Text, isHead: boolean): readonly Line[] =>
		wrapText(tell(look, token), width - 2).map(
			(line, index): Line => [
				span(isHead && index === 0 ? `${isAsked ? glyphs.done : glyphs.failed} ` : '  ', isAsked ? 'active' : 'bad'),
				span(line, isHead ? (isAsked ? 'active' : 'bad') : 'muted', {isBold: isHead}),
			],
		);
	const head = failure.cause ?? failure.what;
	const said = tell(look, head);
	const {instanceId, eventName, scriptName} = failure;
	const log = logLinesOf(failure).map(line => toLogLine(line, look));
	const isSaid = (part: string | undefined): boolean => part === undefined || part === '' || said.includes(part);
	// What the cause names is not said again.
	const where = [
		...(instanceId === undefined || (isSaid(instanceId) && isSaid(eventName))
			? []
			: [
					eventName === undefined
						? drawable(instanceId)
						: tell(look, text('live.failure.where', {event: eventName, id: instanceId})),
				]),
		...(scriptName === undefined || isSaid(scriptName)
			? []
			: [tell(look, text('live.failure.script', {script: scriptName}))]),
	].join(` ${glyphs.separator} `);
	return {
		cause: wrapped(head, true),
		// The end of a log says why it ended.
		log: log.slice(-logLines),
		steps: bullets(failure.nextSteps, width, look),
		where: where === '' ? [] : [[span(`  ${where}`, 'warn')]],
		what: failure.cause === undefined ? [] : wrapped(failure.what, false),
		wholeLog:
			log.length > logLines
				? [[span(`  ${tell(look, text('live.failure.log'))}`, undefined, {isBold: true})], ...log]
				: [],
	};
};

const outcomeText = (outcome: Outcome, isAsked: boolean, isWatched: boolean): Text => {
	if (isWatched && outcome.kind !== 'refused' && outcome.kind !== 'handed-over') {
		return text(`live.summary.watched.${outcome.kind}`);
	}

	switch (outcome.kind) {
		case 'succeeded': {
			if (outcome.foreignOriginals !== undefined) {
				return text('live.summary.succeeded.foreign');
			}

			if (!outcome.isRestored) {
				return text('live.summary.succeeded.differs');
			}

			return outcome.isFilterBehind === true ? text('live.summary.succeeded.filter') : text('live.summary.succeeded');
		}

		case 'failed': {
			return outcome.isClean ? text('live.summary.failed.clean') : text('live.summary.failed.left');
		}

		case 'stopped': {
			if (isAsked) {
				return outcome.isClean ? text('live.summary.asked.clean') : text('live.summary.asked.left');
			}

			return outcome.isClean ? text('live.summary.stopped.clean') : text('live.summary.stopped.left');
		}

		case 'refused': {
			return text(outcome.disownedId === undefined ? 'live.summary.refused' : 'live.summary.disowned');
		}

		case 'handed-over': {
			return text('live.summary.handed-over');
		}
	}
};

/** How many of the longest phases are named. */
const longestPhases = 4;

type Summary = {readonly verdict: readonly Line[]; readonly facts: readonly Line[]};

/** How it ended and how that compares with what stood before. */
const toSummary = (view: RunView, outcome: Outcome, width: number, look: Look): Summary => {
	const {glyphs} = look;
	const isAsked = view.failure === undefined ? outcome.kind === 'stopped' : isAskedFor(view.failure);
	const isGood = isWholeSuccess(outcome) || (isAsked && outcome.kind === 'stopped' && outcome.isClean);
	const isHalf = outcome.kind === 'succeeded' || isAsked;
	const tone = isGood ? 'good' : isHalf ? 'warn' : 'bad';
	const mark = isGood ? glyphs.done : isHalf ? glyphs.warn : glyphs.failed;
	const longest = view.phases
		.filter(({durationMs}) => durationMs !== undefined && durationMs >= 1000)
		.toSorted((one, other) => (other.durationMs ?? 0) - (one.durationMs ?? 0))
		.slice(0, longestPhases)
		.map(({id, durationMs}) => `${phaseName(id, look)} ${durationText(durationMs ?? 0, look)}`)
		.join(', ');
	const tags = view.config.greenTags.map(({key, value}) => `${key}=${value}`).join(' ');
	const {unit, noted, present} = view.capacity;
	const facts: readonly Text[] = [
		...(outcome.kind === 'succeeded' && tags !== '' ? [text('live.summary.version', {tags})] : []),
		...(outcome.kind === 'refused'
			? []
			: [
					text('live.summary.capacity', {
						noted: capacityText(noted, unit, look),
						present: `${capacityText(present, unit, look)} (${tell(look, text('live.capacity.legend'))})`,
					}),
				]),
		view.aftermathMs === undefined || view.aftermathMs < 1000
			? text('live.summary.took', {duration: durationText(view.elapsedMs, look)})
			: text('live.summary.took.after', {
					duration: durationText(view.elapsedMs, look),
					after: durationText(view.aftermathMs, look),
				}),
		...(longest === '' ? [] : [text('live.summary.longest', {phases: longest})]),
		...(view.deploymentId === undefined
			? []
			: [
					text('live.summary.deployment', {
						deployment: view.deploymentId,
						blueGreen: view.blueGreenId ?? glyphs.unknown,
					}),
				]),
	];
	return {
		verdict: wrapText(tell(look, outcomeText(outcome, isAsked, view.isOnlyWatched)), width - 2).map(
			(line, index): Line => [
				span(index === 0 ? `${mark} ` : '  ', tone, {isBold: true}),
				span(line, tone, {isBold: true}),
			],
		),
		facts: facts.flatMap(fact => wrapText(tell(look, fact), width - 2).map((line): Line => [span(`  ${line}`)])),
	};
};

/** Lines of a script's log that the card begins with, and those beside the verdict of an end. */
const shownLog = {running: 5, ended: 2};

/**
 * The failure, the summary, or both, in exactly `height` rows, the title among them: the cause first, the general
 * sentences and the whole log of the script last. With the focus it scrolls by `live.cardOffset`.
 */
export const toCard = (
	frame: Frame,
	live: LiveModel,
	{width, height, isFocused}: {readonly width: number; readonly height: number; readonly isFocused: boolean},
): readonly Line[] => {
	const {view, look} = frame;
	const {failure, outcome} = view;
	const isEnd = outcome !== undefined && hasEnded(live, view);
	const isAsked = failure !== undefined && isAskedFor(failure);
	const title = tell(
		look,
		failure === undefined ? text('live.summary') : isAsked ? text('live.stopped') : text('live.failure'),
	);
	const summary = isEnd ? toSummary(view, outcome, width, look) : {verdict: [], facts: []};
	const logLines = isEnd ? shownLog.ended : Math.max(shownLog.running, height - 8);
	const told =
		failure === undefined
			? {cause: [], log: [], steps: [], where: [], what: [], wholeLog: []}
			: toFailure(failure, width, logLines, look);
	// At the end what to do now goes before how it came; until then the log is what people look for.
	const first = isEnd
		? [...summary.verdict, ...told.cause, ...told.steps, ...told.log, ...summary.facts, ...told.where, ...told.what]
		: [...told.cause, ...told.log, ...told.where, ...told.steps, ...told.what];
	// The same rows with the focus and without: what scrolls must not change under the finger.
	const lines = [...first, ...told.wholeLog];
	const room = Math.max(0, height - 1);
	const from = isFocused ? toOffset(live.cardOffset, lines.length - room) : 0;
	const to = Math.min(lines.length, from + room);
	const question = toGuideQuestion(failure?.requirement);
	const count = lines.length;
	const rangeOf = (first: number, last: number, key: 'up' | 'down'): readonly string[] =>
		count > room ? [tell(look, text('live.card.rows', {from: first, to: last, count, key: keyName(key)}))] : [];
	const code = failure === undefined || isAsked ? [] : [drawable(failure.code)];
	const guide = question === undefined || isAsked ? [] : [tell(look, text('live.failure.guide', {title: question}))];
	const join = (parts: readonly string[]): string => parts.join(` ${look.glyphs.separator} `);
	// Judged by the widest range: what stands beside it must not come and go while the card scrolls. Where not all of it
	// fits, the code makes way first: the cause is told below.
	const head =
		[[...code, ...guide], guide, code].find(
			parts => cells(join([...parts, ...rangeOf(count, count, 'down')])) + cells(title) + 4 <= width,
		) ?? [];
	const right = join([...head, ...rangeOf(from + 1, to, to < count ? 'down' : 'up')]);
	return toHeight([toSectionLine(title, width, look, {right, isFocused}), ...lines.slice(from, to)], height);
};
