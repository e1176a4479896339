import {type Agent} from 'node:http';
import {ok, type Result} from '../core/problem.js';
import {type Account} from '../ports/account.js';
import {type Clock} from '../ports/clock.js';
import {type CodeDeploy} from '../ports/code-deploy.js';
import {type Editor} from '../ports/editor.js';
import {type Elastigroups} from '../ports/elastigroups.js';
import {type Journal} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {type ProfileStore} from '../ports/profile-store.js';
import {systemClock} from '../adapters/system-clock.js';
import {type Log} from '../adapters/log.js';
import {type Directories, type Environment} from '../cli/environment.js';
import {type Place} from '../runtime/place.js';
import {type CommandContext} from './context.js';
import {lazyPort} from './lazy-port.js';

export type PortsOptions = {
	readonly place?: Place;
	readonly clock?: Clock;
	readonly log?: Log;
	/** The demo's own, so that it touches nothing of the person's. */
	readonly directories?: Directories;
};

/** The region of the calls: typed, of the environment, or as the SDK finds it in the AWS profile. */
const regionOf = async (
	environment: Environment,
	place: Place | undefined,
	httpsAgent: Agent | undefined,
): Promise<Result<string>> => {
	const known = place?.region ?? environment.variables['AWS_REGION'] ?? environment.variables['AWS_DEFAULT_REGION'];

	if (known) {
		return ok(known);
	}

	const {resolveAwsRegion} = await import('../adapters/aws/aws-environment.js');
	const profile = environment.variables['AWS_PROFILE'];
	return resolveAwsRegion({...(profile !== undefined && {profile}), ...(httpsAgent && {httpsAgent})});
};

/** What a command's own circumstances say about the adapters. */
export const adaptersOf = ({
	clock,
	log,
}: Pick<CommandContext, 'clock' | 'log'>): Pick<PortsOptions, 'clock' | 'log'> => ({
	...(clock && {clock}),
	...(log && {log}),
});

/** Wires every adapter to its port. Cheap: each adapter is loaded when it is first called. */
export const createPorts = (environment: Environment, options: PortsOptions = {}): Ports => {
	const {place, log, clock = systemClock} = options;
	const directories = options.directories ?? environment.directories;
	const profile = environment.variables['AWS_PROFILE'];
	let agent: Promise<Result<Agent | undefined>> | undefined;

	/** One for both clouds, made when the first call needs it. */
	const getAgent = async (): Promise<Result<Agent | undefined>> => {
		agent ??= import('../adapters/proxy-agent.js').then(({createProxyAgent}) =>
			createProxyAgent(environment.variables),
		);
		return agent;
	};

	const reachAws = async () => {
		const way = await getAgent();

		if (!way.isOk) {
			return way;
		}

		const httpsAgent = way.value;
		const region = await regionOf(environment, place, httpsAgent);

		return region.isOk
			? ok({
					region: region.value,
					...(httpsAgent && {httpsAgent}),
					...(log && {log}),
					...(profile !== undefined && {profile}),
				})
			: region;
	};

	return {
		codeDeploy: lazyPort<CodeDeploy>(async () => {
			const reached = await reachAws();

			if (!reached.isOk) {
				return reached;
			}

			const {createCodeDeployFromSdk} = await import('../adapters/code-deploy/create-code-deploy-from-sdk.js');
			return ok(createCodeDeployFromSdk(reached.value));
		}),
		elastigroups: lazyPort<Elastigroups>(async () => {
			const [{readSpotCredentials}, {createElastigroupsFromAxios}] = await Promise.all([
				import('../adapters/spot/credentials.js'),
				import('../adapters/spot/create-elastigroups-from-axios.js'),
			]);
			const found = await readSpotCredentials(environment.variables, environment.home);

			if (!found.isOk) {
				return found;
			}

			const way = await getAgent();

			if (!way.isOk) {
				return way;
			}

			const {token, baseUrl} = found.value;
			const accountId = place?.spotAccountId ?? found.value.accountId;

			return ok(
				createElastigroupsFromAxios({
					token,
					now: () => clock.now(),
					...(baseUrl !== undefined && {baseUrl}),
					...(accountId !== undefined && {accountId}),
					...(log && {log}),
					...(way.value && {httpsAgent: way.value}),
				}),
			);
		}),
		account: lazyPort<Account>(async () => {
			const reached = await reachAws();

			if (!reached.isOk) {
				return reached;
			}

			const {createAccountFromSdk} = await import('../adapters/aws/create-account-from-sdk.js');
			return ok(createAccountFromSdk(reached.value));
		}),
		profiles: lazyPort<ProfileStore>(async () => {
			const {createProfileStoreFromConf} = await import('../adapters/conf-profile-store.js');
			return ok(createProfileStoreFromConf(directories.config));
		}),
		journal: lazyPort<Journal>(async () => {
			const {createJournalFromFiles} = await import('../adapters/journal-files.js');
			return ok(createJournalFromFiles(directories.state));
		}),
		clock,
		editor: lazyPort<Editor>(async () => {
			const {createTerminalEditor} = await import('../adapters/terminal-editor.js');
			const {VISUAL: visual, EDITOR: editor} = environment.variables;
			// An empty variable is as good as none.
			const command = visual === '' ? editor : (visual ?? editor);
			return ok(createTerminalEditor(command, environment.temporary, () => environment.holdInterrupts()));
		}),
	};
};
