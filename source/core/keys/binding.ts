import {type TextId} from '../text-token.js';

/**
 * Where keys are read: text fields take letters as text, lists and screens as shortcuts. `menu` is a menu over the
 * live screen, `choice` one of the wizard; `passed` is a question that can no longer be answered, `ended` the screen of
 * a run that is over.
 */
export type Scope =
	| 'text'
	| 'list'
	| 'multi-list'
	| 'form'
	| 'review'
	| 'live'
	| 'ended'
	| 'passed'
	| 'gate'
	| 'confirm'
	| 'help'
	| 'menu'
	| 'choice';

/**
 * One row of the keymap. The table turns key events into actions and writes the footer, the `?` page and the README.
 * A key is named as in `key-event.ts`: `enter`, `esc`, `up`, `ctrl+c`, `tab`, `shift+tab`, `space`, or a character.
 */
export type Binding = {
	/** Kebab-case, past the scope's name: `list-next`, `live-open-menu`. */
	readonly action: string;
	readonly keys: readonly string[];
	/** Empty means everywhere. */
	readonly scopes: readonly Scope[];
	readonly label: TextId;
	/** Position in the footer; absent rows stand on the `?` page alone. */
	readonly footer?: number;
};
