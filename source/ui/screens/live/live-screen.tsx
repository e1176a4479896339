import {type ReactNode} from 'react';
import {Rows} from '../../components/rows.js';
import {toLiveLines, type LiveLinesOptions} from './live-lines.js';

/** The run as it goes: drawn from the view alone, one Text a row, never higher than `rows − 1`. */
export function LiveScreen(props: LiveLinesOptions): ReactNode {
	return <Rows lines={toLiveLines(props)} width={props.columns} ellipsis={props.look.glyphs.ellipsis} />;
}
