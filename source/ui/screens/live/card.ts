import {hasEnded, type LiveModel} from '../../../core/app/live.js';
import {type Outcome} from '../../../core/run/event.js';
import {type FailureView, type RunView} from '../../../core/run/run-view.js';
import {toGuideQuestion} from '../../../core/run/guide.js';
import {stripControl} from '../../../core/strip-control.js';
import {text, type Text} from '../../../core/text-token.js';
import {wrapText} from '../../fit.js';
import {span, toHeight, type Line} from '../../line.js';
import {tell, type Look} from '../../look.js';
import {toSectionLine} from '../../components/section.js';
import {capacityText, durationText, type Frame} from './labels.js';
import {phaseName} from './rail.js';

const bullets = (texts: readonly Text[], width: number, look: Look): readonly Line[] =>
	texts.flatMap(step =>
		wrapText(tell(look, step), width - 4).map(
			(line, index): Line => [span(index === 0 ? `  ${look.glyphs.arrow} ` : '    ', 'active'), span(line)],
		),
	);

const toFailure = (failure: FailureView, width: number, height: number, look: Look): readonly Line[] => {
	const {glyphs} = look;
	const wrapped = (token: Text, isBold: boolean): readonly Line[] =>
		wrapText(tell(look, token), width - 2).map(
			(line, index): Line => [
				span(isBold && index === 0 ? `${glyphs.failed} ` : '  ', 'bad'),
				span(line, isBold ? 'bad' : undefined, {isBold}),
			],
		);
	const where = [
		...(failure.instanceId === undefined
			? []
			: [
					failure.eventName === undefined
						? stripControl(failure.instanceId)
						: tell(look, text('live.failure.where', {event: failure.eventName, id: failure.instanceId})),
				]),
		...(failure.scriptName === undefined || failure.scriptName === ''
			? []
			: [tell(look, text('live.failure.script', {script: failure.scriptName}))]),
	].join(` ${glyphs.separator} `);
	const tail = (failure.logTail ?? '').split('\n').filter(line => line.trim() !== '');
	const told: readonly Line[] = [
		...wrapped(failure.what, true),
		...(failure.cause === undefined ? [] : wrapped(failure.cause, false)),
		...(where === '' ? [] : [[span(`  ${where}`, 'warn')]]),
		...bullets(failure.nextSteps, width, look),
	];
	// The end of a script's log says why it ended.
	const room = Math.min(tail.length, height - told.length - 1);
	return room < 1
		? told
		: [
				...told,
				[span(`  ${tell(look, text('live.failure.log'))}`, 'muted')],
				...tail.slice(-room).map((line): Line => [span(`  ${glyphs.side} ${stripControl(line)}`, 'muted')]),
			];
};

const outcomeText = (outcome: Outcome): Text => {
	switch (outcome.kind) {
		case 'succeeded': {
			return outcome.isRestored ? text('live.summary.succeeded') : text('live.summary.succeeded.differs');
		}

		case 'failed': {
			return outcome.isClean ? text('live.summary.failed.clean') : text('live.summary.failed.left');
		}

		case 'stopped': {
			return outcome.isClean ? text('live.summary.stopped.clean') : text('live.summary.stopped.left');
		}

		case 'refused': {
			return text('live.summary.refused');
		}
	}
};

/** How many of the longest phases are named. */
const longestPhases = 4;

/** How it ended and how that compares with what stood before: also printed after the last frame. */
export const toSummary = (view: RunView, outcome: Outcome, width: number, look: Look): readonly Line[] => {
	const {glyphs} = look;
	const isGood = outcome.kind === 'succeeded' && outcome.isRestored;
	const tone = isGood ? 'good' : outcome.kind === 'succeeded' ? 'warn' : 'bad';
	const mark = isGood ? glyphs.done : outcome.kind === 'succeeded' ? glyphs.warn : glyphs.failed;
	const longest = view.phases
		.filter(({durationMs}) => durationMs !== undefined && durationMs >= 1000)
		.toSorted((one, other) => (other.durationMs ?? 0) - (one.durationMs ?? 0))
		.slice(0, longestPhases)
		.map(({id, durationMs}) => `${phaseName(id, look)} ${durationText(durationMs ?? 0, look)}`)
		.join(', ');
	const tags = view.config.greenTags.map(({key, value}) => `${key}=${value}`).join(' ');
	const {noted, present} = view.capacity;
	const facts: readonly Text[] = [
		...(outcome.kind === 'succeeded' && tags !== '' ? [text('live.summary.version', {tags})] : []),
		...(outcome.kind === 'refused'
			? []
			: [
					text('live.summary.capacity', {
						noted: capacityText(noted, look),
						present: `${capacityText(present, look)} (${tell(look, text('live.capacity.legend'))})`,
					}),
				]),
		text('live.summary.took', {duration: durationText(view.elapsedMs, look)}),
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
	return [
		...wrapText(tell(look, outcomeText(outcome)), width - 2).map(
			(line, index): Line => [
				span(index === 0 ? `${mark} ` : '  ', tone, {isBold: true}),
				span(line, tone, {isBold: true}),
			],
		),
		...facts.flatMap(fact => wrapText(tell(look, fact), width - 2).map((line): Line => [span(`  ${line}`)])),
	];
};

/** Whether there is a failure or an end to speak of. */
export const hasCard = (view: RunView): boolean => view.failure !== undefined || view.outcome !== undefined;

/** The failure, the summary, or both, in exactly `height` rows, the title among them. */
export const toCard = (
	frame: Frame,
	live: LiveModel,
	{width, height, isFocused}: {readonly width: number; readonly height: number; readonly isFocused: boolean},
): readonly Line[] => {
	const {view, look} = frame;
	const {failure, outcome} = view;
	const isEnd = outcome !== undefined && hasEnded(live, view);
	const title = tell(look, failure === undefined ? text('live.summary') : text('live.failure'));
	const question = toGuideQuestion(failure?.requirement);
	const right =
		failure === undefined
			? ''
			: [
					stripControl(failure.code),
					...(question === undefined ? [] : [tell(look, text('live.failure.guide', {title: question}))]),
				].join(` ${look.glyphs.separator} `);
	const summary = isEnd ? toSummary(view, outcome, width, look) : [];
	const lines =
		failure === undefined ? summary : [...summary, ...toFailure(failure, width, height - 1 - summary.length, look)];
	return toHeight([toSectionLine(title, width, look, {right, isFocused}), ...lines], height);
};
