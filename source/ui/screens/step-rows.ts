/** Steps that show rows: the verdict on a group, the review before a creation, the forecast before the start. */
import {type AppModel, type StepScreen} from '../../core/app/model.js';
import {answersOf} from '../../core/app/select-answers.js';
import {answerText, optionsOf} from '../../core/app/select-options.js';
import {checksOf, forecastOf, rowsOf, tagMatchOf, type StepRow} from '../../core/app/select-rows.js';
import {suggestedAnswer} from '../../core/field/draft.js';
import {type Tag} from '../../core/cloud/shared.js';
import {type Step} from '../../core/flow/flow.js';
import {operationsOf} from '../../core/flow/operations.js';
import {fieldOf} from '../../core/flow/registry.js';
import {text, type Text} from '../../core/text-token.js';
import {toProblemLines} from '../components/problem-card.js';
import {cells, cutEnd, cutMiddle, padEnd, wrapLines, wrapText} from '../fit.js';
import {spinnerAt} from '../glyphs.js';
import {fitLine, lineWidth, span, toHeight, type Line, type Span} from '../line.js';
import {drawable, tell, type Look} from '../look.js';
import {type Tone} from '../theme.js';

const levels = {
	pass: {glyph: 'done', tone: 'good'},
	warn: {glyph: 'warn', tone: 'warn'},
	fail: {glyph: 'failed', tone: 'bad'},
	unknown: {glyph: 'unknown', tone: 'warn'},
	info: {glyph: 'arrow', tone: 'active'},
} as const satisfies Record<string, {readonly glyph: keyof Look['glyphs']; readonly tone: Tone}>;

const read = (part: string | Text, look: Look): string => (typeof part === 'string' ? part : tell(look, part));

/** What Enter would take for a field that nobody has answered. */
const proposalOf = (model: AppModel, key: string): string | Text | undefined => {
	const field = fieldOf(key);
	const options = optionsOf(model, field);

	if (options.state !== 'loaded' || field.control.kind === 'toggle') {
		return undefined;
	}

	const value = suggestedAnswer(field, options.value);
	return value === undefined || value === '' ? undefined : (answerText(model, field, value) ?? value);
};

/** The answer to a question; in a row of few cells a proposal is cut before the word that says what it is. */
export const answerLabel = (model: AppModel, key: string, look: Look, room = Number.POSITIVE_INFINITY): string => {
	const field = fieldOf(key);
	const raw = answersOf(model)[key] ?? '';

	const proposed = raw === '' ? proposalOf(model, key) : undefined;

	if (proposed !== undefined) {
		const said = (value: string): string => tell(look, text('wizard.proposed', {value}));
		const value = drawable(read(proposed, look));
		// Of several values the first ones are read, of one both of its ends.
		const cut = value.includes(', ') ? cutEnd : cutMiddle;
		return said(cut(value, room - cells(said('')), look.glyphs.ellipsis));
	}

	if (raw === '') {
		return tell(look, text(field.isOptional ? 'wizard.optional' : 'wizard.unanswered'));
	}

	if (field.control.kind === 'secret') {
		return '*'.repeat(8);
	}

	if (field.control.kind === 'document') {
		return tell(look, text('wizard.document', {lines: raw.split('\n').length}));
	}

	const shown = answerText(model, field, raw) ?? raw;
	return drawable(read(shown, look));
};

/** Why an answer is to be looked at again. */
export const staleText = (model: AppModel, key: string, look: Look): string =>
	tell(look, text('wizard.stale', {field: {id: fieldOf(model.stale[key] ?? key).label}}));

const rowLine = (model: AppModel, row: StepRow, labelWidth: number, look: Look): Line => {
	switch (row.kind) {
		case 'go': {
			return [span(tell(look, row.text), row.isReady ? 'good' : 'warn', {isBold: true})];
		}

		case 'verdict': {
			const {glyph, tone} = levels[row.level];
			return [span(`${look.glyphs[glyph]} `, tone), span(tell(look, row.text))];
		}

		case 'mend': {
			return [span(`  ${row.isMarked ? '[x]' : '[ ]'} `, 'active'), span(tell(look, row.text))];
		}

		case 'answer': {
			const field = fieldOf(row.key);
			return [
				span(`${padEnd(tell(look, {id: field.label}), labelWidth, look.glyphs.ellipsis)}  `, 'muted'),
				span(answerLabel(model, row.key, look)),
				...(row.key in model.stale ? [span(`  ${look.glyphs.warn} ${staleText(model, row.key, look)}`, 'warn')] : []),
			];
		}

		case 'check': {
			const {glyph, tone} = levels[row.check.level];
			return [span(`${look.glyphs[glyph]} `, tone), span(tell(look, row.check.text))];
		}
	}
};

const answerNames = (answers: Readonly<Record<string, string>>, look: Look): readonly string[] =>
	Object.entries(answers).map(([key, value]) =>
		tell(look, text('wizard.forecast.apply', {field: {id: fieldOf(key).label}, value})),
	);

/** What the row under the cursor has to say besides its own line: the rest of a line that is cut, what to do, and why. */
const detailLines = (row: StepRow, width: number, look: Look): readonly Line[] => {
	const muted = (said: string): readonly Line[] =>
		wrapText(said, Math.max(1, width - 2)).map((line): Line => [span(`  ${line}`, 'muted')]);
	const steps = (said: readonly string[]): readonly Line[] =>
		said.flatMap(one =>
			wrapText(one, Math.max(1, width - 4)).map(
				(line, index): Line => [span(index === 0 ? `  ${look.glyphs.arrow} ` : '    ', 'active'), span(line)],
			),
		);
	// The pointer and the mark stand before the text.
	const whole = (token: Text): readonly Line[] => {
		const said = tell(look, token);
		return wrapText(said, Math.max(1, width - 4)).length > 2
			? wrapText(said, Math.max(1, width - 2)).map((line): Line => [span(`  ${line}`)])
			: [];
	};

	switch (row.kind) {
		case 'verdict': {
			return [
				...whole(row.text),
				...(row.isOpen && row.next ? steps([tell(look, row.next)]) : []),
				...muted(tell(look, row.reason)),
			];
		}

		case 'check': {
			const {answers, level, nextSteps, reason, text: sentence} = row.check;
			const remedies = answers ? answerNames(answers, look) : nextSteps.map(one => tell(look, one));
			return level === 'fail'
				? [...whole(sentence), ...steps(remedies), ...muted(tell(look, reason))]
				: [...whole(sentence), ...muted(tell(look, reason)), ...steps(remedies)];
		}

		case 'answer': {
			return muted(tell(look, {id: fieldOf(row.key).help}));
		}

		case 'mend':
		case 'go': {
			return whole(row.text);
		}
	}
};

/** At most `height` lines; the last one tells that there are more. */
const cutLines = (lines: readonly Line[], height: number, width: number, look: Look): readonly Line[] => {
	const last = lines[height - 1];
	return lines.length <= height || last === undefined
		? lines
		: [
				...lines.slice(0, height - 1),
				fitLine([...last, span(` ${look.glyphs.ellipsis}`)], width, look.glyphs.ellipsis),
			];
};

/** Rows that a list keeps, however much is said of the one under the cursor. */
const smallestList = 4;

const sets = ['original', 'replacement', 'both', 'none'] as const;

/** Tags as an instance would get them; an instance has one value of a key, so that two of them are a doubt (D4). */
const carriedTags = (tags: readonly Tag[], look: Look): string =>
	[...new Set(tags.map(({key}) => key))]
		.map(key => {
			const values = tags.filter(tag => tag.key === key).map(({value}) => value);
			const tag = drawable(`${key}=${values.join('|')}`);
			return values.length > 1 ? tell(look, text('wizard.forecast.twice', {tag})) : tag;
		})
		.join(', ');

/** The four sets of the tags, and where the coming instances will fall. */
const matchLines = (model: AppModel, width: number, look: Look): readonly Line[] => {
	const match = tagMatchOf(model);

	if (!match) {
		return [];
	}

	const counts: readonly Span[] = match.present
		? sets.map(set => {
				const count = match.present?.[set].length ?? 0;
				const isBad = set === 'both' && count > 0;
				const tone = {original: 'original', replacement: 'replacement', both: 'bad', none: 'muted'} as const;
				return span(tell(look, text(`wizard.forecast.set.${set}`, {count})), count > 0 ? tone[set] : 'muted', {
					isBold: isBad,
				});
			})
		: [span(tell(look, text('wizard.forecast.unknown')), 'warn')];
	const separator = span(` ${look.glyphs.separator} `, 'muted');
	const lines: Line[] = [[span(`${tell(look, text('wizard.forecast.sets'))}: `, 'muted')]];
	for (const [index, count] of counts.entries()) {
		const line = lines.pop() ?? [];
		const next = [...line, ...(index > 0 ? [separator] : []), count];
		// None of the four may be cut: a narrow screen has them in two rows.
		lines.push(...(lineWidth(next) <= width ? [next] : [line, [span('  '), count]]));
	}

	const isGood = match.future === 'replacement';
	const future = tell(
		look,
		text('wizard.forecast.future', {
			tags: carriedTags(match.futureTags, look),
			set: text(`wizard.forecast.future.${match.future}`),
		}),
	);

	return [
		...lines,
		...wrapLines(future, Math.max(1, width - 2), 2, look.glyphs.ellipsis).map((line, index): Line => {
			const mark = index > 0 ? '  ' : `${isGood ? look.glyphs.done : look.glyphs.failed} `;
			return [span(mark, isGood ? 'good' : 'bad'), span(line)];
		}),
	];
};

/** What the capacity will be, before anything is started: the surprise of the guide's case D7 is told here. */
const capacityLines = (model: AppModel, width: number, look: Look): readonly Line[] => {
	const forecast = forecastOf(model);
	// What is refused never comes to be: only what stands now is true.
	const stages = (forecast?.stages ?? []).filter(({id}) => id === 'now' || !isRefused(model));
	const labels = stages.map(({id}) => tell(look, {id: `wizard.forecast.stage.${id}`}));
	const labelWidth = Math.max(0, ...labels.map(label => cells(label)));
	const unit = forecast?.unit ?? 'instance';
	const warn = (token: Text): readonly Line[] =>
		wrapText(tell(look, token), Math.max(1, width - 2)).map(
			(line, index): Line => [span(index === 0 ? `${look.glyphs.warn} ` : '  ', 'warn'), span(line)],
		);

	return [
		...stages.map(({id, capacity, originals, replacements}, index): Line => {
			const fleet =
				id === 'now'
					? originals === undefined
						? text('wizard.forecast.unknown')
						: text('wizard.forecast.running', {originals})
					: originals
						? {id: `wizard.forecast.both.${unit}` as const, values: {originals, replacements}}
						: {id: `wizard.forecast.new.${unit}` as const, values: {replacements}};
			return [
				span(`  ${padEnd(labels[index] ?? '', labelWidth)}  `, 'muted'),
				span(tell(look, {id: `wizard.forecast.numbers.${unit}` as const, values: {...capacity, fleet}})),
			];
		}),
		...(stages.some(({id}) => id === 'restored') ? warn(text('wizard.forecast.kept')) : []),
		...(forecast?.readyWaitMinutes === undefined || isRefused(model)
			? []
			: warn(text('wizard.forecast.ready-wait', {minutes: forecast.readyWaitMinutes}))),
	];
};

const isRefused = (model: AppModel): boolean => checksOf(model).some(({level}) => level === 'fail');

const operationLines = (model: AppModel, step: Step, width: number, look: Look): readonly Line[] => {
	const operations = operationsOf(step, answersOf(model));

	return [
		[
			span(
				operations.length === 0
					? tell(look, text('wizard.review.nothing'))
					: `${tell(look, text('wizard.review.will'))}:`,
				'muted',
			),
		],
		...operations.flatMap(operation =>
			wrapText(tell(look, operation.text), Math.max(1, width - 2)).map(
				(line, index): Line => [span(index === 0 ? `${look.glyphs.arrow} ` : '  ', 'active'), span(line)],
			),
		),
	];
};

/** Which rows are seen, where some are not. */
export const positionText = (above: number, shown: number, total: number, look: Look): string =>
	total > shown ? tell(look, text('wizard.list.position', {from: above + 1, to: above + shown, total})) : '';

/** A row's sentence over two lines where one is too short; its mark stands before the first. */
const wrapRow = (line: Line, width: number, look: Look): readonly Line[] => {
	const sentence = line.at(-1);
	const lead = line.slice(0, -1);
	const leadWidth = lineWidth(lead);

	if (sentence === undefined || leadWidth > width / 4) {
		return [line];
	}

	return wrapLines(sentence.text, Math.max(1, width - leadWidth), 2, look.glyphs.ellipsis).map((part, index) => [
		...(index === 0 ? lead : [span(' '.repeat(leadWidth))]),
		{...sentence, text: part},
	]);
};

/** Rows on the screen: a window round the cursor that moves by half of itself. */
const windowOf = (count: number, cursor: number, room: number): number => {
	const half = Math.max(1, Math.floor(room / 2));
	const start = cursor < room ? 0 : Math.ceil((cursor - room + 1) / half) * half;
	return Math.max(0, Math.min(start, count - room));
};

/** Everything between the intro and the notice, in exactly `height` rows. */
export const stepRowLines = (
	model: AppModel,
	screen: StepScreen,
	step: Step,
	size: {readonly width: number; readonly height: number},
	look: Look,
): {readonly lines: readonly Line[]; readonly position: string} => {
	const {width, height} = size;
	const rows = rowsOf(model, step);
	const cursor = Math.min(screen.row, Math.max(0, rows.length - 1));
	const isLooking = model.facts.remote.state === 'loading' || model.facts.remote.state === 'idle';
	const isJudged = step.kind === 'verdict' || step.kind === 'forecast';

	const alone = (lines: readonly Line[]) => ({lines: toHeight(lines, height), position: ''});

	if (isJudged && isLooking) {
		return alone([
			[
				span(`${spinnerAt(look.glyphs, model.now)} `, 'active'),
				span(tell(look, rows[0]?.kind === 'go' ? rows[0].text : text('wizard.look-up.loading'))),
			],
		]);
	}

	if (isJudged && model.facts.remote.state === 'failed') {
		return alone(toProblemLines(model.facts.remote.problem, width, look));
	}

	const head =
		step.kind === 'forecast'
			? [...matchLines(model, width, look), ...capacityLines(model, width, look)]
			: step.kind === 'review'
				? operationLines(model, step, width, look)
				: [];
	const headHeight = head.length + (head.length > 0 ? 1 : 0);
	const row = rows[cursor];
	const details = row ? detailLines(row, width, look) : [];
	const detailHeight = Math.max(0, Math.min(Math.max(3, details.length), height - headHeight - smallestList));
	const detail = cutLines(details, detailHeight, width, look);
	const room = Math.max(1, height - headHeight - detailHeight);
	const labelWidth = Math.min(
		Math.floor(width / 2),
		Math.max(
			0,
			...rows.flatMap(row => (row.kind === 'answer' ? [cells(tell(look, {id: fieldOf(row.key).label}))] : [])),
		),
	);
	const lines = rows.flatMap((row, index) =>
		wrapRow(rowLine(model, row, labelWidth, look), width - 2, look).map((line, part) => ({line, index, part})),
	);
	const first = lines.findIndex(({index}) => index === cursor);
	const last = lines.findLastIndex(({index}) => index === cursor);
	// A row that goes over the edge is seen whole where there is room for it.
	const above = Math.min(first, Math.max(windowOf(lines.length, first, room), last - room + 1));
	const seen = lines.slice(above, above + room);
	const shown = seen.map(({line: [lead, ...rest], index, part}): Line => {
		const isHere = index === cursor;
		return [
			span(isHere && part === 0 ? `${look.glyphs.pointer} ` : '  ', 'active', {isBold: true}),
			...(lead ? [isHere ? {...lead, isBold: true} : lead] : []),
			...rest,
		];
	});

	return {
		lines: [
			...head,
			...(head.length > 0 ? [[]] : []),
			...toHeight(shown, room),
			...toHeight(detail, detailHeight),
		].slice(0, height),
		position: positionText(
			seen[0]?.index ?? 0,
			seen.length === 0 ? 0 : (seen.at(-1)?.index ?? 0) - (seen[0]?.index ?? 0) + 1,
			rows.length,
			look,
		),
	};
};
