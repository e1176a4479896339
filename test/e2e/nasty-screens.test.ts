import {readFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createScaledClock} from '../../source/adapters/system-clock.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {startSimulator} from '../../source/simulator/server.js';
import {createHome, openTerminal, type Terminal} from '../helpers/built-program.js';
import {withNastyFailure, withNastyNames} from '../helpers/nasty-world.js';

// The screens in a real terminal, over clouds whose names would act on it.

const open = async (
	t: ExecutionContext,
	argv: readonly string[],
	scenario: ScenarioId,
): Promise<{readonly terminal: Terminal; readLog(): Promise<string>}> => {
	const simulator = await startSimulator({clock: createScaledClock(60), scenario});
	const home = await createHome();
	simulator.change(withNastyNames);
	simulator.change(withNastyFailure);
	const terminal = openTerminal([...argv, '--lang', 'en', '--debug'], {
		...home.variables,
		...simulator.environment,
		SPOT_BLUEGREEN_HOME: home.directory,
	});
	t.teardown(async () => {
		terminal.kill();
		await simulator.close();
		await home.remove();
	});
	return {
		terminal,
		readLog: async () => readFile(path.join(home.directory, 'state', 'debug.log'), 'utf8'),
	};
};

/** Nothing but what Ink itself sends: colours, the cursor's moves and modes. */
const isClean = (t: ExecutionContext, terminal: Terminal): void => {
	// eslint-disable-next-line no-control-regex
	const text = terminal.written().replaceAll(/\u001B\[\??[\d;]*[A-HJKmhl]|\r?\n/g, '');
	t.notRegex(text, /[\p{Cc}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2060-\u206F]/u);
	t.notRegex(terminal.screen(), /^\s*\+ forged/m);
};

test.serial('from the first screen to a deployment that fails', async t => {
	const {terminal, readLog} = await open(t, ['setup'], 'failing-hook');
	await terminal.see('Guided set-up');
	await terminal.pressUntil('\r', 'Where am I');
	isClean(t, terminal);
	await terminal.pressUntil('\r', 'Does it fit?');
	await terminal.see('shop-web');
	isClean(t, terminal);
	await terminal.pressUntil('\r', 'Start the blue/green deployment');
	await terminal.see('Instances by tag: original 2');
	terminal.press('\r');
	await terminal.see('validate_service.sh');
	isClean(t, terminal);
	const log = await readLog();
	t.regex(log, /codedeploy:/);

	for (const line of log.trimEnd().split('\n')) {
		t.regex(line, /^\d{4}-[\d-]+T[\d:.]+Z \P{Cc}*$/u);
	}
});

test.serial('a deployment of somebody else that failed', async t => {
	const {terminal} = await open(t, ['watch', 'd-5Q0XR7K2M'], 'happy');
	await terminal.see('BeforeInstall');
	isClean(t, terminal);
});
