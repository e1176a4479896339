import {type Binding, type Scope} from './binding.js';

/**
 * The keys of the live screen and of its questions. Arrows, Enter, Esc, Tab and digits do everything; letters are
 * shortcuts, and their Hangul jamo count as the same letters (the keymap sees to that).
 */
/** The run itself, while it goes and when it is over. */
const screens: readonly Scope[] = ['live', 'ended'];

export const liveBindings: readonly Binding[] = [
	{
		action: 'live-choose',
		keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
		scopes: ['live', 'menu'],
		label: 'live.key.choose',
		footer: 1,
	},
	{action: 'live-open', keys: ['enter'], scopes: ['live'], label: 'live.key.open', footer: 2},
	{action: 'live-open', keys: ['enter'], scopes: ['ended'], label: 'live.key.go-on', footer: 1},
	{action: 'live-open', keys: ['enter'], scopes: ['menu'], label: 'live.key.take', footer: 2},
	{action: 'live-open', keys: ['enter'], scopes: ['gate', 'confirm'], label: 'live.key.confirm', footer: 2},
	{action: 'live-open', keys: ['enter'], scopes: ['passed'], label: 'live.key.back', footer: 1},
	{
		action: 'live-back',
		keys: ['esc'],
		scopes: ['menu', 'gate', 'confirm', 'passed'],
		label: 'live.key.back',
		footer: 2,
	},
	{action: 'live-back', keys: ['esc'], scopes: screens, label: 'live.key.overview'},
	{action: 'live-up', keys: ['up'], scopes: [...screens, 'menu', 'gate'], label: 'live.key.up'},
	{action: 'live-down', keys: ['down'], scopes: screens, label: 'live.key.down'},
	{action: 'live-down', keys: ['down'], scopes: ['menu', 'gate'], label: 'live.key.down', footer: 5},
	{action: 'live-next-region', keys: ['tab'], scopes: screens, label: 'live.key.next-region', footer: 4},
	{action: 'live-next-region', keys: ['tab'], scopes: ['menu'], label: 'live.key.down'},
	{
		action: 'live-previous-region',
		keys: ['shift+tab'],
		scopes: [...screens, 'menu'],
		label: 'live.key.previous-region',
	},
	{action: 'live-page-up', keys: ['pageup'], scopes: [...screens, 'gate'], label: 'live.key.page-up'},
	{action: 'live-page-down', keys: ['pagedown'], scopes: [...screens, 'gate'], label: 'live.key.page-down'},
	{action: 'live-first', keys: ['home'], scopes: [...screens, 'gate'], label: 'live.key.first'},
	{action: 'live-last', keys: ['end'], scopes: [...screens, 'gate'], label: 'live.key.last'},
	{action: 'live-detach', keys: ['b'], scopes: ['live'], label: 'live.key.detach', footer: 95},
	{action: 'live-times', keys: ['t'], scopes: screens, label: 'live.key.times'},
	{action: 'live-zoom', keys: ['z'], scopes: screens, label: 'live.key.zoom'},
	{action: 'live-next-failure', keys: ['>'], scopes: screens, label: 'live.key.next-failure'},
	{action: 'live-previous-failure', keys: ['<'], scopes: screens, label: 'live.key.previous-failure'},
	{action: 'live-erase', keys: ['backspace', 'ctrl+u'], scopes: ['confirm'], label: 'live.key.erase'},
	{
		action: 'live-interrupt',
		keys: ['ctrl+c'],
		scopes: ['live', 'menu', 'gate', 'confirm'],
		label: 'live.key.interrupt',
		footer: 3,
	},
	{action: 'live-interrupt', keys: ['ctrl+c'], scopes: ['ended', 'passed'], label: 'live.key.leave', footer: 3},
];
