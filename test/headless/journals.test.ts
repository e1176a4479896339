import {appendFile, copyFile, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';
import {readJson} from '../helpers/read-json.js';

// Journals that cannot be read to their end, as a pipeline meets them. One test after the other: see command-line.ts.

const open = async (t: ExecutionContext) => {
	const line = await openCommandLine();
	t.teardown(async () => line.close());
	return line;
};

const folderOf = ({directory}: CommandLine) => path.join(directory, 'state', 'runs');
const fileOf = (line: CommandLine, runId: string) => path.join(folderOf(line), `${runId}.ndjson`);

/** A recorded run under another id; from the first event of a type on, other lines stand instead. */
const place = async (line: CommandLine, runId: string, end: {readonly before: string; readonly instead: string}) => {
	const recorded = await readFile('test/fixtures/journals/format-1/happy.ndjson', 'utf8');
	const [kept = ''] = recorded.split(`{"type":"${end.before}"`);
	await mkdir(folderOf(line), {recursive: true});
	await writeFile(fileOf(line, runId), `${kept.replace('"runId":"happy"', `"runId":"${runId}"`)}${end.instead}`);
};

const damaged = {before: 'run-ended', instead: '{"type":"run-ended","at":1767604115000}\n'};
const newer = {
	before: 'run-ended',
	instead: '{"type":"run-ended","at":1767604115000,"outcome":{"kind":"postponed"}}\n',
};

const writes = ({simulator}: CommandLine): readonly string[] =>
	simulator.log
		.map(({operation}) => operation)
		.filter(operation => !/^(get|list|describe|batch|head)/i.test(operation));

test.serial('runs lists what it cannot read with the reason, and everything else as ever', async t => {
	const line = await open(t);
	await place(line, 'damaged', damaged);
	await place(line, 'newer', newer);
	await copyFile('test/fixtures/journals/format-1/happy.ndjson', fileOf(line, 'happy'));
	await mkdir(fileOf(line, 'folder'));

	const plain = await line.run(['runs']);
	t.is(plain.code, 0, plain.stderr);
	t.deepEqual(plain.stdout.replaceAll(folderOf(line), '…').split('\n').sort(), [
		'',
		'damaged  shop/shop-bg  version=6.0  unclear  Line 68 of …/damaged.ndjson is damaged: its member outcome is missing or not as it should be. The run is not driven past it.',
		'folder  unclear  …/folder.ndjson is not used: it is a folder, and a file is expected.',
		'happy  shop/shop-bg  version=6.0  succeeded',
		'newer  shop/shop-bg  version=6.0  unclear  Line 68 of …/newer.ndjson was written by a newer version of spot-bluegreen: its member outcome.kind is "postponed", which this version does not know. The run is not driven past it.',
	]);

	const korean = await line.run(['runs', '--lang', 'ko']);
	t.regex(korean.stdout, /damaged {2}shop\/shop-bg {2}version=6\.0 {2}확인 불가 {2}실행 기록이 손상되어 .* 68행/);
	t.regex(korean.stdout, /folder {2}확인 불가 {2}사용할 수 없는 파일입니다: .*폴더입니다/);

	const document = await line.run(['runs', '--output', 'json']);
	const {runs, refused} = readJson<{runs: Array<Record<string, unknown>>; refused: unknown}>(document.stdout);
	const find = (runId: string) => runs.find(run => run['runId'] === runId);
	t.like(find('damaged'), {outcome: null, problem: {code: 'journal-damaged'}});
	t.like(find('newer'), {outcome: null, problem: {code: 'journal-newer'}});
	t.like(find('happy'), {outcome: {kind: 'succeeded'}, problem: null});
	t.like(refused, [{runId: 'folder', problem: {code: 'file-refused'}}]);

	const lines = await line.run(['runs', '--output', 'ndjson']);
	t.is(lines.stdout.trim().split('\n').length, 5);
});

for (const [runId, end, code] of [
	['damaged', damaged, 'journal-damaged'],
	['newer', newer, 'journal-newer'],
] as const) {
	for (const command of [
		['watch', runId],
		['watch'],
		['restore', runId],
		['restore', runId, '--confirm', 'shop-web'],
	]) {
		test.serial(`${command.join(' ')} shows a ${runId} run as far as it can be read, and writes nothing`, async t => {
			const line = await open(t);
			await place(line, runId, end);
			const before = await readFile(fileOf(line, runId), 'utf8');
			const told = await line.run(command);
			t.is(told.code, 2, told.stderr);
			t.regex(told.stderr, /Run damaged|Run newer/);
			t.regex(told.stderr, new RegExp(`Line 68 of ${fileOf(line, runId)} `));
			t.regex(told.stderr, /Look on without the journal: spot-bluegreen watch d-9FSF2I0IR/);
			t.is(told.stderr.includes('Update spot-bluegreen'), runId === 'newer');
			t.true(told.stderr.includes(`[${code}]`));
			// The same command would only stop there again.
			t.notRegex(told.stdout, /spot-bluegreen watch/);

			const document = await line.run([...command, '--output', 'json']);
			t.is(document.code, 2);
			t.like(readJson(document.stdout), {
				result: 'problem',
				runId,
				deploymentId: 'd-9FSF2I0IR',
				problem: {code},
				next: [],
			});
			t.deepEqual(writes(line), []);
			t.is(await readFile(fileOf(line, runId), 'utf8'), before);
		});
	}
}

const deploying = (version: string): readonly string[] => [
	'deploy',
	'--application=shop',
	'--deployment-group=shop-bg',
	'--elastigroup=sig-5a3c19e7',
	`--set=version=${version}`,
	'--revision=s3://shop-releases-ap-northeast-2/shop/shop-6.0.zip',
	'--yes',
];

test.serial('the run of a damaged journal is in the way of its own deployment, and of no other', async t => {
	const line = await open(t);
	const first = await line.run([...deploying('6.0'), '--output', 'json']);
	t.is(first.code, 0, first.stderr);
	const {runId, deploymentId} = readJson<{runId: string; deploymentId: string}>(first.stdout);
	const file = fileOf(line, runId);
	const whole = await readFile(file, 'utf8');
	const [kept = ''] = whole.split('{"type":"run-ended"');
	await writeFile(file, `${kept}{"type":"fleet-seen","at":1}\n`);
	const before = writes(line).length;

	// The same deployment again would be the first one going on.
	const again = await line.run(deploying('6.0'));
	t.is(again.code, 2);
	t.true(again.stderr.includes(file), again.stderr);
	t.is(writes(line).length, before);

	// The advice is good: the deployment is told without the journal,
	const looked = await line.run(['watch', deploymentId, '--output', 'json']);
	t.is(looked.code, 0, looked.stderr);
	t.like(readJson(looked.stdout), {deploymentId, result: 'succeeded'});
	t.is(writes(line).length, before);

	// another one goes its way,
	const other = await line.run([...deploying('7.0'), '--output', 'json']);
	t.is(other.code, 0, other.stderr);
	t.like(readJson(other.stdout), {result: 'succeeded'});

	// and a file that was put aside is none of the runs any more.
	await copyFile(file, `${file}.kept`);
	await writeFile(file, '');
	const listed = await line.run(['runs', '--output', 'json']);
	const {runs, refused} = readJson<{runs: Array<Record<string, unknown>>; refused: unknown}>(listed.stdout);
	t.like(runs, [{problem: null}]);
	t.is(runs.length, 1);
	t.deepEqual(refused, []);
	const files = await readdir(folderOf(line));
	t.true(files.includes(`${path.basename(file)}.kept`));
});

test.serial('who looks on at a run that a newer program drives is told when it can no longer be read', async t => {
	const line = await open(t);
	let second: ReturnType<CommandLine['run']> | undefined;
	let hasWritten = false;
	const driven = await line.run([...deploying('6.0'), '--output', 'ndjson'], {
		onOutput(written) {
			if (second === undefined && written.includes('"blue-green-seen"')) {
				second = line.run(['watch', '--output', 'ndjson'], {
					onOutput(seen) {
						const runId = /"runId":"([^"]+)"/.exec(seen)?.[1];

						if (runId !== undefined && seen.includes('"controller-seen"') && !hasWritten) {
							hasWritten = true;
							void appendFile(fileOf(line, runId), '{"type":"moon-seen","at":1767604115000}\n');
						}
					},
				});
			}
		},
	});
	t.is(driven.code, 0, driven.stderr);
	const viewed = await second;
	t.is(viewed?.code, 2);
	t.regex(viewed?.stdout ?? '', /"code":"journal-newer"/);
});
