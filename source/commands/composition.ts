import {fail, ok, type Result} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {type Account} from '../ports/account.js';
import {type Clock, type Stamp} from '../ports/clock.js';
import {type CodeDeploy} from '../ports/code-deploy.js';
import {type Editor} from '../ports/editor.js';
import {type Elastigroups} from '../ports/elastigroups.js';
import {type Journal} from '../ports/journal.js';
import {type Ports} from '../ports/ports.js';
import {type ProfileStore} from '../ports/profile-store.js';
import {systemClock} from '../adapters/system-clock.js';
import {lazily} from '../adapters/lazily.js';
import {type Log} from '../adapters/log.js';
import {type Agents} from '../adapters/watched-agents.js';
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
	/** Told what the clouds' clocks showed, by every answer that says it. */
	readonly onStamp?: ((stamp: Stamp) => void) | undefined;
};

const regionVariables = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** The region of the calls: answered, of the environment, or as the SDK finds it in the AWS profile; named if unusable. */
const regionOf = async (
	{variables}: Environment,
	place: Place | undefined,
	agents: Agents,
): Promise<Result<string>> => {
	const name = regionVariables.find(one => (variables[one] ?? '') !== '');
	const known = place?.region ?? (name && variables[name]);

	if (known) {
		const {regionProblem} = await import('../adapters/aws/region.js');
		const source = place?.region === undefined ? (name ?? '') : text('problem.aws.region-from.answers');
		const unusable = regionProblem(known, source);
		return unusable ? fail(unusable) : ok(known);
	}

	const {resolveAwsRegion} = await import('../adapters/aws/aws-environment.js');
	const profile = variables['AWS_PROFILE'];
	return resolveAwsRegion({...(profile !== undefined && {profile}), agents});
};

/** What a command's own circumstances say about the adapters. */
export const adaptersOf = ({
	time,
	log,
}: Pick<CommandContext, 'time' | 'log'>): Pick<PortsOptions, 'clock' | 'onStamp' | 'log'> => ({
	clock: time.clock,
	onStamp: time.takeStamp,
	...(log && {log}),
});

/** Wires every adapter to its port. Cheap: each adapter is loaded when it is first called. */
export const createPorts = (environment: Environment, options: PortsOptions = {}): Ports => {
	const {place, log, onStamp, clock = systemClock} = options;
	const directories = options.directories ?? environment.directories;
	const profile = environment.variables['AWS_PROFILE'];

	/** One set for both clouds, made when the first call needs it. */
	const getWays = lazily(async () => {
		const [{createAgentsOf}, {createSecretsOf}] = await Promise.all([
			import('../adapters/proxy-agent.js'),
			import('../adapters/secrets.js'),
		]);
		return {agents: createAgentsOf(environment.variables), secrets: createSecretsOf(environment.variables)};
	});

	/** Read before either cloud is asked: each may quote the token. */
	const getSpotCredentials = async () => {
		const {readSpotCredentials} = await import('../adapters/spot/credentials.js');
		const found = await readSpotCredentials(environment.variables, environment.home);
		const {secrets} = await getWays();
		secrets.keep(found.isOk ? found.value.token : undefined);
		return found;
	};

	const common = {...(log && {log}), ...(onStamp && {onStamp})};

	const reachAws = async () => {
		const [{agents, secrets}] = await Promise.all([getWays(), getSpotCredentials()]);

		if (!agents.isOk) {
			return agents;
		}

		const region = await regionOf(environment, place, agents.value);

		return region.isOk
			? ok({
					...common,
					region: region.value,
					agents: agents.value,
					secrets,
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
			const [{agents, secrets}, found] = await Promise.all([getWays(), getSpotCredentials()]);

			if (!found.isOk) {
				return found;
			}

			if (!agents.isOk) {
				return agents;
			}

			const {createElastigroupsFromAxios} = await import('../adapters/spot/create-elastigroups-from-axios.js');
			const {token, baseUrl} = found.value;
			const accountId = place?.spotAccountId ?? found.value.accountId;

			return ok(
				createElastigroupsFromAxios({
					...common,
					token,
					now: () => clock.now(),
					agents: agents.value,
					secrets,
					...(baseUrl !== undefined && {baseUrl}),
					...(accountId !== undefined && {accountId}),
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
