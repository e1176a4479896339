/** The controls that most fields have. */
import {type Control, type Option, type QueryName} from './field.js';

type Select = Extract<Control, {readonly kind: 'select'}>;

/** A choice among what the clouds have, or typed where they do not tell. */
export const lookedUp = (query: QueryName, needs: readonly string[], more: Pick<Select, 'unit'> = {}): Select => ({
	kind: 'select',
	canType: true,
	options: {from: 'query', query, needs},
	...more,
});

/** The same for several at once. */
export const severalLookedUp = (query: QueryName, needs: readonly string[]): Control => ({
	kind: 'multi-select',
	canType: true,
	options: {from: 'query', query, needs},
});

/** A choice among these and no others. */
export const oneOf = (options: readonly Option[]): Control => ({
	kind: 'select',
	canType: false,
	options: {from: 'static', options},
});
