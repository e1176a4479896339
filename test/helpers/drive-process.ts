/** A process of its own that drives a run, so that a test can kill it. Arguments: one JSON object. */
import process from 'node:process';
import {createAccountFromSdk} from '../../source/adapters/aws/create-account-from-sdk.js';
import {createCodeDeployFromSdk} from '../../source/adapters/code-deploy/create-code-deploy-from-sdk.js';
import {createElastigroupsFromAxios} from '../../source/adapters/spot/create-elastigroups-from-axios.js';
import {createJournalFromFiles} from '../../source/adapters/journal-files.js';
import {type RunConfig} from '../../source/core/run/event.js';
import {resumeRun, startRun} from '../../source/runtime/drive.js';
import {createFastClock} from './fast-clock.js';

export type DriveArguments = {
	readonly url: string;
	readonly token: string;
	readonly accountId: string;
	readonly directory: string;
	readonly clock: {readonly origin: number; readonly speed: number};
	readonly config: RunConfig;
	readonly isResuming: boolean;
};

const main = async ({url, token, accountId, directory, ...given}: DriveArguments): Promise<void> => {
	const clock = createFastClock(given.clock);
	const region = 'ap-northeast-2';
	const ports = {
		codeDeploy: createCodeDeployFromSdk({region, endpoint: url}),
		elastigroups: createElastigroupsFromAxios({baseUrl: url, token, accountId, now: () => clock.now()}),
		account: createAccountFromSdk({region, endpoint: url}),
		journal: createJournalFromFiles(directory),
		clock,
	};
	const options = {
		onEvent(event: {readonly type: string}): void {
			process.stdout.write(`${event.type}\n`);
		},
	};
	const handle = given.isResuming
		? resumeRun(ports, given.config.runId, options)
		: startRun(ports, given.config, options);
	const end = await handle.finished;
	process.stdout.write(`${JSON.stringify(end)}\n`);
};

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
await main(JSON.parse(process.argv[2] ?? '{}') as DriveArguments);
