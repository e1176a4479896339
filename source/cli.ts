#!/usr/bin/env node
import {readEnvironment} from './cli/environment.js';
import {readVersion} from './cli/version.js';

const environment = readEnvironment();
const [first, ...others] = environment.argv;

const start = async (): Promise<void> => {
	// Asked most often by scripts, answered before anything else is read from disk.
	if (others.length === 0 && (first === '--version' || first === '-V')) {
		environment.stdout.write(`${readVersion()}\n`);
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
