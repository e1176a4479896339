import test from 'ava';
import {exitCodeOfOutcome, exitCodeOfProblem, exitCodeRows, exitCodes} from '../../source/cli/exit-codes.js';
import {toHelp} from '../../source/cli/help.js';
import {scenarioIds} from '../../source/simulator/scenarios.js';

test('what a run came to', t => {
	t.is(exitCodeOfOutcome({kind: 'succeeded', isRestored: true}), 0);
	t.is(exitCodeOfOutcome({kind: 'succeeded', isRestored: false}), 6);
	t.is(exitCodeOfOutcome({kind: 'failed', isClean: true}), 5);
	t.is(exitCodeOfOutcome({kind: 'failed', isClean: false}), 6);
	t.is(exitCodeOfOutcome({kind: 'stopped', isClean: true}), 5);
	t.is(exitCodeOfOutcome({kind: 'stopped', isClean: false}), 6);
	t.is(exitCodeOfOutcome({kind: 'refused'}), 3);
});

test('what a problem means', t => {
	t.is(exitCodeOfProblem('input'), 2);
	t.is(exitCodeOfProblem('auth'), 4);
	t.is(exitCodeOfProblem('permission'), 4);
	t.is(exitCodeOfProblem('network'), 1);
	t.is(exitCodeOfProblem('bug'), 1);
});

test('every code stands in the help of both languages', async t => {
	const all: readonly number[] = Object.values(exitCodes);
	t.deepEqual(
		exitCodeRows.map(row => row.code),
		[...all].sort((a, b) => a - b),
	);

	for (const language of ['en', 'ko'] as const) {
		const lines = await toHelp(language, undefined);
		const help = lines.join('\n');

		for (const code of all) {
			t.regex(help, new RegExp(String.raw`^ +${code} {2}\S`, 'm'));
		}
	}
});

test('no line of any help is wider than the terminal', async t => {
	const {default: stringWidth} = await import('string-width');
	const {commandNames} = await import('../../source/cli/options.js');

	for (const language of ['en', 'ko'] as const) {
		for (const command of [undefined, ...commandNames]) {
			const help = await toHelp(language, command, 80);
			const wide = help.filter(line => stringWidth(line) > 80 && !line.startsWith('  spot-bluegreen'));
			t.deepEqual(wide, []);
		}
	}
});

test('the help names every scenario there is', async t => {
	for (const language of ['en', 'ko'] as const) {
		for (const command of ['demo', 'simulator'] as const) {
			const lines = await toHelp(language, command);
			const help = lines.join('\n');

			for (const scenario of scenarioIds) {
				t.true(help.includes(scenario), `${language} ${command} ${scenario}`);
			}
		}
	}
});
