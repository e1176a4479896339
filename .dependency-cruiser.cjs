// Who may import whom: docs/architecture.md. The simulator and the core are the two that nothing may leak into.
const only = (name, from, allowed) => ({
	name,
	severity: 'error',
	from: {path: `^source/${from}/`},
	to: {path: '^source/', pathNot: allowed.map(folder => `^source/${folder}/`)},
});

const neverPackages = (name, from, packages) => ({
	name,
	severity: 'error',
	from: {path: `^source/${from}/`},
	to: {path: packages},
});

module.exports = {
	forbidden: [
		{name: 'no-circular', severity: 'error', from: {}, to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}}},
		only('core-imports-core', 'core', ['core']),
		{
			name: 'core-imports-only-zod',
			severity: 'error',
			from: {path: '^source/core/'},
			to: {dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/'},
		},
		only('ports-are-core-types', 'ports', ['core', 'ports']),
		only('messages-are-texts', 'messages', ['core', 'messages']),
		only('runtime-acts-through-ports', 'runtime', ['core', 'ports', 'runtime']),
		only('adapters-translate', 'adapters', ['core', 'ports', 'adapters']),
		only('ui-draws', 'ui', ['core', 'messages', 'runtime', 'ui']),
		{
			name: 'ui-knows-only-the-store',
			severity: 'error',
			from: {path: '^source/ui/'},
			to: {path: '^source/runtime/', pathNot: '^source/runtime/store'},
		},
		only('headless-has-no-ink', 'headless', ['core', 'ports', 'runtime', 'messages', 'headless']),
		neverPackages('no-react-outside-ui', '(core|ports|messages|runtime|adapters|headless|simulator)', 'node_modules/(react|ink)'),
		only('simulator-shares-nothing', 'simulator', ['simulator']),
		{
			name: 'simulator-needs-no-library',
			severity: 'error',
			from: {path: '^source/simulator/'},
			to: {dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/zod/'},
		},
		{
			name: 'wiring-is-imported-by-nobody',
			severity: 'error',
			from: {path: '^source/', pathNot: '^source/(cli|commands|cli\\.ts)'},
			to: {path: '^source/(cli|commands)/'},
		},
		{
			name: 'stock-inputs-are-views',
			severity: 'error',
			from: {path: '^source/', pathNot: '^source/ui/fields/'},
			to: {path: 'node_modules/ink-(select|text)-input'},
		},
		{name: 'no-orphans', severity: 'error', from: {orphan: true, path: '^source/', pathNot: '(cli|\\.d)\\.ts$'}, to: {}},
	],
	options: {
		tsConfig: {fileName: 'tsconfig.json'},
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types']},
		doNotFollow: {path: 'node_modules'},
	},
};
