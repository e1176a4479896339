import {text, type Text} from '../text-token.js';

/** Names that Windows keeps for devices, whatever their ending. */
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** The longest name that leaves room for an ending in every file system, in UTF-8 bytes. */
const maximumBytes = 100;

/**
 * Why a name cannot be the name of a profile, or undefined when it can. A name is also a file's name: letters of any
 * language, digits, dot, dash and underscore, so that no name leaves the profiles' folder.
 */
export const whyNotProfileName = (name: string): Text | undefined => {
	if (name === '') {
		return text('profile.name-empty');
	}

	if (!/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u.test(name) || name.endsWith('.') || deviceNames.test(name)) {
		return text('profile.name-characters');
	}

	if (new TextEncoder().encode(name).length > maximumBytes) {
		return text('profile.name-long');
	}

	return undefined;
};
