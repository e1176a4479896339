import {stripControl} from '../core/strip-control.js';
import {mapStrings, type Text} from '../core/text-token.js';
import {say, type Language} from '../messages/catalogue.js';
import {type Glyphs} from './glyphs.js';

/** How everything is drawn, whatever is drawn. */
export type Look = {
	readonly language: Language;
	readonly glyphs: Glyphs;
	/** Minutes east of UTC, for absolute times. */
	readonly utcOffsetMinutes?: number;
};

/** More characters than a page of the screen holds: of a longer text the rest is not even read. */
const longestDrawn = 4096;

/** Text from outside as one line that is safe to draw. */
export const drawable = (outside: string): string => stripControl(outside.slice(0, longestDrawn));

/** A text in the look's language, as one line that is safe to draw. */
export const tell = (look: Look, token: Text): string => say(mapStrings(token, drawable), look.language);
