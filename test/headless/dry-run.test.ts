import test from 'ava';
import {openCommandLine} from '../helpers/command-line.js';
import {newShop, shopTargets, shopVersion} from '../helpers/shop.js';
import {writesOf} from '../helpers/writes.js';

// Commands that promise to look: no request of theirs is a write, whatever stands in the clouds.

const scenarios = ['happy', 'keep-originals', 'contained-tag', 'failing-hook', 'ready-gate', 'active-alarm'] as const;

const looks: ReadonlyArray<readonly string[]> = [
	['deploy', ...shopTargets, ...shopVersion, '--yes', '--dry-run'],
	['deploy', ...shopTargets, '--yes', '--dry-run', '--mend-group', 'originals=terminate', '--output', 'json'],
	['deploy', ...shopTargets, '--yes', '--dry-run', '--mend-group', 'ready=continue'],
	['deploy', ...newShop, '--yes', '--dry-run', '--output', 'ndjson'],
	['deploy', '--dry-run', '--yes'],
	['setup', ...shopTargets],
	['doctor'],
	['doctor', '--output', 'json'],
	['runs'],
	['watch', 'd-5Q0XR7K2M'],
];

for (const scenario of scenarios) {
	test.serial(`nothing is written by a look (${scenario})`, async t => {
		const line = await openCommandLine({scenario});
		t.teardown(line.close);

		for (const argv of looks) {
			const {stderr} = await line.run(argv);
			t.deepEqual(writesOf(line.simulator), [], `${argv.join(' ')}\n${stderr}`);
		}
	});
}
