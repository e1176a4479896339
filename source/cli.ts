#!/usr/bin/env node
import {chooseLanguage} from './cli/choose-language.js';
import {codeOnceWritten} from './cli/code-once-written.js';
import {readEnvironment} from './cli/environment.js';
import {exitCodes} from './cli/exit-codes.js';
import {readVersion} from './cli/version.js';
import {createSink} from './headless/sink.js';

const environment = readEnvironment();
const [first, ...others] = environment.argv;

const printVersion = async (): Promise<void> => {
	const onReaderGone = (): void => {
		environment.exit(exitCodes.interrupted);
	};

	const output = createSink(environment.stdout, onReaderGone);
	output.lines([readVersion()]);
	const code = await codeOnceWritten({
		output,
		openErrors: () => createSink(environment.stderr, onReaderGone),
		code: exitCodes.done,
		language: chooseLanguage(undefined, environment.variables),
	});
	environment.setExitCode(code);
};

const start = async (): Promise<void> => {
	// Asked most often by scripts, answered before anything else is read from disk.
	if (others.length === 0 && (first === '--version' || first === '-V')) {
		await printVersion();
		return;
	}

	// The screens are read from disk while the arguments are parsed; whoever opens them finds them there.
	if (first === undefined && environment.stdin.isTTY && environment.stdout.isTTY) {
		void import('./commands/open-app.js');
	}

	const {main} = await import('./cli/main.js');
	environment.setExitCode(await main(environment));
};

// The front is built as CommonJS, which has no await at its top (docs/decisions/0008).
void start();
