/**
 * Texts as tokens: the core says which sentence and with which values, the messages say how it reads in a language.
 * The catalogue registers itself here (`messages/catalogue.ts`), so that an unknown id or a missing value is a type
 * error although the core imports nothing.
 */

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-empty-interface, @typescript-eslint/consistent-type-definitions -- filled in by the catalogue
export interface TextRegister {}

type Registered = TextRegister extends {catalogue: infer Catalogue} ? Catalogue : Record<string, string>;

export type TextId = keyof Registered & string;

type PlaceholdersOf<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
	? Name | PlaceholdersOf<Rest>
	: never;

export type TextValue = string | number | Text;

type ValuesOf<Id extends TextId> = Registered[Id] extends string ? PlaceholdersOf<Registered[Id]> : string;

/** A sentence in no language yet. Cloud text travels in `values` as it came; whoever draws it strips it. */
export type Text = {
	readonly id: TextId;
	readonly values?: Readonly<Record<string, TextValue>>;
};

type Arguments<Id extends TextId> = [ValuesOf<Id>] extends [never]
	? []
	: [values: Readonly<Record<ValuesOf<Id>, TextValue>>];

/** The token with each string among its values changed, however deep. */
export const mapStrings = (token: Text, change: (value: string) => string): Text => {
	const changeValue = (value: TextValue): TextValue => {
		if (typeof value === 'string') {
			return change(value);
		}

		return typeof value === 'object' ? mapStrings(value, change) : value;
	};

	return {
		id: token.id,
		...(token.values && {
			values: Object.fromEntries(Object.entries(token.values).map(([name, value]) => [name, changeValue(value)])),
		}),
	};
};

/** Names a text of the catalogue with the values its template asks for. */
export const text = <Id extends TextId>(id: Id, ...[values]: Arguments<Id>): Text =>
	values === undefined ? {id} : {id, values};
