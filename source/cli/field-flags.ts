import {allFields} from '../core/flow/registry.js';
import {type Text} from '../core/text-token.js';
import {optionRows} from './options.js';
import {type FieldFlag} from './parse-arguments.js';

/** The flags that the field table brings. */
export const fieldFlags = (): readonly FieldFlag[] =>
	allFields.map(field => ({flag: field.flag, isToggle: field.control.kind === 'toggle'}));

/** One row a field, for `--help`; those that are options of their own stand there. */
export const fieldHelp = (): ReadonlyArray<{readonly flag: string; readonly label: Text}> =>
	allFields
		.filter(field => !optionRows.some(row => row.name === field.flag))
		.map(field => ({flag: field.flag, label: {id: field.label}}));
