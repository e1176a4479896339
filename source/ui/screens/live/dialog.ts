import {digitOf, menuChoices, wordsFor} from '../../../core/app/live-choices.js';
import {type LiveDialog, type LiveModel} from '../../../core/app/live.js';
import {toOffset} from '../../../core/app/scroll-place.js';
import {planOf, type CleanUpPlan, type RunRequest} from '../../../core/run/action.js';
import {sayUnattended} from '../../../core/run/unattended.js';
import {type CapacityView, type RunView} from '../../../core/run/run-view.js';
import {text, type Text} from '../../../core/text-token.js';
import {wrapText} from '../../fit.js';
import {span, toHeight, type Line} from '../../line.js';
import {drawable, tell, type Look} from '../../look.js';
import {toSectionLine} from '../../components/section.js';
import {toInstanceDetails} from './instances.js';
import {capacityText, type Frame} from './labels.js';
import {choiceLabel} from './next.js';

type Size = {readonly width: number; readonly height: number};

const paragraph = (token: Text, width: number, look: Look): readonly Line[] =>
	wrapText(tell(look, token), width - 2).map((line): Line => [span(`  ${line}`)]);

/** The open menu; also before the first event of a run, when there is no view. */
export const toMenu = (
	live: LiveModel,
	view: RunView | undefined,
	{width, height}: Size,
	look: Look,
): readonly Line[] => {
	const row = live.dialog.kind === 'actions' || live.dialog.kind === 'leave' ? live.dialog.row : -1;
	const isLeaving = live.dialog.kind === 'leave';
	const choices = menuChoices(live, view).map((choice, index): Line => {
		const isChosen = index === row;
		return [
			span(isChosen ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
			span(`${digitOf(choice) ?? ' '} `, 'active', {isBold: true}),
			span(choiceLabel(choice, view, look), undefined, {isBold: isChosen, isInverse: isChosen}),
		];
	});
	const title = tell(look, isLeaving ? text('live.menu.leave') : text('live.menu.actions'));
	const notes = isLeaving ? [...(view === undefined ? [] : [sayUnattended(view)]), text('live.menu.leave.again')] : [];
	const note = notes.flatMap(said =>
		paragraph(said, width, look).map(([first]): Line => [span(first?.text ?? '', 'muted')]),
	);
	return toHeight([toSectionLine(title, width, look, {isFocused: true}), ...choices, ...note], height);
};

const suspensionsText = (suspensions: ReadonlyArray<{readonly process: string}>, look: Look): string =>
	suspensions.length === 0
		? tell(look, text('live.plan.no-suspension'))
		: suspensions.map(({process}) => drawable(process)).join(', ');

/** A plan line by line: each instance with the proofs that allow it, or with why it is not touched. */
export const toPlanLines = (
	plan: CleanUpPlan,
	unit: CapacityView['unit'],
	width: number,
	look: Look,
): readonly Line[] => {
	const {glyphs} = look;
	const {arrow} = glyphs;
	const isKept = plan.remove.some(({proofs}) => proofs.includes('is-kept-original'));
	const muted = (token: Text): readonly Line[] =>
		paragraph(token, width, look).map((line): Line => line.map(({text: part}) => span(part, 'muted')));
	// The numbers come first: they must be seen before Enter confirms, however many instances there are.
	const lines: readonly Line[] = [
		...(plan.capacity === undefined
			? []
			: [
					[
						span(`  ${arrow} `, 'active'),
						span(
							tell(
								look,
								text('live.plan.capacity', {
									from: capacityText(plan.capacity.from, unit, look),
									to: capacityText(plan.capacity.to, unit, look),
									arrow,
								}),
							),
							undefined,
							{isBold: true},
						),
					],
				]),
		...(isKept ? paragraph(text('live.plan.kept'), width, look) : []),
		...plan.remove.flatMap(({instanceId, proofs}): readonly Line[] => [
			[
				span(`  ${glyphs.failed} `, 'bad'),
				span(tell(look, text('live.plan.remove', {id: instanceId})), undefined, {isBold: true}),
			],
			...wrapText(
				tell(
					look,
					text('live.plan.proofs', {proofs: proofs.map(proof => tell(look, {id: `live.proof.${proof}`})).join(', ')}),
				),
				width - 6,
			).map((line): Line => [span(`      ${line}`, 'muted')]),
		]),
		...(plan.suspensions === undefined
			? []
			: [
					[
						span(`  ${arrow} `, 'active'),
						span(
							tell(
								look,
								text('live.plan.suspensions', {
									from: suspensionsText(plan.suspensions.from, look),
									to: suspensionsText(plan.suspensions.to, look),
									arrow,
								}),
							),
						),
					],
				]),
		...plan.keep.map(
			({instanceId, reason}): Line => [
				span(`  ${glyphs.done} `, 'good'),
				span(tell(look, text('live.plan.keep', {id: instanceId, reason: {id: `live.keep.${reason}`}})), 'muted'),
			],
		),
		...(isKept ? muted(text('live.plan.by-hand')) : []),
	];
	return lines.length === 0 ? paragraph(text('live.plan.nothing'), width, look) : lines;
};

const wordToType = (request: RunRequest, view: RunView, look: Look): string =>
	request === 'stop' || request === 'stop-and-roll-back'
		? tell(look, {id: `live.word.${request}`})
		: drawable(wordsFor(request, view)?.[0] ?? '');

const scrolled = (
	title: string,
	lines: readonly Line[],
	offset: number,
	end: readonly Line[],
	{width, height}: Size,
	look: Look,
): readonly Line[] => {
	const room = Math.max(0, height - 1 - end.length);
	const from = toOffset(offset, lines.length - room);
	const to = Math.min(lines.length, from + room);
	const right =
		lines.length > room ? tell(look, text('live.plan.rows', {from: from + 1, to, count: lines.length})) : '';
	return toHeight(
		[toSectionLine(title, width, look, {right, isFocused: true}), ...lines.slice(from, to), ...end],
		height,
	);
};

const toWord = (
	dialog: Extract<LiveDialog, {readonly kind: 'word'}>,
	frame: Frame,
	{width, height}: Size,
): readonly Line[] => {
	const {view, look} = frame;
	const word = wordToType(dialog.request, view, look);
	const input: Line = [
		span(`${look.glyphs.pointer} `, 'active', {isBold: true}),
		span(drawable(dialog.typed), undefined, {isBold: true}),
		span(look.glyphs.caret, 'active'),
	];
	const wrong: readonly Line[] = dialog.isWrong
		? [[span(`${look.glyphs.warn} ${tell(look, text('live.word.wrong', {word}))}`, 'warn')]]
		: [];
	const asking: readonly Line[] = [
		...paragraph(text('live.word.ask', {word}), width, look).map(
			(line): Line => line.map(({text: part}) => span(part, undefined, {isBold: true})),
		),
		input,
		...wrong,
	];
	const title = toSectionLine(tell(look, {id: `live.request.${dialog.request}`}), width, look, {isFocused: true});
	// What it does gives way first where there is little room: the question itself must be seen.
	const what = paragraph({id: `live.sure.${dialog.request}`}, width, look).slice(
		0,
		Math.max(0, height - 1 - asking.length),
	);
	return toHeight([title, ...what, ...asking], height);
};

/** The open question, in exactly `height` rows; undefined when there is none. */
export const toDialog = (frame: Frame, live: LiveModel, size: Size): readonly Line[] | undefined => {
	const {view, look} = frame;
	const {dialog} = live;
	switch (dialog.kind) {
		case 'none':
		case 'passed': {
			return undefined;
		}

		case 'actions':
		case 'leave': {
			return toMenu(live, view, size, look);
		}

		case 'plan': {
			const plan = planOf(view.gate);
			const lines = plan === undefined ? [] : toPlanLines(plan, view.capacity.unit, size.width, look);
			const title = tell(look, dialog.request === 'restore' ? text('live.plan.restore') : text('live.plan.clean-up'));
			const end = [[span(`  ${tell(look, text('live.sure.enter'))}`, 'active', {isBold: true})]];
			return scrolled(title, lines, dialog.offset, end, size, look);
		}

		case 'sure': {
			const title = toSectionLine(tell(look, {id: `live.request.${dialog.request}`}), size.width, look, {
				isFocused: true,
			});
			return toHeight(
				[
					title,
					...paragraph({id: `live.sure.${dialog.request}`}, size.width, look),
					[span(`  ${tell(look, text('live.sure.enter'))}`, 'active', {isBold: true})],
				],
				size.height,
			);
		}

		case 'word': {
			return toWord(dialog, frame, size);
		}

		case 'instance': {
			const lines = toInstanceDetails(dialog.instanceId, frame, size.width);
			return scrolled(drawable(dialog.instanceId), lines, dialog.offset, [], size, look);
		}
	}
};
