/**
 * Records the journals of a few runs as the program writes them now:
 * `node --import=tsx test/helpers/record-journals.ts test/fixtures/journals/format-<number> [run …]`. Done once a
 * format: the files of older formats stay as the older program wrote them.
 */
import {appendFile, copyFile, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {type Journal} from '../../source/ports/journal.js';
import {resumeRun, startRun} from '../../source/runtime/drive.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {createDriveWorld, type DriveWorld} from './drive-world.js';

type Recording = {
	readonly runId: string;
	readonly scenario: ScenarioId;
	/** Dies while it writes the first event of this type, half of which stays; another process takes the run up. */
	readonly diesAt?: RunEvent['type'];
};

const recordings: readonly Recording[] = [
	{runId: 'happy', scenario: 'happy'},
	{runId: 'failing-hook', scenario: 'failing-hook'},
	{runId: 'keep-originals', scenario: 'keep-originals'},
	{runId: 'ready-gate', scenario: 'ready-gate'},
	{runId: 'killed-and-resumed', scenario: 'happy', diesAt: 'deployment-seen'},
];

const policy: RunConfig['policy'] = {readyGate: 'continue', cleanUp: 'always', restore: 'always'};

const fileOf = (directory: string, runId: string): string => path.join(directory, 'runs', `${runId}.ndjson`);

const silence = async (): Promise<never> =>
	new Promise(() => {
		// A dead process says nothing.
	});

/** The journal of a process that is killed in the middle of a line. */
const mortalJournal = (files: Journal, file: string, {runId, diesAt}: Recording, onDeath: () => void): Journal => {
	let isDead = false;
	return {
		...files,
		async append(_, event) {
			if (!isDead && event.type === diesAt) {
				isDead = true;
				const line = JSON.stringify(event);
				await appendFile(file, line.slice(0, line.length / 2));
				onDeath();
			}

			return isDead ? silence() : files.append(runId, event);
		},
		lock: async () => ({isOk: true, value: {release: async () => undefined}}),
	};
};

const record = async (recording: Recording, world: DriveWorld, directory: string): Promise<void> => {
	const {runId, diesAt} = recording;
	const ignore = {onEvent: (): void => undefined};
	const files = createJournalFromFiles(directory);
	const config = {...world.config, runId};

	if (diesAt === undefined) {
		await world.play(startRun({...world.ports, journal: files}, config, ignore));
		return;
	}

	await new Promise<void>(resolve => {
		let isDead = false;
		const journal = mortalJournal(files, fileOf(directory, runId), recording, () => {
			isDead = true;
			resolve();
		});
		void world.play(startRun({...world.ports, journal}, config, ignore), () => isDead);
	});
	await world.play(resumeRun({...world.ports, journal: files}, runId, ignore));
};

const [folder = '', ...wanted] = process.argv.slice(2);

if (folder === '') {
	throw new Error('Name the folder: test/fixtures/journals/format-<number>');
}

await mkdir(folder, {recursive: true});

for (const recording of recordings.filter(({runId}) => wanted.length === 0 || wanted.includes(runId))) {
	const directory = await mkdtemp(path.join(tmpdir(), 'record-'));
	const world = await createDriveWorld({scenario: recording.scenario}, {policy});
	await record(recording, world, directory);
	await copyFile(fileOf(directory, recording.runId), path.join(folder, `${recording.runId}.ndjson`));
	await world.close();
	await rm(directory, {recursive: true, force: true});
}

// The process that was killed still waits.
// eslint-disable-next-line unicorn/no-process-exit
process.exit();
