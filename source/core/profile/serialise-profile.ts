import {type Profile} from './profile.js';

/** The members as they stand in a file; those that this version does not know go back where they were. */
export const toProfileMembers = ({unknown, ...profile}: Profile): Readonly<Record<string, unknown>> => ({
	...unknown,
	...profile,
});

/** The file's text, as `profiles export` prints it. */
export const serialiseProfile = (profile: Profile): string =>
	`${JSON.stringify(toProfileMembers(profile), undefined, '\t')}\n`;
