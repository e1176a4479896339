#!/usr/bin/env node
import {readEnvironment} from './cli/environment.js';
import {readVersion} from './cli/version.js';

const environment = readEnvironment();
const [first, ...others] = environment.argv;

// Asked most often by scripts, answered before anything else is read from disk.
if (others.length === 0 && (first === '--version' || first === '-V')) {
	environment.stdout.write(`${readVersion()}\n`);
} else {
	// The screens are read from disk while the arguments are parsed; whoever opens them finds them there.
	if (first === undefined && environment.stdin.isTTY && environment.stdout.isTTY) {
		void import('./commands/open-app.js');
	}

	const {main} = await import('./cli/main.js');
	environment.setExitCode(await main(environment));
}
