/** A list to choose from: cursor, marks, filter and window, apart from any picture of it. */
import {type Option} from '../field/field.js';
import {lettersOfHangul} from '../keys/hangul.js';

export type OptionList = {
	readonly options: readonly Option[];
	/** What is typed to narrow the list. */
	readonly filter: string;
	/** Value under the cursor; undefined where nothing can be chosen. */
	readonly cursor: string | undefined;
	/** Values marked, in the order they were marked; used by lists of several. */
	readonly marked: readonly string[];
	readonly isMultiple: boolean;
};

export type ListEdit =
	| {readonly kind: 'next'}
	| {readonly kind: 'previous'}
	| {readonly kind: 'first'}
	| {readonly kind: 'last'}
	| {readonly kind: 'page-down'; readonly size: number}
	| {readonly kind: 'page-up'; readonly size: number}
	| {readonly kind: 'toggle-mark'}
	| {readonly kind: 'mark-all'}
	| {readonly kind: 'mark-none'}
	| {readonly kind: 'filter'; readonly text: string};

const labelOf = (option: Option): string =>
	[option.value, option.label, option.hint].filter((part): part is string => typeof part === 'string').join(' ');

/** The Latin letters of the same keys, for a filter that was typed with the Korean input on. */
const toLetters = (word: string): string =>
	[...word]
		.flatMap(character => lettersOfHangul(character) ?? [character])
		.join('')
		.toLowerCase();

/** The options that the filter leaves: all of its words occur, in any order, case apart. */
export const shownOptions = (list: OptionList): readonly Option[] => {
	if (list.filter.trim() === '') {
		return list.options;
	}

	const words = list.filter.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);
	return list.options.filter(option => {
		const label = labelOf(option).normalize('NFC').toLowerCase();
		return words.every(word => label.includes(word) || label.includes(toLetters(word)));
	});
};

const isEnabled = (option: Option): boolean => option.disabled === undefined;

const isProposable = (option: Option): boolean => isEnabled(option) && option.isDoubtful !== true;

/** Index of the nearest row that can be chosen, from `start` on in `direction`, else the other way. */
const nearestEnabled = (rows: readonly Option[], start: number, direction: 1 | -1): number | undefined => {
	for (const step of [direction, -direction]) {
		for (let index = start; index >= 0 && index < rows.length; index += step) {
			const row = rows[index];

			if (row && isEnabled(row)) {
				return index;
			}
		}
	}

	return undefined;
};

const withCursorAt = (list: OptionList, rows: readonly Option[], start: number, direction: 1 | -1): OptionList => {
	const clamped = Math.max(0, Math.min(rows.length - 1, start));
	const index = nearestEnabled(rows, clamped, direction);
	return {...list, cursor: index === undefined ? undefined : rows[index]?.value};
};

/** The cursor on the row at `index` or the nearest that can be chosen; without one, where it may stand by itself. */
const withCursorNear = (list: OptionList, rows: readonly Option[], index: number): OptionList =>
	index === -1
		? {...list, cursor: rows.find(option => isProposable(option))?.value}
		: withCursorAt(list, rows, index, 1);

const cursorIndex = (list: OptionList, rows: readonly Option[]): number =>
	rows.findIndex(option => option.value === list.cursor);

/**
 * A list with the cursor on `chosen` where it is there and can be chosen, else on the first that can. Where all of
 * these are doubtful it stands on none: the person moves to one.
 */
export const toOptionList = (
	options: readonly Option[],
	chosen: {
		readonly value?: string | undefined;
		readonly marked?: readonly string[];
		readonly isMultiple?: boolean;
	} = {},
): OptionList => {
	const list: OptionList = {
		options,
		filter: '',
		cursor: chosen.value,
		marked: chosen.marked ?? [],
		isMultiple: chosen.isMultiple ?? false,
	};
	const start = chosen.isMultiple ? chosen.marked?.[0] : chosen.value;
	return withCursorNear(
		list,
		options,
		options.findIndex(option => option.value === start),
	);
};

/** The same place in newly loaded options: the row under the cursor stays there, or the cursor goes to the first. */
export const reloadOptions = (list: OptionList, options: readonly Option[]): OptionList => {
	const next = {...list, options};
	const rows = shownOptions(next);
	return withCursorNear(next, rows, cursorIndex(next, rows));
};

/** Moves and marks; moving past an end stays there, so that a held key never wraps round to a wrong row. */
export const editList = (list: OptionList, edit: ListEdit): OptionList => {
	const rows = shownOptions(list);
	const index = cursorIndex(list, rows);

	switch (edit.kind) {
		case 'next': {
			const moved = withCursorAt(list, rows, index + 1, 1);
			return cursorIndex(moved, rows) < index ? list : moved;
		}

		case 'previous': {
			const moved = withCursorAt(list, rows, index - 1, -1);
			return cursorIndex(moved, rows) > index ? list : moved;
		}

		case 'first': {
			return withCursorAt(list, rows, 0, 1);
		}

		case 'last': {
			return withCursorAt(list, rows, rows.length - 1, -1);
		}

		case 'page-down': {
			return withCursorAt(list, rows, index + edit.size, -1);
		}

		case 'page-up': {
			return withCursorAt(list, rows, index - edit.size, 1);
		}

		case 'toggle-mark': {
			if (!list.isMultiple || list.cursor === undefined) {
				return list;
			}

			const {cursor} = list;
			return {
				...list,
				marked: list.marked.includes(cursor) ? list.marked.filter(value => value !== cursor) : [...list.marked, cursor],
			};
		}

		case 'mark-all': {
			const shown = rows.filter(isEnabled).map(option => option.value);
			return list.isMultiple ? {...list, marked: [...new Set([...list.marked, ...shown])]} : list;
		}

		case 'mark-none': {
			const shown = new Set(rows.map(option => option.value));
			return list.isMultiple ? {...list, marked: list.marked.filter(value => !shown.has(value))} : list;
		}

		case 'filter': {
			const next = {...list, filter: edit.text};
			const left = shownOptions(next);
			return withCursorAt(next, left, Math.max(0, cursorIndex(next, left)), 1);
		}
	}
};

/** The rows to draw around the cursor, and how many stand above and below them. */
export const listWindow = (
	list: OptionList,
	size: number,
): {readonly rows: readonly Option[]; readonly above: number; readonly below: number} => {
	const rows = shownOptions(list);
	const room = Math.max(1, size);
	const index = Math.max(0, cursorIndex(list, rows));
	// The window moves by pages of half its size, so that rows stand still while the cursor walks.
	const half = Math.max(1, Math.floor(room / 2));
	const start = index < room ? 0 : Math.ceil((index - room + 1) / half) * half;
	const above = Math.max(0, Math.min(start, rows.length - room));
	const shown = rows.slice(above, above + room);
	return {rows: shown, above, below: rows.length - above - shown.length};
};

/** Rows that the filter leaves, for the views' counters. */
export const countShown = (list: OptionList): number => shownOptions(list).length;
