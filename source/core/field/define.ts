import {type Text, type TextId} from '../text-token.js';
import {type Field} from './field.js';
import {type NamedParser} from './parse.js';

type KeyOf<Id> = Id extends `field.${infer Key}.label` ? Key : never;

/** A field exists once its texts do: the catalogue's ids are the list of keys. */
type FieldKey = KeyOf<TextId>;

type Record_<Value> = Pick<
	Field<Value>,
	| 'control'
	| 'requirements'
	| 'isOptional'
	| 'initial'
	| 'when'
	| 'implied'
	| 'isTarget'
	| 'takesSuggestion'
	| 'check'
	| 'dependsOn'
> & {
	readonly key: FieldKey;
	readonly parse: NamedParser<Value>;
	/** Where another name than the key's is better known. */
	readonly flag?: string;
	/** Where the vendors have a name for it already. */
	readonly env?: string;
	readonly persist?: Field['persist'];
};

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** Fills in what follows from the key: flag, environment name and the ids of the three texts. */
export const defineField = <Value>(record: Record_<Value>): Field<Value> => {
	const {key, parse, flag = kebab(key), persist = 'profile', env, ...rest} = record;
	const label: TextId = `field.${key}.label` as const;
	const name: Text = {id: label};
	const read = parse(name);
	return {
		...rest,
		key,
		flag,
		env: env ?? `SPOT_BLUEGREEN_${flag.toUpperCase().replaceAll('-', '_')}`,
		persist,
		label,
		help: `field.${key}.help` as const,
		where: `field.${key}.where` as const,
		parse: raw =>
			raw.trim() === '' && record.isOptional !== true
				? {isOk: false, why: {id: 'field.missing', values: {label: name}}}
				: read(raw),
	};
};
