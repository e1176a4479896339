import {type FlatXoConfig} from 'xo';

const config: FlatXoConfig = [
	{ignores: ['build/**', '.tests/**', 'coverage/**', '.dependency-cruiser.cjs']},
	{
		// Its rules take a tenth of the whole time on files that have no React. Before Prettier, which has the last word.
		files: ['**/*.tsx', 'source/ui/hooks/**'],
		react: true,
		rules: {
			// The automatic JSX runtime needs no React in scope.
			'react/react-in-jsx-scope': 'off',
			'react/prop-types': 'off',
		},
	},
	{
		prettier: true,
		semicolon: true,
		rules: {
			// The SDK's and Spot's members are named by their vendors.
			'@typescript-eslint/naming-convention': 'off',
			// Wire answers are read member by member, in order; several loops await on purpose.
			'no-await-in-loop': 'off',
			'unicorn/prevent-abbreviations': 'off',
			'unicorn/no-array-callback-reference': 'off',
			'capitalized-comments': 'off',
			'require-unicode-regexp': 'off',
			// The wires of both clouds say null.
			'unicorn/no-null': 'off',
			'@typescript-eslint/no-restricted-types': 'off',
			'unicorn/no-array-reduce': 'off',
			'unicorn/no-array-sort': 'off',
			'unicorn/no-array-reverse': 'off',
			'import-x/extensions': 'off',
			// Says what import-x/no-extraneous-dependencies says, in ten times the time.
			'n/no-extraneous-import': 'off',
			'max-params': 'off',
			'ava/assertion-arguments': 'off',
			// AVA runs the bundles of these files.
			'ava/no-ignored-test-files': 'off',
			complexity: 'off',
			'max-lines': 'off',
			'max-depth': 'off',
		},
	},
];

export default config;
