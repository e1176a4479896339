const unsent = new WeakSet<object>();

/** Notes that the request which failed with this error never left this machine. */
export const markUnsent = <Thrown extends object>(error: Thrown): Thrown => {
	unsent.add(error);
	return error;
};

/** Whether an error, or one of its causes, was marked: the clients of both clouds wrap what they caught. */
export const isUnsent = (error: unknown, depth = 0): boolean =>
	typeof error === 'object' &&
	error !== null &&
	(unsent.has(error) || (depth < 5 && 'cause' in error && isUnsent(error.cause, depth + 1)));
