/**
 * Where a region is scrolled to. How many rows it has only the screen knows, which wraps them: a place counts from the
 * top, or, where it is negative, from the bottom. 0 is the one end, −1 the other.
 */

export const clamp = (value: number, from: number, to: number): number => Math.max(from, Math.min(to, value));

/** `by` rows on; infinite goes to that end. `longest` bounds what the screen may have. */
export const moveBy = (place: number, by: number, longest: number): number => {
	if (!Number.isFinite(by)) {
		return by > 0 ? -1 : 0;
	}

	return place < 0 ? clamp(place + by, -1 - longest, -1) : clamp(place + by, 0, longest);
};

/** Rows that are scrolled away of the `last` that can be. */
export const toOffset = (place: number, last: number): number =>
	clamp(place < 0 ? last + 1 + place : place, 0, Math.max(0, last));
