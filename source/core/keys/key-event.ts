/**
 * What a person did at the keyboard, freed of bytes. `key` has a name as in the keymap (`enter`, `ctrl+c`,
 * `shift+tab`, `ctrl+left`); `character` is one grapheme that was typed; `paste` is text that came in one go and never
 * submits anything.
 */
export type KeyEvent =
	| {readonly kind: 'key'; readonly name: string}
	| {readonly kind: 'character'; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string};
