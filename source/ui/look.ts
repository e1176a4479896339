import {type Text} from '../core/text-token.js';
import {stripControl} from '../core/strip-control.js';
import {say, type Language} from '../messages/catalogue.js';
import {type Glyphs} from './glyphs.js';

/** How everything is drawn, whatever is drawn. */
export type Look = {
	readonly language: Language;
	readonly glyphs: Glyphs;
	/** Minutes east of UTC, for absolute times. */
	readonly utcOffsetMinutes?: number;
};

/** A text in the look's language, as one line that is safe to draw. */
export const tell = (look: Look, token: Text): string => stripControl(say(token, look.language));
