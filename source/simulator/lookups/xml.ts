/** XML as plain data: an array repeats its element, `undefined` leaves it out. */
export type Xml = string | number | boolean | undefined | XmlObject | readonly Xml[];

export type XmlObject = {readonly [name: string]: Xml};

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

const escape = (words: string): string => words.replaceAll(/[&<>"]/g, character => entities[character] ?? character);

const isList = (value: Xml): value is readonly Xml[] => Array.isArray(value);

/** One element, or as many as the list has. */
const element = (name: string, value: Xml): string => {
	if (value === undefined) {
		return '';
	}

	if (isList(value)) {
		return value.map(part => element(name, part)).join('');
	}

	const inner =
		typeof value === 'object'
			? Object.entries(value)
					.map(([key, part]) => element(key, part))
					.join('')
			: escape(String(value));

	return `<${name}>${inner}</${name}>`;
};

/** A whole document; the root carries the service's namespace, where it has one. */
export const xmlDocument = (root: string, namespace: string | undefined, content: XmlObject): string => {
	const inner = Object.entries(content)
		.map(([key, part]) => element(key, part))
		.join('');
	const opening = namespace === undefined ? root : `${root} xmlns="${namespace}"`;

	return `<?xml version="1.0" encoding="UTF-8"?>\n<${opening}>${inner}</${root}>`;
};
