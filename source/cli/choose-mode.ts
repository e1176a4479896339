/** How the program talks: screens, or lines for a pipe, or documents for a program. */
export type Mode = 'interactive' | 'plain' | 'ndjson' | 'json';

export const outputs = ['auto', 'plain', 'ndjson', 'json'] as const;

export type Output = (typeof outputs)[number];

type Given = {
	readonly isInputTty: boolean;
	readonly isOutputTty: boolean;
	readonly variables: Readonly<Record<string, string | undefined>>;
	readonly output: Output;
	/** Asked for lines that a screen reader can follow; never guessed. */
	readonly isAccessible: boolean;
	/** Nobody may be asked. */
	readonly hasNoInput: boolean;
};

const isOff = (value: string | undefined): boolean => value === '0' || value === 'false';

/** The same rule as Ink's own: in CI it draws the last frame alone, so that screens would be of no use there. */
const isCi = (variables: Given['variables']): boolean =>
	!isOff(variables['CI']) &&
	Object.keys(variables).some(
		name =>
			name === 'CI' || name === 'CONTINUOUS_INTEGRATION' || name.startsWith('CI_') || name === 'CODEBUILD_BUILD_ID',
	);

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && !isOff(value);

/** Screens only where a person sits at a terminal that can draw them, and nothing else was asked for. */
export const chooseMode = (given: Given): Mode => {
	if (given.output !== 'auto') {
		return given.output;
	}

	const canDraw =
		given.isInputTty &&
		given.isOutputTty &&
		given.variables['TERM'] !== 'dumb' &&
		!isCi(given.variables) &&
		!given.hasNoInput &&
		!given.isAccessible &&
		!isSet(given.variables['ACCESSIBLE']);

	return canDraw ? 'interactive' : 'plain';
};
