import {parseArgs, type ParseArgsConfig} from 'node:util';
import {text, type Text} from '../core/text-token.js';
import {isOneOf} from './is-one-of.js';
import {nearest} from './nearest.js';
import {commandNames, commandRows, optionRows, type CommandName, type CommandRow, type OptionRow} from './options.js';

/** A flag that comes from the field table. */
export type FieldFlag = {
	readonly flag: string;
	/** May stand without a value, which means yes. */
	readonly isToggle: boolean;
};

/** What was asked for, checked against the tables, not yet understood. */
export type Invocation = {
	readonly command: CommandName;
	readonly positionals: readonly string[];
	/** Own options that take one value. */
	readonly values: Readonly<Record<string, string>>;
	/** Own switches that were given. */
	readonly switches: ReadonlySet<string>;
	/** `--set`, in order. */
	readonly sets: readonly string[];
	/** Flags of fields, by flag. */
	readonly fields: Readonly<Record<string, string>>;
};

export type Parsed =
	| {readonly kind: 'run'; readonly invocation: Invocation}
	| {readonly kind: 'help'; readonly command?: CommandName}
	| {readonly kind: 'version'}
	/** Everything that is wrong, together. */
	| {readonly kind: 'wrong'; readonly command?: CommandName; readonly reasons: readonly Text[]};

const isCommandName = (word: string): word is CommandName => isOneOf(commandNames, word);

/** Words that ask for a secret on the command line, where every user of the machine can read it. */
const secretFlag = /token|secret|password|access-key/;

const belongs = (row: OptionRow, command: CommandName): boolean =>
	row.commands === undefined || row.commands.includes(command);

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** Reads the arguments. `fieldFlags` may be empty for commands that take none. */
export const parseArguments = (argv: readonly string[], fieldFlags: readonly FieldFlag[]): Parsed => {
	const own = new Map(optionRows.map(row => [row.name, row]));
	const ofFields = new Map(fieldFlags.map(row => [row.flag, row]));

	const options: NonNullable<ParseArgsConfig['options']> = {};

	for (const row of fieldFlags) {
		options[row.flag] = {type: row.isToggle ? 'boolean' : 'string'};
	}

	for (const row of optionRows) {
		options[row.name] = {
			type: row.value === undefined ? 'boolean' : 'string',
			...(row.short !== undefined && {short: row.short}),
		};
	}

	const {tokens} = parseArgs({
		args: [...argv],
		// Each refusal is ours: all of them together, in the person's language, with what was probably meant.
		strict: false,
		allowPositionals: true,
		tokens: true,
		options,
	});

	const words = tokens.flatMap((token: Token) => (token.kind === 'positional' ? [token.value] : []));
	const [first] = words;
	const named = first !== undefined && isCommandName(first) ? first : undefined;
	const isGiven = (name: string) => tokens.some((token: Token) => token.kind === 'option' && token.name === name);

	if (isGiven('version')) {
		return {kind: 'version'};
	}

	if (isGiven('help') || first === 'help') {
		const asked = first === 'help' ? words[1] : named;
		return {kind: 'help', ...(asked !== undefined && isCommandName(asked) && {command: asked})};
	}

	const reasons: Text[] = [];

	if (first !== undefined && named === undefined) {
		const meant = nearest(first, commandNames);
		reasons.push(
			meant === undefined
				? text('cli.wrong.command', {word: first})
				: text('cli.wrong.command-meant', {word: first, meant}),
		);
		return {kind: 'wrong', reasons};
	}

	const command = named ?? 'setup';
	const row: CommandRow | undefined = commandRows.find(one => one.name === command);
	const values: Record<string, string> = {};
	const switches = new Set<string>();
	const sets: string[] = [];
	const fields: Record<string, string> = {};
	const contradicted = new Set<string>();

	/** The last one does not win: whoever gives two answers may have meant either. */
	const take = (into: Record<string, string>, name: string, value: string): void => {
		const first = into[name];

		if (first === undefined) {
			into[name] = value;
		} else if (first !== value && !contradicted.has(name)) {
			contradicted.add(name);
			reasons.push(text('cli.wrong.twice', {flag: `--${name}`}));
		}
	};

	for (const token of tokens) {
		if (token.kind !== 'option') {
			continue;
		}

		const {name, rawName, value} = token;
		const option = own.get(name);
		const field = row?.takesFields ? ofFields.get(name) : undefined;
		// `--lang --yes`: the next flag is not a value. One that begins with a dash is given with `=`.
		const given = value !== undefined && (token.inlineValue || !/^-./.test(value)) ? value : undefined;

		if (option && belongs(option, command)) {
			if (option.value === undefined) {
				if (value === undefined) {
					switches.add(name);
				} else {
					reasons.push(text('cli.wrong.switch-value', {flag: rawName}));
				}
			} else if (given === undefined || given.trim() === '') {
				reasons.push(text('cli.wrong.no-value', {flag: rawName, value: option.value}));
			} else if (option.isRepeatable) {
				sets.push(given);
			} else {
				take(values, name, given);
			}
		} else if (field) {
			if (given !== undefined) {
				take(fields, name, given);
			} else if (field.isToggle) {
				take(fields, name, 'true');
			} else {
				reasons.push(text('cli.wrong.no-value', {flag: rawName, value: '<…>'}));
			}
		} else if (option?.commands) {
			reasons.push(text('cli.wrong.other-command', {flag: rawName, command, commands: option.commands.join(', ')}));
		} else if (secretFlag.test(name)) {
			reasons.push(text('cli.wrong.secret', {flag: rawName}));
		} else {
			const candidates = [
				...optionRows.filter(one => belongs(one, command)).map(one => one.name),
				...(row?.takesFields ? fieldFlags.map(one => one.flag) : []),
			];
			const meant = nearest(name, candidates);
			reasons.push(
				meant === undefined
					? text('cli.wrong.flag', {flag: rawName, command})
					: text('cli.wrong.flag-meant', {flag: rawName, command, meant: `--${meant}`}),
			);
		}
	}

	const positionals = named === undefined ? words : words.slice(1);
	const extra = positionals.slice(row?.maximumArguments ?? 0);

	// After an unknown flag a word may be its value: one mistake is told once.
	if (extra.length > 0 && reasons.length === 0) {
		reasons.push(text('cli.wrong.arguments', {words: extra.join(' '), command}));
	}

	return reasons.length > 0
		? {kind: 'wrong', command, reasons}
		: {kind: 'run', invocation: {command, positionals, values, switches, sets, fields}};
};
