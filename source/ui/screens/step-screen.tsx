import {Box} from 'ink';
import {type ReactNode} from 'react';
import {countShown, listWindow} from '../../core/editor/option-list.js';
import {type AppModel, type StepScreen as StepScreenModel} from '../../core/app/model.js';
import {answersOf} from '../../core/app/select-answers.js';
import {fieldsOf, stepOf} from '../../core/app/select-steps.js';
import {optionsOf} from '../../core/app/select-options.js';
import {placeOf} from '../../core/app/select-place.js';
import {createNew} from '../../core/flow/choices.js';
import {type Field} from '../../core/field/field.js';
import {type Step} from '../../core/flow/flow.js';
import {text} from '../../core/text-token.js';
import {toNoticeLine, toNoticeLines} from '../components/notice.js';
import {toProblemLines} from '../components/problem-card.js';
import {Rows} from '../components/rows.js';
import {cells, padEnd, wrapLines, wrapText} from '../fit.js';
import {SelectView} from '../fields/select-view.js';
import {TextView} from '../fields/text-view.js';
import {spinnerAt} from '../glyphs.js';
import {span, toHeight, type Line} from '../line.js';
import {drawable, tell, type Look} from '../look.js';
import {answerLabel, positionText, staleText, stepRowLines} from './step-rows.js';
import {footerLine, identityLine, railLine, titleLine} from './wizard-frame.js';

/** At most this many fields stand there at once; more scroll. */
const mostFields = 6;
const helpHeight = 4;

const introLines = (model: AppModel, step: Step, width: number, look: Look): readonly Line[] => {
	const last = model.profile?.last;

	if (model.flowId === 'express' && step.kind === 'form' && model.profile) {
		const name = tell(look, text('wizard.express.profile', {name: model.profile.name}));
		const minutes = last ? Math.max(1, Math.round(last.durationMs / 60_000)) : 0;
		const history = last
			? text('wizard.express.last', {
					value: last.greenTagValue,
					outcome: text(`wizard.outcome.${last.outcome}`),
					minutes,
				})
			: text('wizard.express.first');
		return [[span(`${name}. `, undefined, {isBold: true}), span(tell(look, history), 'muted')]];
	}

	return wrapLines(tell(look, {id: step.intro}), width, 1, look.glyphs.ellipsis).map(
		(line): Line => [span(line, 'muted')],
	);
};

/**
 * Both clouds' parts in `height` rows: what is wrong is told whole on both sides, and of what to do about it as much
 * as fits. Codes go first, for they are looked up where there is room.
 */
const fitParts = (parts: ReadonlyArray<readonly Line[]>, failed: number, height: number): readonly Line[] => {
	const total = (some: ReadonlyArray<readonly Line[]>) => some.reduce((sum, part) => sum + part.length, 0);

	if (failed === 0 || total(parts) <= height) {
		return parts.flat();
	}

	// Only failed parts are longer than three rows.
	let cut = parts.map(part => (part.length > 3 ? part.slice(0, -1) : part));

	while (total(cut) > height) {
		const longest = Math.max(...cut.map(part => part.length));
		const at = cut.findIndex(part => part.length === longest);

		if (longest < 2) {
			break;
		}

		cut = cut.map((part, index) => (index === at ? part.slice(0, -1) : part));
	}

	return cut.flat();
};

const failedSides = ({aws, spot}: AppModel): number => [aws, spot].filter(({state}) => state === 'failed').length;

/** Who we are in both clouds, or why that is not known and what to do about it. */
const identityLines = (model: AppModel, width: number, height: number, look: Look): readonly Line[] => {
	const {aws, spot} = model;
	const failed = failedSides(model);
	const waiting = (id: 'wizard.identity.asking-aws' | 'wizard.identity.asking-spot'): readonly Line[] => [
		[span(`${spinnerAt(look.glyphs, model.now)} `, 'active'), span(tell(look, text(id)))],
	];
	const good = (line: string): Line => [span(`${look.glyphs.done} `, 'good'), span(line)];
	const lines: Line[] = [];

	if (aws.state === 'loaded') {
		const {accountId, arn, region, endpoint} = aws.value;
		lines.push(
			good(tell(look, text('wizard.identity.aws', {account: accountId, region}))),
			[span(`  ${tell(look, text('wizard.identity.arn', {arn}))}`, 'muted')],
			...(endpoint === undefined
				? []
				: [[span(`  ${tell(look, text('wizard.identity.endpoint', {endpoint}))}`, 'warn')]]),
		);
	} else {
		lines.push(
			...(aws.state === 'failed' ? toProblemLines(aws.problem, width, look) : waiting('wizard.identity.asking-aws')),
		);
	}

	if (spot.state !== 'loaded') {
		return fitParts(
			[
				lines,
				spot.state === 'failed' ? toProblemLines(spot.problem, width, look) : waiting('wizard.identity.asking-spot'),
			],
			failed,
			height,
		);
	}

	const named = answersOf(model)['spotAccountId'] ?? '';
	const account = spot.value.find(one => one.id === named) ?? (spot.value.length === 1 ? spot.value[0] : undefined);

	if (!account) {
		lines.push(
			spot.value.length === 0
				? [span(`${look.glyphs.warn} `, 'warn'), span(tell(look, text('wizard.identity.spot-none')), 'warn')]
				: good(tell(look, text('wizard.identity.spots', {count: spot.value.length}))),
		);
		return lines;
	}

	lines.push(good(tell(look, text('wizard.identity.spot', {account: account.id, name: account.name}))));

	if (account.awsAccountId !== undefined && aws.state === 'loaded' && account.awsAccountId !== aws.value.accountId) {
		lines.push(toNoticeLine(text('wizard.identity.other-aws', {account: account.awsAccountId}), look, 'bad'));
	}

	return lines;
};

const fieldLines = (
	model: AppModel,
	fields: readonly Field[],
	focus: string | undefined,
	height: number,
	look: Look,
	width: number,
): {readonly lines: readonly Line[]; readonly position: string} => {
	const at = Math.max(
		0,
		fields.findIndex(field => field.key === focus),
	);
	const above = Math.max(0, Math.min(at - Math.floor(height / 2), fields.length - height));
	const labels = fields.map(field => tell(look, {id: field.label}));
	const labelWidth = Math.min(Math.floor(width / 2.5), Math.max(0, ...labels.map(label => cells(label))));

	const lines = fields.slice(above, above + height).map((field, index): Line => {
		const isHere = field.key === focus;
		const isEmpty = (answersOf(model)[field.key] ?? '') === '';
		const stale = field.key in model.stale ? `${look.glyphs.warn} ${staleText(model, field.key, look)}: ` : '';
		const answer = answerLabel(model, field.key, look, width - labelWidth - 4 - cells(stale));
		return [
			span(isHere ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
			span(
				`${padEnd(labels[above + index] ?? '', labelWidth, look.glyphs.ellipsis)}  `,
				isHere ? 'active' : undefined,
				{isBold: isHere},
			),
			...(stale === '' ? [] : [span(stale, 'warn')]),
			span(answer, isEmpty ? 'muted' : undefined),
		];
	});
	return {lines, position: positionText(above, lines.length, fields.length, look)};
};

/** Above the control: what it is, how it is filled, where the window stands. */
const controlTitle = (screen: StepScreenModel, field: Field, rows: number, width: number, look: Look): Line => {
	const {editor} = screen;
	const label = tell(look, {id: field.label});

	if (editor.kind !== 'list') {
		return titleLine(label, width, look);
	}

	const total = countShown(editor.list);
	const {above, rows: shown} = listWindow(editor.list, rows);
	const position = positionText(above, shown.length, total, look);
	const marked =
		editor.list.isMultiple && editor.list.marked.length > 0
			? tell(look, text('wizard.list.marked', {count: editor.list.marked.length}))
			: '';
	return titleLine(label, width, look, [marked, position].filter(part => part !== '').join(' '));
};

type ControlProps = {
	readonly model: AppModel;
	readonly screen: StepScreenModel;
	readonly field: Field;
	readonly width: number;
	readonly height: number;
	readonly look: Look;
};

/** The control of the focused field, in exactly `height` rows. */
function Control({model, screen, field, width, height, look}: ControlProps): ReactNode {
	const {editor} = screen;
	const options = optionsOf(model, field);
	const title = controlTitle(screen, field, height - 1, width, look);
	const {ellipsis} = look.glyphs;
	const room = Math.max(0, height - 1);

	if (editor.kind === 'list') {
		const isFiltering = editor.filter !== undefined;
		const isLoading = options.state === 'loading' || options.state === 'idle';
		const isUnmatched = !isLoading && editor.list.filter.trim() !== '' && countShown(editor.list) === 0;
		// A list that offers to create one, and nothing else, says so: the region may be the wrong one.
		const isNone = options.state === 'loaded' && options.value.every(({value}) => value === createNew) && !isFiltering;
		const note = isUnmatched
			? text('wizard.filter.none')
			: isNone
				? text('wizard.look-up.none', {region: placeOf(model).region})
				: undefined;
		const listHeight = room - (isFiltering || isLoading ? 1 : 0) - (note ? 1 : 0);
		return (
			<Box flexDirection="column" width={width} height={height}>
				<Rows lines={[title]} width={width} ellipsis={ellipsis} />
				{isLoading ? (
					<Rows
						lines={[
							[
								span(`${spinnerAt(look.glyphs, model.now)} `, 'active'),
								span(tell(look, text('wizard.look-up.loading')), 'muted'),
							],
						]}
						width={width}
						ellipsis={ellipsis}
					/>
				) : null}
				{editor.filter === undefined ? null : (
					<TextView
						buffer={editor.filter}
						width={width}
						look={look}
						prompt={`/ ${tell(look, text('wizard.filter'))}`}
					/>
				)}
				{note ? <Rows lines={[[span(tell(look, note), 'warn')]]} width={width} ellipsis={ellipsis} /> : null}
				<SelectView list={editor.list} width={width} height={Math.max(0, listHeight)} look={look} />
			</Box>
		);
	}

	if (editor.kind === 'text') {
		const failed =
			options.state === 'failed'
				? text('wizard.look-up.failed', {reason: options.problem.message})
				: options.state === 'loaded' && field.control.kind !== 'toggle' && options.value.length === 0
					? text('wizard.look-up.empty')
					: undefined;
		const unit =
			field.control.kind === 'number' && field.control.unit
				? [[span(`  ${tell(look, {id: field.control.unit, values: {value: ''}}).trim()}`, 'muted')]]
				: [];
		const notes: readonly Line[] = [
			...unit,
			...(failed === undefined
				? []
				: wrapText(tell(look, failed), Math.max(1, width - 2)).map(
						(line, index): Line => [span(index === 0 ? `${look.glyphs.warn} ` : '  ', 'warn'), span(line, 'warn')],
					)),
			...(options.state === 'failed'
				? options.problem.nextSteps.flatMap(step =>
						wrapText(tell(look, step), Math.max(1, width - 4)).map((line): Line => [span(`    ${line}`, 'muted')]),
					)
				: []),
		];
		return (
			<Box flexDirection="column" width={width} height={height}>
				<Rows lines={[title]} width={width} ellipsis={ellipsis} />
				<TextView
					buffer={editor.buffer}
					width={width}
					look={look}
					prompt={look.glyphs.pointer}
					isSecret={field.control.kind === 'secret'}
				/>
				<Rows lines={toHeight(notes, Math.max(0, room - 1))} width={width} ellipsis={ellipsis} />
			</Box>
		);
	}

	const raw = answersOf(model)[field.key] ?? '';
	const shown: readonly Line[] =
		raw === ''
			? [[span(tell(look, text('wizard.document.empty')), 'muted')]]
			: [
					[span(tell(look, text('wizard.document', {lines: raw.split('\n').length})), 'muted')],
					...raw.split('\n').map((line): Line => [span(`  ${drawable(line)}`)]),
				];
	return <Rows lines={[title, ...toHeight(shown, room)]} width={width} ellipsis={ellipsis} />;
}

const helpLines = (field: Field, width: number, height: number, look: Look): readonly Line[] => {
	const {ellipsis} = look.glyphs;
	const said = tell(look, {id: field.help});
	const place = field.where ? tell(look, text('wizard.where', {where: {id: field.where}})) : '';
	// Both consoles' path is told whole where the explanation leaves the room.
	const room = Math.max(1, height - wrapText(said, width).length);
	const where = place === '' ? [] : wrapLines(place, width, room, ellipsis);
	const help = wrapLines(said, width, height - where.length, ellipsis);
	return toHeight(
		[...help.map((line): Line => [span(line, 'muted')]), ...where.map((line): Line => [span(line, 'muted')])],
		height,
	);
};

export type StepScreenProps = {
	readonly model: AppModel;
	readonly screen: StepScreenModel;
	readonly look: Look;
};

/** One step of the wizard, in exactly `rows − 1` rows. Each region keeps its rows, so that nothing jumps. */
export function StepScreen({model, screen, look}: StepScreenProps): ReactNode {
	const {columns: width} = model;
	const height = model.rows - 1;
	const step = stepOf(model, screen.stepId);
	const fields = fieldsOf(model, step);
	const field = fields.find(one => one.key === screen.focus);
	const {ellipsis} = look.glyphs;

	const intro = introLines(model, step, width, look);
	/** `position` tells of what is above or below the rows that are seen. */
	const headWith = (position: string): readonly Line[] => [
		identityLine(model, width, look),
		railLine(model, width, look),
		titleLine(tell(look, {id: step.title}), width, look, position),
		...intro,
	];
	const footer = footerLine(model, width, look);
	const notice = toNoticeLines(screen.notice, width, look);
	const body = height - 3 - intro.length - notice.length - 1;

	if (screen.problem) {
		return (
			<Rows
				lines={[...headWith(''), ...toHeight(toProblemLines(screen.problem, width, look), body), ...notice, footer]}
				width={width}
				ellipsis={ellipsis}
			/>
		);
	}

	if (!field) {
		const {lines, position} = stepRowLines(model, screen, step, {width, height: body}, look);
		return <Rows lines={[...headWith(position), ...lines, ...notice, footer]} width={width} ellipsis={ellipsis} />;
	}

	const help = Math.min(helpHeight, Math.max(1, body - 8));
	// Nothing can be chosen where nobody is signed in: a title and a line to type in are enough.
	const panelHeight = failedSides(model) > 0 ? body - help - Math.min(fields.length, 2) - 3 : Math.min(6, body - 9);
	const panel =
		step.kind === 'identity'
			? toHeight(identityLines(model, width, Math.max(0, panelHeight), look), Math.max(0, panelHeight))
			: [];
	const fieldsHeight = Math.min(
		fields.length,
		mostFields,
		Math.max(1, body - help - panel.length - (failedSides(model) > 0 ? 3 : 5)),
	);
	const shown = fieldLines(model, fields, screen.focus, fieldsHeight, look, width);
	const controlHeight = body - help - panel.length - fieldsHeight - 1;

	return (
		<Box flexDirection="column" width={width} height={height}>
			<Rows
				lines={[...headWith(shown.position), ...panel, ...toHeight(shown.lines, fieldsHeight), []]}
				width={width}
				ellipsis={ellipsis}
			/>
			<Control model={model} screen={screen} field={field} width={width} height={controlHeight} look={look} />
			<Rows lines={[...helpLines(field, width, help, look), ...notice, footer]} width={width} ellipsis={ellipsis} />
		</Box>
	);
}
