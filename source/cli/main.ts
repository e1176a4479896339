import {setMaxListeners} from 'node:events';
import {type Log} from '../adapters/log.js';
import {regionPattern} from '../core/region.js';
import {type Result} from '../core/problem.js';
import {type Text} from '../core/text-token.js';
import {type Sinks} from '../headless/reporter.js';
import {createSink} from '../headless/sink.js';
import {type Clock} from '../ports/clock.js';
import {type Command, type CommandContext} from '../commands/context.js';
import {chooseLanguage, languages, type SpokenLanguage} from './choose-language.js';
import {chooseMode, outputs, type Mode, type Output} from './choose-mode.js';
import {codeOnceWritten} from './code-once-written.js';
import {type Environment} from './environment.js';
import {exitCodeOfProblem, exitCodes, type ExitCode} from './exit-codes.js';
import {isOneOf} from './is-one-of.js';
import {commandRows, optionRows, type CommandName} from './options.js';
import {parseArguments, type FieldFlag, type Invocation} from './parse-arguments.js';
import {readVersion} from './version.js';

/** A command is read from disk when it is the one that was asked for. */
const loaders: Readonly<Record<CommandName, () => Promise<Command>>> = {
	async setup() {
		const module = await import('../commands/setup.js');
		return module.setup;
	},
	async deploy() {
		const module = await import('../commands/deploy.js');
		return module.deploy;
	},
	async watch() {
		const module = await import('../commands/watch.js');
		return module.watch;
	},
	async runs() {
		const module = await import('../commands/runs.js');
		return module.runs;
	},
	async profiles() {
		const module = await import('../commands/profiles.js');
		return module.profiles;
	},
	async restore() {
		const module = await import('../commands/restore.js');
		return module.restore;
	},
	async doctor() {
		const module = await import('../commands/doctor.js');
		return module.doctor;
	},
	async demo() {
		const module = await import('../commands/demo.js');
		return module.demo;
	},
	async simulator() {
		const module = await import('../commands/simulator.js');
		return module.simulator;
	},
};

/** The field table is large; only arguments that may name a field load it. */
const fieldFlagsFor = async (argv: readonly string[]): Promise<readonly FieldFlag[]> => {
	const named = argv.find(word => !word.startsWith('-'));
	const takesNone = commandRows.some(row => row.name === named && !row.takesFields);
	const hasFlag = argv.some(
		word => word.startsWith('--') && !optionRows.some(row => row.value === undefined && word === `--${row.name}`),
	);
	const isForHelp = argv.includes('--help') || argv.includes('-h') || named === 'help';

	if (takesNone || !hasFlag || isForHelp) {
		return [];
	}

	const {fieldFlags} = await import('./field-flags.js');
	return fieldFlags();
};

/** Lines of `--debug`; beside a screen they go to a file, since they would tear it. */
const createLog = async (environment: Environment, {errors}: Sinks, mode: Mode): Promise<Result<Log>> => {
	if (mode !== 'interactive') {
		return {
			isOk: true,
			value(line) {
				errors.lines([line]);
			},
		};
	}

	const {createLogFile} = await import('../adapters/log-file.js');
	return createLogFile(environment.directories.state);
};

/** What a flag says, for what has to be known before the arguments are read. */
const flagOf = (argv: readonly string[], name: string): string | undefined => {
	const at = argv.indexOf(`--${name}`);
	return (
		argv.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? (at === -1 ? undefined : argv[at + 1])
	);
};

const wantsDocument = (output: string | undefined): boolean => output === 'json' || output === 'ndjson';

const printWrong = async (
	{argv}: Environment,
	{output, errors}: Sinks,
	reasons: readonly Text[],
	command: CommandName | undefined,
	language: SpokenLanguage,
): Promise<ExitCode> => {
	const {printReasons} = await import('../headless/print-problem.js');
	const typed = `spot-bluegreen ${command ?? ''}`.trim();
	printReasons({sink: errors, language, reasons, command: typed});

	if (wantsDocument(flagOf(argv, 'output'))) {
		const {writeReasons} = await import('../headless/problem-document.js');
		writeReasons(output, reasons, typed);
	}

	return exitCodes.usage;
};

const colourVariables = (
	variables: Environment['variables'],
	isForbidden: boolean,
): Readonly<Record<string, string | undefined>> => {
	// NO_COLOR goes before a force that also comes from the environment; the drawing library knows FORCE_COLOR alone.
	if (isForbidden || Boolean(variables['NO_COLOR']) || variables['CLICOLOR'] === '0') {
		return {FORCE_COLOR: '0'};
	}

	const force = variables['CLICOLOR_FORCE'];
	return force && force !== '0' && variables['FORCE_COLOR'] === undefined ? {FORCE_COLOR: '1'} : {};
};

const optionsOf = (invocation: Invocation): {readonly output: Output; readonly reasons: readonly Text[]} => {
	const {output = 'auto', lang, region} = invocation.values;
	const reasons: Text[] = [];

	if (!isOneOf(outputs, output)) {
		reasons.push({id: 'cli.wrong.value', values: {flag: '--output', value: output, choices: outputs.join(', ')}});
	}

	if (lang !== undefined && !isOneOf(languages, lang)) {
		reasons.push({id: 'cli.wrong.value', values: {flag: '--lang', value: lang, choices: languages.join(', ')}});
	}

	if (region !== undefined && !regionPattern.test(region)) {
		reasons.push({id: 'problem.aws.bad-region', values: {source: '--region', region: JSON.stringify(region)}});
	}

	return {output: isOneOf(outputs, output) ? output : 'auto', reasons};
};

export type MainOptions = {
	/** The wall's unless given. */
	readonly clock?: Clock;
};

const run = async (
	environment: Environment,
	sinks: Sinks,
	language: SpokenLanguage,
	clock: Clock | undefined,
): Promise<ExitCode> => {
	const {argv, variables, stdout} = environment;
	const parsed = parseArguments(argv, await fieldFlagsFor(argv));

	switch (parsed.kind) {
		case 'version': {
			sinks.output.lines([readVersion()]);
			return exitCodes.done;
		}

		case 'help': {
			const {toHelp} = await import('./help.js');
			sinks.output.lines(await toHelp(language, parsed.command, stdout.columns));
			return exitCodes.done;
		}

		case 'wrong': {
			return printWrong(environment, sinks, parsed.reasons, parsed.command, language);
		}

		case 'run': {
			break;
		}
	}

	const {invocation} = parsed;
	const {output, reasons} = optionsOf(invocation);

	if (reasons.length > 0) {
		return printWrong(environment, sinks, reasons, invocation.command, language);
	}

	const {switches, values} = invocation;
	const mode = chooseMode({
		isInputTty: environment.stdin.isTTY,
		isOutputTty: stdout.isTTY,
		variables,
		output,
		isAccessible: switches.has('accessible'),
		hasNoInput: switches.has('no-input'),
	});
	const [{systemClock}, {createCloudClock}] = await Promise.all([
		import('../adapters/system-clock.js'),
		import('../runtime/cloud-clock.js'),
	]);
	const log = switches.has('debug') ? await createLog(environment, sinks, mode) : undefined;

	if (log?.isOk === false) {
		const {printProblem} = await import('../headless/print-problem.js');
		printProblem({sink: sinks.errors, language, problem: log.problem, isDebug: true});
		return exitCodeOfProblem(log.problem.kind);
	}

	const context: CommandContext = {
		environment,
		...sinks,
		invocation,
		language,
		mode,
		time: createCloudClock(clock ?? systemClock),
		isAscii: switches.has('ascii'),
		isDebug: switches.has('debug'),
		...(log && {log: log.value}),
	};

	// One signal ends many look-ups at once, and Node would warn of that in the middle of a screen.
	setMaxListeners(0);
	environment.setVariables({
		// The SDK would print a warning about coming Node versions into the middle of a screen.
		AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
		...(values['profile-aws'] !== undefined && {AWS_PROFILE: values['profile-aws']}),
		...(values['region'] !== undefined && {AWS_REGION: values['region']}),
		...colourVariables(variables, switches.has('no-color')),
	});

	const command = await loaders[invocation.command]();
	return command(context);
};

const tellBug = async (
	{argv}: Environment,
	{output, errors}: Sinks,
	error: unknown,
	language: SpokenLanguage,
): Promise<ExitCode> => {
	const {printBug} = await import('../headless/print-problem.js');
	printBug({sink: errors, language, error, isDebug: argv.includes('--debug')});

	if (wantsDocument(flagOf(argv, 'output'))) {
		const {writeBug} = await import('../headless/problem-document.js');
		writeBug(output, error);
	}

	await Promise.all([output.settled(), errors.settled()]);
	return exitCodes.unexpected;
};

/** From the arguments to the exit code. */
export const main = async (environment: Environment, {clock}: MainOptions = {}): Promise<ExitCode> => {
	// A reader that went away (`| head`) is no failure; the deployment goes on without it.
	const onReaderGone = (): void => {
		environment.exit(exitCodes.interrupted);
	};

	const sinks: Sinks = {
		output: createSink(environment.stdout, onReaderGone),
		errors: createSink(environment.stderr, onReaderGone),
	};
	// The language is needed to say what is wrong with the arguments, so it is looked for before they are read.
	const language = chooseLanguage(flagOf(environment.argv, 'lang'), environment.variables);
	// A listener or a timer that throws: Node would print the message as it came.
	environment.onCrash(error => {
		void tellBug(environment, sinks, error, language).finally(() => environment.exit(exitCodes.unexpected));
	});
	const code = await run(environment, sinks, language, clock).catch(async (error: unknown) =>
		tellBug(environment, sinks, error, language),
	);
	return codeOnceWritten({output: sinks.output, openErrors: () => sinks.errors, code, language});
};
