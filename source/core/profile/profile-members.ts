import {type Profile} from './profile.js';

/** The members as they stand in a file; those that this version does not know go back where they were. */
export const toProfileMembers = ({unknown, ...profile}: Profile): Readonly<Record<string, unknown>> => ({
	...unknown,
	...profile,
});
