import {type Draft, type Field} from './field.js';
import {type TextId} from '../text-token.js';

/** As `node:util` parseArgs takes it. Every answer is a text; a toggle may stand alone or as `--no-…`. */
export type FlagOption = {readonly type: 'string' | 'boolean'};

const isToggle = (field: Field): boolean => field.control.kind === 'toggle';

/** The fields as options for parseArgs, by flag. */
export const flagOptions = (fields: readonly Field[]): Readonly<Record<string, FlagOption>> =>
	Object.fromEntries(
		fields.flatMap(field =>
			isToggle(field)
				? [
						[field.flag, {type: 'boolean'} as const],
						[`no-${field.flag}`, {type: 'boolean'} as const],
					]
				: [[field.flag, {type: 'string'} as const]],
		),
	);

/** Answers from what parseArgs found. */
export const draftFromFlags = (
	fields: readonly Field[],
	values: Readonly<Record<string, string | boolean | undefined>>,
): Draft =>
	Object.fromEntries(
		fields.flatMap(field => {
			const value = values[field.flag];
			if (isToggle(field)) {
				const isOff = values[`no-${field.flag}`] === true || value === false;
				return isOff ? [[field.key, 'no']] : value === true ? [[field.key, 'yes']] : [];
			}

			return typeof value === 'string' ? [[field.key, value]] : [];
		}),
	);

/** Answers from the environment; empty variables do not answer. */
export const draftFromEnvironment = (
	fields: readonly Field[],
	environment: Readonly<Record<string, string | undefined>>,
): Draft =>
	Object.fromEntries(
		fields.flatMap(field => {
			const value = field.env === undefined ? undefined : environment[field.env];
			return value === undefined || value === '' ? [] : [[field.key, value]];
		}),
	);

export type FlagRow = {readonly flag: string; readonly env?: string; readonly label: TextId; readonly help: TextId};

/** One row of `--help` for each field. */
export const flagRows = (fields: readonly Field[]): readonly FlagRow[] =>
	fields.map(({flag, env, label, help}) => ({flag: `--${flag}`, ...(env === undefined ? {} : {env}), label, help}));
