import {type ReactNode} from 'react';
import {type Binding} from '../../core/keys/binding.js';
import {say} from '../../messages/catalogue.js';
import {cells, padEnd} from '../fit.js';
import {span, toHeight, type Line} from '../line.js';
import {type Look} from '../look.js';
import {keyNames} from './footer.js';
import {Rows} from './rows.js';
import {toSectionLine} from './section.js';

/** Keys and what they do, one a row. */
export const toKeyHelpLines = (bindings: readonly Binding[], look: Look): readonly Line[] => {
	const rows = bindings.map(({keys, label}) => ({keys: keyNames(keys), label: say({id: label}, look.language)}));
	const width = Math.max(0, ...rows.map(({keys}) => cells(keys)));
	return rows.map(({keys, label}) => [
		span(padEnd(keys, width + 2, look.glyphs.ellipsis), 'active', {isBold: true}),
		span(label),
	]);
};

export type KeyHelpProps = {
	/** `helpRows` of the scope that the page was opened in. */
	readonly rows: readonly Binding[];
	/** Rows scrolled away. */
	readonly offset: number;
	readonly width: number;
	readonly height: number;
	readonly look: Look;
};

/** The page of keys, in exactly `height` rows. */
export function KeyHelp({rows, offset, width, height, look}: KeyHelpProps): ReactNode {
	const lines = toKeyHelpLines(rows, look);
	const room = Math.max(0, height - 1);
	const from = Math.max(0, Math.min(offset, lines.length - room));
	const right = lines.length > room ? `${from + 1}-${Math.min(lines.length, from + room)}/${lines.length}` : '';
	return (
		<Rows
			lines={[
				toSectionLine(say({id: 'live.help.title'}, look.language), width, look, {right}),
				...toHeight(lines.slice(from, from + room), room),
			]}
			width={width}
			ellipsis={look.glyphs.ellipsis}
		/>
	);
}
