import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {type ReactNode} from 'react';
import {bufferWindow, type TextBuffer} from '../../core/editor/text-buffer.js';
import {cells} from '../fit.js';
import {useCaret} from '../hooks/use-caret.js';
import {drawable, type Look} from '../look.js';

export type TextViewProps = {
	readonly buffer: TextBuffer;
	readonly width: number;
	readonly look: Look;
	/** Drawn as stars. */
	readonly isSecret?: boolean;
	/** Before the text; counts as part of the width. */
	readonly prompt: string;
};

const unheard = (): void => undefined;

/**
 * A line of text with its caret. The stock input only draws: as an owner of keys it loses characters that come in one
 * read (docs/decisions).
 */
export function TextView({buffer, width, look, prompt, isSecret = false}: TextViewProps): ReactNode {
	const promptWidth = cells(prompt) + 1;
	// One cell at each end says that there is more.
	const room = Math.max(1, width - promptWidth - 2);
	const shown = bufferWindow(buffer, room, grapheme => (isSecret ? 1 : Math.max(1, cells(grapheme))));
	const draw = (part: string): string => (isSecret ? '*'.repeat(part.length) : drawable(part));
	const before = draw(shown.before);
	const {line, isShown} = useCaret(promptWidth + (shown.hasMoreBefore ? 1 : 0) + cells(before));

	return (
		<Box ref={line} width={width} height={1} overflow="hidden">
			<Text color="cyan">{`${prompt} `}</Text>
			<Text dimColor>{shown.hasMoreBefore ? look.glyphs.ellipsis : ''}</Text>
			{shown.before === '' ? null : <TextInput value={before} focus={false} onChange={unheard} />}
			<Text inverse={!isShown}>{isSecret && shown.under !== ' ' ? '*' : draw(shown.under) || ' '}</Text>
			{shown.after === '' ? null : <TextInput value={draw(shown.after)} focus={false} onChange={unheard} />}
			<Text dimColor>{shown.hasMoreAfter ? look.glyphs.ellipsis : ''}</Text>
		</Box>
	);
}
