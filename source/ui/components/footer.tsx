import {type ReactNode} from 'react';
import {type Binding} from '../../core/keys/binding.js';
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

const oneName = (key: string): string => names[key] ?? (/^f\d+$/.test(key) ? key.toUpperCase() : key);

/** A key as it is written on keyboards: `enter` is `Enter`, `ctrl+c` is `Ctrl+C`. */
export const keyName = (key: string): string => {
	const [held, other] = /^(ctrl|alt)\+(.+)$/.exec(key)?.slice(1) ?? [];
	if (held === undefined || other === undefined) {
		return oneName(key);
	}

	return `${held === 'ctrl' ? 'Ctrl' : 'Alt'}+${other.length === 1 ? other.toUpperCase() : oneName(other)}`;
};

/** All keys of one row: a run of digits as its ends. */
export const keyNames = (keys: readonly string[]): string => {
	const isDigits = keys.length > 2 && keys.every(key => /^\d$/.test(key));
	return isDigits ? `${keys[0] ?? ''}-${keys.at(-1) ?? ''}` : keys.map(key => keyName(key)).join(' ');
};

/** Key hints from the keymap's rows for a scope, in order; one that does not fit is left out and a shorter one behind it may stand. */
export const toFooterLine = (rows: readonly Binding[], width: number, look: Look): Line => {
	const line: Span[] = [];
	let used = 0;
	for (const {keys, label} of rows) {
		const key = keyNames(keys.slice(0, keys.length > 2 ? keys.length : 1));
		const hint = ` ${say({id: label}, look.language)}`;
		const own = cells(key) + cells(hint) + (line.length > 0 ? 2 : 0);
		if (used + own > width) {
			continue;
		}

		line.push(...(line.length > 0 ? [span('  ')] : []), span(key, 'active', {isBold: true}), span(hint, 'muted'));
		used += own;
	}

	return line;
};

export type FooterProps = {
	/** `footerRows` of the scope that keys are read in. */
	readonly rows: readonly Binding[];
	readonly width: number;
	readonly look: Look;
};

export function Footer({rows, width, look}: FooterProps): ReactNode {
	return <Row line={toFooterLine(rows, width, look)} width={width} ellipsis={look.glyphs.ellipsis} />;
}
