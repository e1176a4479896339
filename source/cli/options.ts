import {type TextId} from '../core/text-token.js';

export const commandNames = [
	'setup',
	'deploy',
	'watch',
	'runs',
	'profiles',
	'restore',
	'doctor',
	'demo',
	'simulator',
] as const;

export type CommandName = (typeof commandNames)[number];

/** One command, as the parser and `--help` read it. */
export type CommandRow = {
	readonly name: CommandName;
	/** Past the program's name. */
	readonly usage: string;
	readonly summary: TextId;
	readonly examples: readonly string[];
	readonly maximumArguments: number;
	/** Takes the flags of the field table. */
	readonly takesFields: boolean;
};

export const commandRows: readonly CommandRow[] = [
	{
		name: 'setup',
		usage: '[setup]',
		summary: 'cli.command.setup',
		examples: ['spot-bluegreen', 'spot-bluegreen setup --region ap-northeast-2 --lang ko'],
		maximumArguments: 0,
		takesFields: true,
	},
	{
		name: 'deploy',
		usage: 'deploy [profile]',
		summary: 'cli.command.deploy',
		examples: [
			'spot-bluegreen deploy shop',
			'spot-bluegreen deploy shop --set version=7.0 --revision s3://releases/shop-7.0.zip --yes',
			'spot-bluegreen deploy shop --set version=7.0 --revision s3://releases/shop-7.0.zip --yes --output ndjson',
			'spot-bluegreen deploy --application shop --deployment-group shop-bg --elastigroup shop-web --yes',
		],
		maximumArguments: 1,
		takesFields: true,
	},
	{
		name: 'watch',
		usage: 'watch [run | deployment | profile]',
		summary: 'cli.command.watch',
		examples: ['spot-bluegreen watch', 'spot-bluegreen watch d-A1B2C3D4E'],
		maximumArguments: 1,
		takesFields: false,
	},
	{
		name: 'runs',
		usage: 'runs',
		summary: 'cli.command.runs',
		examples: ['spot-bluegreen runs', 'spot-bluegreen runs --output json'],
		maximumArguments: 0,
		takesFields: false,
	},
	{
		name: 'profiles',
		usage: 'profiles list | show | rename | delete | export | import',
		summary: 'cli.command.profiles',
		examples: [
			'spot-bluegreen profiles list',
			'spot-bluegreen profiles rename shop shop-seoul',
			'spot-bluegreen profiles export shop > shop.json',
			'spot-bluegreen profiles import shop.json',
		],
		maximumArguments: 3,
		takesFields: false,
	},
	{
		name: 'restore',
		usage: 'restore <run>',
		summary: 'cli.command.restore',
		examples: [
			'spot-bluegreen restore shop-20261123-0917-k3x9',
			'spot-bluegreen restore shop-20261123-0917-k3x9 --confirm shop-web',
		],
		maximumArguments: 1,
		takesFields: false,
	},
	{
		name: 'doctor',
		usage: 'doctor',
		summary: 'cli.command.doctor',
		examples: ['spot-bluegreen doctor'],
		maximumArguments: 0,
		takesFields: false,
	},
	{
		name: 'demo',
		usage: 'demo',
		summary: 'cli.command.demo',
		examples: ['spot-bluegreen demo', 'spot-bluegreen demo --scenario failing-hook --speed 20'],
		maximumArguments: 0,
		takesFields: false,
	},
	{
		name: 'simulator',
		usage: 'simulator',
		summary: 'cli.command.simulator',
		examples: ['spot-bluegreen simulator --port 4566'],
		maximumArguments: 0,
		takesFields: false,
	},
];

/** One option of our own, that is not a field's. */
export type OptionRow = {
	readonly name: string;
	readonly short?: string;
	/** What stands for the value in the help; an option without one is a switch. */
	readonly value?: string;
	readonly isRepeatable?: boolean;
	readonly help: TextId;
	/** Absent: everywhere. */
	readonly commands?: readonly CommandName[];
};

export const optionRows: readonly OptionRow[] = [
	{
		name: 'set',
		value: '<name>=<value>',
		isRepeatable: true,
		help: 'cli.option.set',
		commands: ['deploy', 'setup', 'demo'],
	},
	{
		name: 'revision',
		value: '<s3://… | owner/repo@commit>',
		help: 'cli.option.revision',
		commands: ['deploy', 'setup', 'demo'],
	},
	{name: 'yes', short: 'y', help: 'cli.option.yes', commands: ['deploy', 'watch', 'restore', 'profiles']},
	{name: 'confirm', value: '<elastigroup>', help: 'cli.option.confirm', commands: ['deploy', 'watch', 'restore']},
	{name: 'dry-run', help: 'cli.option.dry-run', commands: ['deploy', 'restore']},
	{name: 'ready', value: 'continue|stop', help: 'cli.option.ready', commands: ['deploy', 'watch']},
	{name: 'adopt', value: '<blue-green>', help: 'cli.option.adopt', commands: ['watch']},
	{name: 'disown', value: '<blue-green>', help: 'cli.option.disown', commands: ['watch']},
	{name: 'wait-until', value: '<phase>', help: 'cli.option.wait-until', commands: ['deploy', 'watch']},
	{name: 'deadline', value: '<minutes>', help: 'cli.option.deadline', commands: ['deploy', 'watch']},
	{name: 'name', value: '<profile>', help: 'cli.option.name', commands: ['profiles']},
	{name: 'scenario', value: '<id>', help: 'cli.option.scenario', commands: ['demo', 'simulator']},
	{name: 'speed', value: '<times>', help: 'cli.option.speed', commands: ['demo', 'simulator']},
	{name: 'seed', value: '<number>', help: 'cli.option.seed', commands: ['demo', 'simulator']},
	{name: 'port', value: '<number>', help: 'cli.option.port', commands: ['simulator']},
	{name: 'region', value: '<region>', help: 'cli.option.region'},
	{name: 'profile-aws', value: '<name>', help: 'cli.option.profile-aws'},
	{name: 'output', value: 'auto|plain|ndjson|json', help: 'cli.option.output'},
	{name: 'accessible', help: 'cli.option.accessible'},
	{name: 'no-input', help: 'cli.option.no-input'},
	{name: 'lang', value: 'en|ko', help: 'cli.option.lang'},
	{name: 'ascii', help: 'cli.option.ascii'},
	{name: 'no-color', help: 'cli.option.no-color'},
	{name: 'debug', help: 'cli.option.debug'},
	{name: 'help', short: 'h', help: 'cli.option.help'},
	{name: 'version', short: 'V', help: 'cli.option.version'},
];
