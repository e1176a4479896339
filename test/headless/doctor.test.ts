import test from 'ava';
import {openCommandLine} from '../helpers/command-line.js';
import {readJson} from '../helpers/read-json.js';

const minute = 60_000;

for (const [title, aheadMs, sentence] of [
	['right', 0, /Clock: agrees with the clouds/],
	['ahead', 20 * minute, /clock of this machine is 20 min ahead of the clouds/],
	['behind', -3 * minute, /clock of this machine is 3 min behind the clouds/],
] as const) {
	test.serial(`the clock of the machine is compared with the clouds’: ${title}`, async t => {
		const line = await openCommandLine();
		t.teardown(line.close);
		const {code, stdout} = await line.run(['doctor'], {aheadMs});
		t.is(code, 0);
		t.regex(stdout, sentence);
		const document = await line.run(['doctor', '--output', 'json'], {aheadMs});
		const {clockSkewMs} = readJson<{readonly clockSkewMs: number}>(document.stdout);
		t.true(Math.abs(clockSkewMs - aheadMs) < 2000);
	});
}
