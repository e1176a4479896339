import {say, type Language} from '../messages/catalogue.js';
import {text, type Text} from '../core/text-token.js';
import {exitCodeRows} from './exit-codes.js';
import {commandRows, optionRows, type CommandName, type OptionRow} from './options.js';

/** Cells of a text: Hangul and full-width marks take two. Help is printed before any library is loaded. */
const cells = (written: string): number =>
	[...written].reduce((sum, sign) => sum + (/[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/u.test(sign) ? 2 : 1), 0);

const wrap = (written: string, width: number): readonly string[] => {
	const lines: string[] = [];
	let line = '';

	for (const word of written.split(' ')) {
		if (line !== '' && cells(line) + 1 + cells(word) > width) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}

	return [...lines, line];
};

type Row = {readonly left: string; readonly right: string};

/** Two columns; a left part that is too long stands on its own line. */
const table = (rows: readonly Row[], width: number): readonly string[] => {
	const left = Math.min(30, Math.max(...rows.map(row => cells(row.left))) + 2);
	const indent = 2 + left;

	return rows.flatMap(row => {
		const [first = '', ...more] = wrap(row.right, Math.max(20, width - indent));
		const rest = more.map(line => ' '.repeat(indent) + line);
		const gap = left - cells(row.left);

		return gap < 2
			? [`  ${row.left}`, ' '.repeat(indent) + first, ...rest]
			: [`  ${row.left}${' '.repeat(gap)}${first}`, ...rest];
	});
};

const optionLeft = (row: OptionRow): string =>
	`${row.short ? `-${row.short}, ` : ''}--${row.name}${row.value === undefined ? '' : ` ${row.value}`}`;

const fieldRows = async (language: Language): Promise<readonly Row[]> => {
	const {fieldHelp} = await import('./field-flags.js');
	return fieldHelp().map(({flag, label}) => ({left: `--${flag}`, right: say(label, language)}));
};

/** The help of the program or of one command: examples first. */
export const toHelp = async (
	language: Language,
	command: CommandName | undefined,
	columns = 80,
): Promise<string> => {
	const width = Math.max(50, Math.min(columns || 80, 100));
	const heading = (token: Text) => ['', say(token, language)];
	const row = commandRows.find(one => one.name === command);
	const lines: string[] = [];

	if (row) {
		lines.push(...wrap(say(text(row.summary), language), width));
		lines.push(...heading(text('cli.help.examples')), ...row.examples.map(example => `  ${example}`));
		lines.push(...heading(text('cli.help.usage')), `  spot-bluegreen ${row.usage} ${say(text('cli.help.options-mark'), language)}`);
	} else {
		lines.push(...wrap(say(text('cli.help.about'), language), width));
		lines.push(
			...heading(text('cli.help.examples')),
			...table(
				[
					{left: 'spot-bluegreen', right: say(text('cli.help.example-setup'), language)},
					{left: 'spot-bluegreen demo', right: say(text('cli.help.example-demo'), language)},
					{left: 'spot-bluegreen deploy shop', right: say(text('cli.help.example-deploy'), language)},
				],
				width,
			),
		);
		lines.push(
			...heading(text('cli.help.commands')),
			...table(
				commandRows.map(one => ({left: one.usage.split(' |')[0] ?? one.name, right: say(text(one.summary), language)})),
				width,
			),
		);
	}

	const own = optionRows.filter(option => (row ? option.commands?.includes(row.name) : false));
	const everywhere = optionRows.filter(option => option.commands === undefined);
	const toRow = (option: OptionRow): Row => ({left: optionLeft(option), right: say(text(option.help), language)});

	if (own.length > 0) {
		lines.push(...heading(text('cli.help.options')), ...table(own.map(toRow), width));
	}

	if (row?.takesFields) {
		lines.push(...heading(text('cli.help.fields')), ...table(await fieldRows(language), width));
	}

	lines.push(...heading(text('cli.help.everywhere')), ...table(everywhere.map(toRow), width));

	lines.push(
		...heading(text('cli.help.exit-codes')),
		...table(
			exitCodeRows.map(({code, meaning}) => ({left: String(code).padStart(3), right: say(text(meaning), language)})),
			width,
		),
	);

	if (!row) {
		lines.push('', ...wrap(say(text('cli.help.more'), language), width));
	}

	return `${lines.join('\n')}\n`;
};
