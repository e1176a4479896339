import {type BufferEdit} from '../editor/text-buffer.js';

/** What the keymap's actions in a text do to it. */
export const textEdits: Readonly<Record<string, BufferEdit>> = {
	'text-left': {kind: 'move-left'},
	'text-right': {kind: 'move-right'},
	'text-start': {kind: 'move-to-start'},
	'text-end': {kind: 'move-to-end'},
	'text-word-left': {kind: 'move-word-left'},
	'text-word-right': {kind: 'move-word-right'},
	'text-delete-before': {kind: 'delete-before'},
	'text-delete-after': {kind: 'delete-after'},
	'text-delete-word-before': {kind: 'delete-word-before'},
	'text-kill-before': {kind: 'kill-before'},
	'text-kill-after': {kind: 'kill-after'},
};
