import {type Language} from '../messages/catalogue.js';
import {cli as english} from '../messages/en/cli.js';
import {fill} from '../messages/fill.js';
import {cli as korean} from '../messages/ko/cli.js';
import {text, type Text} from '../core/text-token.js';
import {exitCodeRows} from './exit-codes.js';
import {commandRows, optionRows, type CommandName, type CommandRow, type OptionRow} from './options.js';

/** The command line's own sentences, without the catalogue of the screens: help is asked for by scripts too. */
const say = (token: Text, language: Language): string => fill(language === 'ko' ? korean : english, token);

const wide = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/g;

/** Cells of a text: Hangul and full-width marks take two. Help is printed before any library is loaded. */
const cells = (written: string): number => written.length + (written.match(wide)?.length ?? 0);

const wrap = (written: string, width: number): readonly string[] => {
	const lines: string[] = [];
	let line = '';
	let taken = 0;

	for (const word of written.split(' ')) {
		const more = cells(word);

		if (line !== '' && taken + 1 + more > width) {
			lines.push(line);
			line = word;
			taken = more;
		} else {
			taken += line === '' ? more : 1 + more;
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

const heading = (token: Text, language: Language): readonly string[] => ['', say(token, language)];

const fieldRows = async (language: Language): Promise<readonly Row[]> => {
	const [{fieldHelp}, catalogue] = await Promise.all([import('./field-flags.js'), import('../messages/catalogue.js')]);
	return fieldHelp().map(({flag, label}) => ({left: `--${flag}`, right: catalogue.say(label, language)}));
};

const commandPart = (row: CommandRow, language: Language, width: number): readonly string[] => [
	...wrap(say({id: row.summary}, language), width),
	...heading(text('cli.help.examples'), language),
	...row.examples.map(example => `  ${example}`),
	...heading(text('cli.help.usage'), language),
	`  spot-bluegreen ${row.usage} ${say(text('cli.help.options-mark'), language)}`,
];

const programPart = (language: Language, width: number): readonly string[] => [
	...wrap(say(text('cli.help.about'), language), width),
	...heading(text('cli.help.examples'), language),
	...table(
		[
			{left: 'spot-bluegreen', right: say(text('cli.help.example-setup'), language)},
			{left: 'spot-bluegreen demo', right: say(text('cli.help.example-demo'), language)},
			{left: 'spot-bluegreen deploy shop', right: say(text('cli.help.example-deploy'), language)},
		],
		width,
	),
	...heading(text('cli.help.commands'), language),
	...table(
		commandRows.map(one => ({left: one.name, right: say({id: one.summary}, language)})),
		width,
	),
];

const section = (title: Text, rows: readonly Row[], language: Language, width: number): readonly string[] =>
	rows.length > 0 ? [...heading(title, language), ...table(rows, width)] : [];

/** The help of the program or of one command: examples first. */
export const toHelp = async (
	language: Language,
	command: CommandName | undefined,
	columns = 80,
): Promise<readonly string[]> => {
	const width = Math.max(50, Math.min(columns || 80, 100));
	const row = commandRows.find(one => one.name === command);
	const own = optionRows.filter(option => (row ? option.commands?.includes(row.name) : false));
	const everywhere = optionRows.filter(option => option.commands === undefined);
	const toRow = (option: OptionRow): Row => ({left: optionLeft(option), right: say({id: option.help}, language)});
	const exits = exitCodeRows.map(({code, meaning}) => ({
		left: String(code).padStart(3),
		right: say({id: meaning}, language),
	}));
	const fields = row?.takesFields ? await fieldRows(language) : [];
	return [
		...(row ? commandPart(row, language, width) : programPart(language, width)),
		...section(text('cli.help.options'), own.map(toRow), language, width),
		...section(text('cli.help.fields'), fields, language, width),
		...section(text('cli.help.everywhere'), everywhere.map(toRow), language, width),
		...section(text('cli.help.exit-codes'), exits, language, width),
		...(row ? [] : ['', ...wrap(say(text('cli.help.more'), language), width)]),
	];
};
