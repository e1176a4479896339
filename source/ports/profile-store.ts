import {type Problem, type Result} from '../core/problem.js';
import {type Profile} from '../core/profile/profile.js';

export type ProfileSummary = {
	readonly name: string;
	readonly updatedAt: number;
	/** Set when the file cannot be read; it is kept where it is. */
	readonly problem?: Problem;
};

/** Named profiles, one file each, mode 0600, no secret in them; and the one unfinished draft. */
export type ProfileStore = {
	list(): Promise<Result<readonly ProfileSummary[]>>;
	read(name: string): Promise<Result<Profile>>;
	write(profile: Profile): Promise<Result<void>>;
	rename(from: string, to: string): Promise<Result<void>>;
	delete(name: string): Promise<Result<void>>;
	/** The draft that was being filled in, or undefined. */
	readDraft(): Promise<Result<Profile | undefined>>;
	writeDraft(draft: Profile): Promise<Result<void>>;
	deleteDraft(): Promise<Result<void>>;
};
