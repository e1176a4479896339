import {type ReactNode} from 'react';
import {type Binding, type Scope} from '../../core/keys/binding.js';
import {text, type TextId} from '../../core/text-token.js';
import {say} from '../../messages/catalogue.js';
import {cells} from '../fit.js';
import {span, type Line, type Span} from '../line.js';
import {type Look} from '../look.js';
import {Row} from './rows.js';

const names: Readonly<Record<string, string>> = {
	enter: 'Enter',
	esc: 'Esc',
	tab: 'Tab',
	'shift+tab': 'Shift+Tab',
	space: 'Space',
	backspace: 'Backspace',
	delete: 'Del',
	home: 'Home',
	end: 'End',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	left: 'Left',
	right: 'Right',
	up: 'Up',
	down: 'Down',
};

/** A key as it is written on keyboards: `enter` is `Enter`, `ctrl+c` is `Ctrl+C`. */
export const keyName = (key: string): string =>
	names[key] ?? (key.startsWith('ctrl+') ? `Ctrl+${names[key.slice(5)] ?? key.slice(5).toUpperCase()}` : key);

/** All keys of one row: a run of digits as its ends. */
export const keyNames = (keys: readonly string[]): string => {
	const isDigits = keys.length > 2 && keys.every(key => /^\d$/.test(key));
	return isDigits ? `${keys[0] ?? ''}-${keys.at(-1) ?? ''}` : keys.map(key => keyName(key)).join(' ');
};

const isIn = (binding: Binding, scope: Scope): boolean => binding.scopes.length === 0 || binding.scopes.includes(scope);

/** The rows of a scope that stand in the footer, in its order. */
export const footerBindings = (bindings: readonly Binding[], scope: Scope): readonly Binding[] =>
	bindings
		.filter(binding => binding.footer !== undefined && isIn(binding, scope))
		.toSorted((one, other) => (one.footer ?? 0) - (other.footer ?? 0));

/** Key hints from the keymap, as many as fit; the last ones are left out first. */
export const toFooterLine = (bindings: readonly Binding[], scope: Scope, width: number, look: Look): Line => {
	const line: Span[] = [];
	let used = 0;
	for (const {keys, label} of footerBindings(bindings, scope)) {
		const key = keyNames(keys.slice(0, keys.length > 2 ? keys.length : 1));
		const hint = ` ${say(text(label satisfies TextId), look.language)}`;
		const own = cells(key) + cells(hint) + (line.length > 0 ? 2 : 0);
		if (used + own > width) {
			break;
		}

		line.push(...(line.length > 0 ? [span('  ')] : []), span(key, 'active', {isBold: true}), span(hint, 'muted'));
		used += own;
	}

	return line;
};

export type FooterProps = {
	readonly bindings: readonly Binding[];
	readonly scope: Scope;
	readonly width: number;
	readonly look: Look;
};

export function Footer({bindings, scope, width, look}: FooterProps): ReactNode {
	return <Row line={toFooterLine(bindings, scope, width, look)} width={width} ellipsis={look.glyphs.ellipsis} />;
}
