/** The one table of keys: it turns key events into actions and writes the footer, the `?` page and the README. */
import {type Binding, type Scope} from './binding.js';
import {lettersOfHangul} from './hangul.js';
import {type KeyEvent} from './key-event.js';
import {liveBindings} from './live-keys.js';

const lists: readonly Scope[] = ['list', 'multi-list'];
const wizard: readonly Scope[] = ['list', 'multi-list', 'form', 'review'];
const letters: readonly Scope[] = [...wizard, 'choice'];
const live: readonly Scope[] = ['live', 'ended', 'menu', 'gate'];

/**
 * Keys of the wizard and of what lies over it. Letters stand in scopes without a text field alone; whatever a letter
 * does has another way, so that the keyboard of any language gets there.
 */
const wizardBindings: readonly Binding[] = [
	{action: 'leave-now', keys: ['ctrl+c'], scopes: [...letters, 'text', 'help'], label: 'keys.leave-now'},
	{action: 'redraw', keys: ['ctrl+l'], scopes: [], label: 'keys.redraw'},
	{action: 'switch-language', keys: ['f2'], scopes: [...letters, ...live, 'help'], label: 'keys.switch-language'},
	{action: 'switch-language', keys: ['f2'], scopes: ['text', 'confirm'], label: 'keys.switch-language', footer: 80},
	{
		action: 'switch-language',
		keys: ['l'],
		scopes: [...letters, ...live, 'help'],
		label: 'keys.switch-language',
		footer: 80,
	},

	{action: 'accept', keys: ['enter'], scopes: ['text', 'list', 'multi-list', 'form'], label: 'keys.accept', footer: 1},
	{action: 'go', keys: ['enter'], scopes: ['review'], label: 'keys.go', footer: 1},
	{action: 'choose', keys: ['enter'], scopes: ['choice'], label: 'keys.choose', footer: 1},
	{action: 'up', keys: ['up'], scopes: [...letters, 'text', 'help'], label: 'keys.up'},
	{action: 'down', keys: ['down'], scopes: [...letters, 'text', 'help'], label: 'keys.down', footer: 5},
	{action: 'page-up', keys: ['left'], scopes: lists, label: 'keys.page-up'},
	{action: 'page-down', keys: ['right'], scopes: lists, label: 'keys.page-down'},
	{action: 'first', keys: ['home'], scopes: [...letters, 'help'], label: 'keys.first'},
	{action: 'last', keys: ['end'], scopes: [...letters, 'help'], label: 'keys.last'},
	{action: 'mark', keys: ['space'], scopes: ['multi-list', 'review'], label: 'keys.mark', footer: 2},
	{action: 'mark-all', keys: ['a'], scopes: ['multi-list', 'review'], label: 'keys.mark-all', footer: 20},
	{action: 'mark-none', keys: ['n'], scopes: ['multi-list', 'review'], label: 'keys.mark-none'},
	{action: 'filter', keys: ['/'], scopes: lists, label: 'keys.filter', footer: 14},
	{action: 'type-value', keys: ['m'], scopes: lists, label: 'keys.type-value', footer: 22},
	{action: 'refresh', keys: ['r'], scopes: [...lists, 'form', 'review'], label: 'keys.refresh', footer: 23},
	{action: 'reset-answer', keys: ['d'], scopes: [...lists, 'form'], label: 'keys.reset-answer'},
	{action: 'edit-document', keys: ['e'], scopes: ['form'], label: 'keys.edit-document', footer: 3},

	{action: 'next-field', keys: ['tab'], scopes: [...wizard, 'text'], label: 'keys.next-field', footer: 10},
	{action: 'previous-field', keys: ['shift+tab'], scopes: [...wizard, 'text'], label: 'keys.previous-field'},
	{action: 'back', keys: ['esc'], scopes: [...letters, 'text', 'help'], label: 'keys.back', footer: 11},
	{action: 'previous-step', keys: ['pageup'], scopes: [...wizard, 'text'], label: 'keys.previous-step'},
	{action: 'next-step', keys: ['pagedown'], scopes: [...wizard, 'text'], label: 'keys.next-step'},
	{action: 'jump', keys: ['g'], scopes: wizard, label: 'keys.jump', footer: 13},
	{action: 'jump', keys: ['ctrl+g'], scopes: ['text'], label: 'keys.jump', footer: 13},
	{action: 'help', keys: ['?'], scopes: [...letters, ...live], label: 'keys.help', footer: 12},
	{action: 'help', keys: ['ctrl+/', 'f1'], scopes: ['text'], label: 'keys.help', footer: 12},
	{action: 'leave', keys: ['q'], scopes: letters, label: 'keys.leave', footer: 85},

	{action: 'close-help', keys: ['enter', '?', 'q'], scopes: ['help'], label: 'keys.close-help', footer: 1},
	{action: 'page-up', keys: ['pageup'], scopes: ['help'], label: 'keys.page-up'},
	{action: 'page-down', keys: ['pagedown', 'space'], scopes: ['help'], label: 'keys.page-down', footer: 5},

	{
		action: 'choose-number',
		keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
		scopes: ['choice'],
		label: 'keys.choose-number',
	},

	{action: 'text-left', keys: ['left'], scopes: ['text'], label: 'keys.text-left'},
	{action: 'text-right', keys: ['right'], scopes: ['text'], label: 'keys.text-right'},
	{action: 'text-start', keys: ['home'], scopes: ['text'], label: 'keys.text-start'},
	{action: 'text-end', keys: ['end'], scopes: ['text'], label: 'keys.text-end'},
	{action: 'text-word-left', keys: ['ctrl+left', 'alt+left', 'alt+b'], scopes: ['text'], label: 'keys.text-word-left'},
	{
		action: 'text-word-right',
		keys: ['ctrl+right', 'alt+right', 'alt+f'],
		scopes: ['text'],
		label: 'keys.text-word-right',
	},
	{action: 'text-delete-before', keys: ['backspace'], scopes: ['text'], label: 'keys.text-delete-before'},
	{action: 'text-delete-after', keys: ['delete'], scopes: ['text'], label: 'keys.text-delete-after'},
	{
		action: 'text-delete-word-before',
		keys: ['alt+backspace', 'ctrl+w'],
		scopes: ['text'],
		label: 'keys.text-delete-word-before',
	},
	{action: 'text-kill-before', keys: ['ctrl+u'], scopes: ['text'], label: 'keys.text-kill-before'},
	{action: 'text-kill-after', keys: ['ctrl+k'], scopes: ['text'], label: 'keys.text-kill-after'},
];

export const bindings: readonly Binding[] = [...wizardBindings, ...liveBindings];

export const isInScope = (binding: Binding, scope: Scope): boolean =>
	binding.scopes.length === 0 || binding.scopes.includes(scope);

/** Binding of a scope by key name; a scope's own row wins over one that is everywhere. */
const tables = new Map<Scope, ReadonlyMap<string, Binding>>();

const tableOf = (scope: Scope): ReadonlyMap<string, Binding> => {
	const known = tables.get(scope);

	if (known) {
		return known;
	}

	const table = new Map<string, Binding>();

	for (const binding of bindings) {
		if (!isInScope(binding, scope)) {
			continue;
		}

		for (const key of binding.keys) {
			const earlier = table.get(key);

			if (earlier === undefined || earlier.scopes.length === 0) {
				table.set(key, binding);
			}
		}
	}

	tables.set(scope, table);
	return table;
};

/** One action, with the key that asked for it: digits choose by it. */
export type Act = {readonly action: string; readonly key: string};

/**
 * What one event means in a scope. `acts` are several only where one Korean syllable was several presses; `text` is
 * what is to be inserted where text is typed. `unknown` is a key that means nothing here.
 */
export type Meaning =
	| {readonly kind: 'acts'; readonly acts: readonly Act[]}
	| {readonly kind: 'text'; readonly text: string; readonly isPaste: boolean}
	| {readonly kind: 'unknown'};

const nameOf = (event: KeyEvent): string => {
	if (event.kind === 'key') {
		return event.name;
	}

	return event.text === ' ' ? 'space' : event.text;
};

/** Turns an event into acts by the table. Scopes of text take characters as text, and every scope takes pastes so. */
export const toMeaning = (event: KeyEvent, scope: Scope): Meaning => {
	const isText = scope === 'text' || scope === 'confirm';

	if (event.kind === 'paste' || (event.kind === 'character' && isText)) {
		return {kind: 'text', text: event.text, isPaste: event.kind === 'paste'};
	}

	const table = tableOf(scope);
	const find = (key: string): Act | undefined => {
		// Capitals count as their letter, where they have no row of their own: Caps Lock breaks no key.
		const binding = table.get(key) ?? (event.kind === 'character' ? table.get(key.toLowerCase()) : undefined);
		return binding && {action: binding.action, key};
	};

	const act = find(nameOf(event));

	if (act) {
		return {kind: 'acts', acts: [act]};
	}

	if (event.kind === 'key') {
		return {kind: 'unknown'};
	}

	// One part without a meaning makes the whole a word that somebody types, not a row of shortcuts.
	const presses = lettersOfHangul(event.text)?.map(find) ?? [];
	const acts = presses.filter(press => press !== undefined);
	return acts.length > 0 && acts.length === presses.length ? {kind: 'acts', acts} : {kind: 'unknown'};
};

/** The one action of an event, where it has exactly one. */
export const toAction = (event: KeyEvent, scope: Scope): string | undefined => {
	const meaning = toMeaning(event, scope);
	return meaning.kind === 'acts' && meaning.acts.length === 1 ? meaning.acts[0]?.action : undefined;
};

/** The rows of the footer, the most useful first. */
export const footerRows = (scope: Scope): readonly Binding[] =>
	bindings
		.filter(binding => binding.footer !== undefined && isInScope(binding, scope))
		.sort((one, other) => (one.footer ?? 0) - (other.footer ?? 0));

/** Every row of the `?` page of a scope: its own first, then what works everywhere. */
export const helpRows = (scope: Scope): readonly Binding[] => [
	...footerRows(scope),
	...bindings.filter(binding => binding.footer === undefined && binding.scopes.includes(scope)),
	...bindings.filter(binding => binding.footer === undefined && binding.scopes.length === 0),
];
