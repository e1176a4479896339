import {allFields} from '../core/flow/registry.js';
import {text, type Text} from '../core/text-token.js';
import {type FieldFlag} from './parse-arguments.js';

/** The flags that the field table brings. */
export const fieldFlags = (): readonly FieldFlag[] =>
	allFields.map(field => ({flag: field.flag, isToggle: field.control.kind === 'toggle'}));

/** One row a field, for `--help`. */
export const fieldHelp = (): ReadonlyArray<{readonly flag: string; readonly label: Text}> =>
	allFields.map(field => ({flag: field.flag, label: text(field.label)}));
