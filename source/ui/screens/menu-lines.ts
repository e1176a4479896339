/** Screens that are a title, some rows to choose from, and the keys: the start, jumping, leaving, working, problems. */
import {type AppModel, type MenuItem, type Screen} from '../../core/app/model.js';
import {furthestStep, stepsOf} from '../../core/app/select-steps.js';
import {leaveItems, startItems} from '../../core/app/menu.js';
import {text} from '../../core/text-token.js';
import {toProblemLines} from '../components/problem-card.js';
import {wrapText} from '../fit.js';
import {spinnerAt} from '../glyphs.js';
import {blank, span, toHeight, type Line} from '../line.js';
import {tell, type Look} from '../look.js';
import {footerLine, identityLine, titleLine} from './wizard-frame.js';

const itemLines = (items: readonly MenuItem[], row: number, look: Look): readonly Line[] =>
	items.map((item, index): Line => {
		const isHere = index === row;
		return [
			span(isHere ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
			span(index < 9 ? `${index + 1}  ` : '   ', 'muted'),
			span(tell(look, item.label), isHere ? 'active' : undefined, {isBold: isHere}),
			...(item.hint ? [span(`  ${tell(look, item.hint)}`, 'muted')] : []),
		];
	});

/** The window of a menu round its cursor. */
const around = (lines: readonly Line[], row: number, room: number): readonly Line[] => {
	const above = Math.max(0, Math.min(row - Math.floor(room / 2), lines.length - room));
	return lines.slice(above, above + room);
};

const startLines = (model: AppModel, row: number, room: number, look: Look): readonly Line[] => {
	const items = startItems(model);
	const intro = [
		text('wizard.start.intro'),
		...(model.speed === undefined ? [] : [text('wizard.demo.intro', {speed: model.speed})]),
	].flatMap(said => wrapText(tell(look, said), model.columns).map((line): Line => [span(line, 'muted')]));

	return [
		titleLine(tell(look, text('wizard.start.title')), model.columns, look),
		...intro,
		blank,
		...(items.length === 0
			? [
					[
						span(`${spinnerAt(look.glyphs, model.now)} `, 'active'),
						span(tell(look, text('wizard.start.reading')), 'muted'),
					],
				]
			: around(itemLines(items, row, look), row, Math.max(1, room - intro.length - 2))),
	];
};

const jumpLines = (model: AppModel, row: number, room: number, look: Look): readonly Line[] => {
	const furthest = furthestStep(model);
	const lines = stepsOf(model).map((step, index): Line => {
		const isHere = index === row;
		const mark = index < furthest ? look.glyphs.done : index === furthest ? look.glyphs.active : look.glyphs.pending;
		return [
			span(isHere ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
			span(index < 9 ? `${index + 1}  ` : '   ', 'muted'),
			span(`${mark} `, index < furthest ? 'good' : 'muted'),
			span(tell(look, {id: step.title}), isHere ? 'active' : index > furthest ? 'muted' : undefined, {
				isBold: isHere,
			}),
		];
	});

	return [titleLine(tell(look, text('wizard.jump.title')), model.columns, look), ...around(lines, row, room - 1)];
};

const performingLines = (
	model: AppModel,
	screen: Extract<Screen, {readonly kind: 'performing'}>,
	look: Look,
): readonly Line[] => {
	const width = model.columns;
	const lines = screen.operations.flatMap((operation, index): readonly Line[] => {
		const isHere = index === screen.done;
		const mark =
			index < screen.done
				? span(`${look.glyphs.done} `, 'good')
				: isHere
					? screen.problem
						? span(`${look.glyphs.failed} `, 'bad')
						: span(`${spinnerAt(look.glyphs, model.now)} `, 'active')
					: span(`${look.glyphs.pending} `, 'muted');
		return wrapText(tell(look, operation.text), Math.max(1, width - 2)).map(
			(line, part): Line => [
				part === 0 ? mark : span('  '),
				span(line, index > screen.done ? 'muted' : undefined, {isBold: isHere}),
			],
		);
	});

	return [
		titleLine(tell(look, text('wizard.performing.title')), width, look),
		...lines,
		blank,
		...(screen.problem
			? [
					...toProblemLines(screen.problem, width, look),
					blank,
					[span(tell(look, text('wizard.performing.failed')), 'muted')],
				]
			: [[span(tell(look, text('wizard.performing.wait')), 'muted')]]),
	];
};

/** Every screen that is lines alone; the rest of it is drawn by components. */
export const menuLines = (model: AppModel, look: Look): readonly Line[] => {
	const {screen, columns: width} = model;
	const room = Math.max(1, model.rows - 1 - 2);

	const body = (): readonly Line[] => {
		switch (screen.kind) {
			case 'start': {
				return startLines(model, screen.row, room, look);
			}

			case 'jump': {
				return jumpLines(model, screen.row, room, look);
			}

			case 'leave': {
				return [
					titleLine(tell(look, text('wizard.leave.title')), width, look),
					blank,
					...itemLines(leaveItems(model), screen.row, look),
				];
			}

			case 'performing': {
				return performingLines(model, screen, look);
			}

			case 'starting': {
				return [
					blank,
					[span(`${spinnerAt(look.glyphs, model.now)} `, 'active'), span(tell(look, text('wizard.starting')))],
				];
			}

			case 'problem': {
				return [
					titleLine(tell(look, text('wizard.problem.title')), width, look),
					blank,
					...toProblemLines(screen.problem, width, look),
					blank,
					[span(tell(look, text('wizard.problem.leave')), 'muted')],
				];
			}

			case 'closing': {
				return [blank, [span(tell(look, text('wizard.closing')), 'muted')]];
			}

			case 'step':
			case 'live':
			case 'save-profile':
			case 'help':
			case 'closed': {
				return [];
			}
		}
	};

	return [identityLine(model, width, look), ...toHeight(body(), room), footerLine(model, width, look)];
};
