import {type Text, type TextValue} from '../core/text-token.js';

/** A text by the templates given, its values filled in; an unknown id is shown as itself. */
export const fill = (templates: Readonly<Record<string, string>>, token: Text): string => {
	const show = (value: TextValue | undefined): string => {
		if (value === undefined) {
			return '';
		}

		return typeof value === 'object' ? fill(templates, value) : String(value);
	};

	const template = Object.hasOwn(templates, token.id) ? templates[token.id] : undefined;
	return (template ?? token.id).replaceAll(/{(\w+)}/g, (_, name: string) => show(token.values?.[name]));
};
