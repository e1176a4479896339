import {type Scope} from '../source/core/keys/binding.js';
import {bindings, isInScope} from '../source/core/keys/keymap.js';
import {say, type Language} from '../source/messages/catalogue.js';
import {keyNames} from '../source/ui/components/footer.js';

type Group = {readonly title: Readonly<Record<Language, string>>; readonly scopes: readonly Scope[]};

const groups: readonly Group[] = [
	{title: {en: 'Lists and steps', ko: '목록과 단계'}, scopes: ['list', 'multi-list', 'form', 'review', 'choice']},
	{title: {en: 'Text fields', ko: '텍스트 입력'}, scopes: ['text']},
	{title: {en: 'Live screen', ko: '라이브 화면'}, scopes: ['live', 'ended', 'menu', 'gate', 'confirm', 'passed']},
];

export const keysBegin = '<!-- keys -->';
export const keysEnd = '<!-- /keys -->';

/** The README's tables of keys, from the keymap: one row a meaning. */
export const toKeyTables = (language: Language): string =>
	groups
		.map(({title, scopes}) => {
			const labelsOf = new Map<string, Set<string>>();
			for (const {keys, label} of bindings.filter(row => scopes.some(scope => isInScope(row, scope)))) {
				const cell = keyNames(keys)
					.split(' ')
					.map(key => `<kbd>${key.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</kbd>`)
					.join(' ');
				labelsOf.set(cell, (labelsOf.get(cell) ?? new Set()).add(say({id: label}, language)));
			}

			const rows = [...labelsOf].map(([keys, labels]) => `| ${keys} | ${[...labels].join(' · ')} |`);
			return `| ${title[language]} | |\n| --- | --- |\n${rows.join('\n')}`;
		})
		.join('\n\n');

/** A README with its tables of keys as the keymap has them now. */
export const withKeyTables = (readme: string, language: Language): string => {
	const from = readme.indexOf(keysBegin) + keysBegin.length;
	return `${readme.slice(0, from)}\n${toKeyTables(language)}\n${readme.slice(readme.indexOf(keysEnd))}`;
};
