import {type Agent} from 'node:http';
import type * as SdkModule from '@aws-sdk/client-codedeploy';
import {type CodeDeployClient} from '@aws-sdk/client-codedeploy';
import {fail, ok, type Result} from '../../core/problem.js';
import {type CodeDeploy} from '../../ports/code-deploy.js';
import {type Log} from '../log.js';
import {wayThrough} from '../aws/way-through-agent.js';
import {redact} from '../redact.js';
import {markUnanswered} from '../unanswered-write.js';
import {toApplication, toDeployment, toDeploymentGroup, toDeploymentTarget, toRevision} from './from-wire.js';
import {
	needsPresentGroup,
	toCreateDeploymentInput,
	toCreateGroupInput,
	toUpdateGroupInput,
	toWireStatus,
	toWireTargetStatus,
} from './to-wire.js';
import {type CodeDeployCall, toCodeDeployProblem} from './to-code-deploy-problem.js';

export type CodeDeploySdkOptions = {
	readonly region: string;
	/** Only when it is not Amazon's; otherwise the SDK's own rules (environment, profile) hold. */
	readonly endpoint?: string;
	/** The AWS profile in use, for the sign-in commands that a problem proposes; choosing it is the environment's part. */
	readonly profile?: string;
	readonly log?: Log;
	/** The way to hosts over TLS, where it is not the direct one. */
	readonly httpsAgent?: Agent;
	/** How long one try of a call may take; default 30 000. */
	readonly timeoutMs?: number;
};

type Sdk = typeof SdkModule;

type Clients = {
	readonly sdk: Sdk;
	/** Repeats a failed call twice, as the SDK does by itself. */
	readonly reader: CodeDeployClient;
	/** Sends once: neither creations nor controls carry a token that would make a repetition harmless. */
	readonly writer: CodeDeployClient;
};

/** Limits of the service (docs/facts.md CD 1.4, 2.3). */
const mostApplications = 100;
const mostTargets = 25;
const callsAtOnce = 4;
/** Custom configurations that are asked for their platform, one call each. */
const mostConfigs = 50;
const usualDeployments = 100;

const chunk = <Value>(values: readonly Value[], size: number): ReadonlyArray<readonly Value[]> =>
	Array.from({length: Math.ceil(values.length / size)}, (_, index) => values.slice(index * size, (index + 1) * size));

/** Runs over the values a few at a time, results in the order of the values. */
const mapSome = async <Value, Mapped>(
	values: readonly Value[],
	map: (value: Value) => Promise<Mapped>,
): Promise<readonly Mapped[]> => {
	const mapped: Mapped[] = [];
	for (const some of chunk(values, callsAtOnce)) {
		mapped.push(...(await Promise.all(some.map(map))));
	}

	return mapped;
};

/** Follows `nextToken`; the SDK has no paginator for some lists, and this one knows when to stop. */
const collect = async <Value>(
	page: (token: string | undefined) => Promise<{values: readonly Value[] | undefined; next: string | undefined}>,
	limit = Number.POSITIVE_INFINITY,
): Promise<readonly Value[]> => {
	const found: Value[] = [];
	let token: string | undefined;
	do {
		const {values, next} = await page(token);
		found.push(...(values ?? []));
		token = next === '' ? undefined : next;
	} while (token !== undefined && found.length < limit);

	return found.slice(0, limit);
};

const ignore = (): void => undefined;

const isWrite = (operation: string): boolean => /^(?:Create|Update|Continue|Stop)/.test(operation);

const isPredefined = (name: string): boolean => name.startsWith('CodeDeployDefault.');
const isOfOtherPlatform = (name: string): boolean => /^CodeDeployDefault\.(?:Lambda|ECS)/.test(name);

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/**
 * CodeDeploy over the AWS SDK, which is loaded on the first call. Credentials come from the SDK's default chain. Reads
 * use the SDK's own retries, writes are sent once. Nothing expected is thrown.
 */
export const createCodeDeployFromSdk = (options: CodeDeploySdkOptions): CodeDeploy => {
	const {region, endpoint, profile, log, httpsAgent, timeoutMs = 30_000} = options;
	let loading: Promise<Clients> | undefined;

	const tell = (line: string) => {
		log?.(redact(line));
	};

	const toLine = (content: readonly unknown[]): string =>
		content.map(part => (typeof part === 'string' ? part : part instanceof Error ? part.message : '')).join(' ');

	const load = async (): Promise<Clients> => {
		const sdk = await import('@aws-sdk/client-codedeploy');
		const common = {
			region,
			...(endpoint !== undefined && {endpoint}),
			// Without a logger the SDK writes to the console, into the middle of a frame (docs/facts.md CD 4.3).
			logger: {
				trace: ignore,
				debug: ignore,
				info: ignore,
				warn(...content: readonly unknown[]) {
					tell(`codedeploy: ${toLine(content)}`);
				},
				error(...content: readonly unknown[]) {
					tell(`codedeploy: ${toLine(content)}`);
				},
			},
		};
		const reader = new sdk.CodeDeployClient({
			...common,
			...wayThrough(httpsAgent),
			maxAttempts: 3,
			requestHandler: {
				connectionTimeout: Math.min(10_000, timeoutMs),
				requestTimeout: timeoutMs,
				throwOnRequestTimeout: true,
				...(httpsAgent !== undefined && {httpsAgent}),
			},
		});
		const writer = new sdk.CodeDeployClient({
			...common,
			maxAttempts: 1,
			// One sign-in and one set of connections for both.
			credentials: reader.config.credentials,
			requestHandler: reader.config.requestHandler,
		});
		return {sdk, reader, writer};
	};

	const readSecrets = async (clients: Clients | undefined): Promise<readonly string[]> => {
		try {
			const credentials = await clients?.reader.config.credentials();
			return credentials === undefined
				? []
				: [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken ?? ''];
		} catch {
			return [];
		}
	};

	const call = async <Value>(
		name: string,
		subject: CodeDeployCall['subject'],
		act: (clients: Clients) => Promise<Value>,
	): Promise<Result<Value>> => {
		let clients: Clients | undefined;
		const begin = performance.now();
		const took = () => `${Math.round(performance.now() - begin)} ms`;
		try {
			loading ??= load();
			clients = await loading;
			const value = await act(clients);
			tell(`codedeploy:${name} ok ${took()}`);
			return ok(value);
		} catch (error) {
			if (clients === undefined) {
				loading = undefined;
			}

			const problem = toCodeDeployProblem(error, {
				operation: `codedeploy:${name}`,
				region,
				...(subject !== undefined && {subject}),
				...(profile !== undefined && {profile}),
				secrets: await readSecrets(clients),
			});
			tell(`codedeploy:${name} ${problem.code} ${took()} ${problem.detail ?? ''}`);
			return fail(isWrite(name) ? markUnanswered(problem) : problem);
		}
	};

	const readGroup = async ({sdk, reader}: Clients, applicationName: string, name: string, signal?: AbortSignal) => {
		const answer = await reader.send(new sdk.GetDeploymentGroupCommand({applicationName, deploymentGroupName: name}), {
			abortSignal: signal,
		});
		return answer.deploymentGroupInfo ?? {};
	};

	const isForInstances = async ({sdk, reader}: Clients, name: string, signal?: AbortSignal): Promise<boolean> => {
		try {
			const answer = await reader.send(new sdk.GetDeploymentConfigCommand({deploymentConfigName: name}), {
				abortSignal: signal,
			});
			return (answer.deploymentConfigInfo?.computePlatform ?? 'Server') === 'Server';
		} catch (error) {
			if (signal?.aborted) {
				throw error;
			}

			// A configuration that may not be looked at may still be used.
			return true;
		}
	};

	return {
		listApplications: async signal =>
			call('ListApplications', undefined, async clients => {
				const {sdk, reader} = clients;
				const names = await collect(async nextToken => {
					const answer = await reader.send(new sdk.ListApplicationsCommand({nextToken}), {abortSignal: signal});
					return {values: answer.applications, next: answer.nextToken};
				});
				const infos = await mapSome(chunk(names, mostApplications), async applicationNames => {
					const answer = await reader.send(
						new sdk.BatchGetApplicationsCommand({applicationNames: [...applicationNames]}),
						{abortSignal: signal},
					);
					return answer.applicationsInfo ?? [];
				});
				return infos.flat().map(toApplication);
			}),

		createApplication: async (name, signal) =>
			call('CreateApplication', {applicationName: name}, async ({sdk, writer}) => {
				await writer.send(new sdk.CreateApplicationCommand({applicationName: name, computePlatform: 'Server'}), {
					abortSignal: signal,
				});
			}),

		listDeploymentGroups: async (applicationName, signal) =>
			call('ListDeploymentGroups', {applicationName}, async ({sdk, reader}) =>
				collect(async nextToken => {
					const answer = await reader.send(new sdk.ListDeploymentGroupsCommand({applicationName, nextToken}), {
						abortSignal: signal,
					});
					return {values: answer.deploymentGroups, next: answer.nextToken};
				}),
			),

		getDeploymentGroup: async (applicationName, name, signal) =>
			call('GetDeploymentGroup', {applicationName, deploymentGroupName: name}, async clients =>
				toDeploymentGroup(await readGroup(clients, applicationName, name, signal)),
			),

		createDeploymentGroup: async (spec, signal) =>
			call(
				'CreateDeploymentGroup',
				{
					applicationName: spec.applicationName,
					deploymentGroupName: spec.name,
					deploymentConfigName: spec.deploymentConfigName,
				},
				async ({sdk, writer}) => {
					const answer = await writer.send(new sdk.CreateDeploymentGroupCommand(toCreateGroupInput(spec)), {
						abortSignal: signal,
					});
					return {id: answer.deploymentGroupId ?? ''};
				},
			),

		updateDeploymentGroup: async (applicationName, name, change, signal) =>
			call(
				'UpdateDeploymentGroup',
				{
					applicationName,
					deploymentGroupName: name,
					...(change.deploymentConfigName !== undefined && {deploymentConfigName: change.deploymentConfigName}),
				},
				async clients => {
					const {sdk, writer} = clients;
					// There is no lock on a group, so it is read as late as possible.
					const present = needsPresentGroup(change) ? await readGroup(clients, applicationName, name, signal) : {};
					await writer.send(
						new sdk.UpdateDeploymentGroupCommand(toUpdateGroupInput(applicationName, name, change, present)),
						{abortSignal: signal},
					);
				},
			),

		listDeploymentConfigs: async signal =>
			call('ListDeploymentConfigs', undefined, async clients => {
				const {sdk, reader} = clients;
				const names = await collect(async nextToken => {
					const answer = await reader.send(new sdk.ListDeploymentConfigsCommand({nextToken}), {
						abortSignal: signal,
					});
					return {values: answer.deploymentConfigsList, next: answer.nextToken};
				});
				// The list mixes platforms and does not tell them apart (docs/facts.md CD 1.2).
				const predefined = names.filter(name => isPredefined(name) && !isOfOtherPlatform(name)).sort();
				const custom = names.filter(name => !isPredefined(name)).sort();
				const checked = await mapSome(custom.slice(0, mostConfigs), async name => ({
					name,
					isFitting: await isForInstances(clients, name, signal),
				}));
				return [
					...predefined,
					...checked.filter(({isFitting}) => isFitting).map(({name}) => name),
					...custom.slice(mostConfigs),
				];
			}),

		listRevisions: async (applicationName, signal) =>
			call('ListApplicationRevisions', {applicationName}, async ({sdk, reader}) => {
				const answer = await reader.send(
					new sdk.ListApplicationRevisionsCommand({
						applicationName,
						sortBy: 'registerTime',
						sortOrder: 'descending',
					}),
					{abortSignal: signal},
				);
				return (answer.revisions ?? []).flatMap(location => toRevision(location) ?? []);
			}),

		listGitHubTokenNames: async signal =>
			call('ListGitHubAccountTokenNames', undefined, async ({sdk, reader}) =>
				collect(async nextToken => {
					const answer = await reader.send(new sdk.ListGitHubAccountTokenNamesCommand({nextToken}), {
						abortSignal: signal,
					});
					return {values: answer.tokenNameList, next: answer.nextToken};
				}),
			),

		createDeployment: async (request, signal) =>
			call(
				'CreateDeployment',
				{applicationName: request.applicationName, deploymentGroupName: request.deploymentGroupName},
				async ({sdk, writer}) => {
					const answer = await writer.send(new sdk.CreateDeploymentCommand(toCreateDeploymentInput(request)), {
						abortSignal: signal,
					});
					return {deploymentId: answer.deploymentId ?? ''};
				},
			),

		getDeployment: async (deploymentId, signal) =>
			call('GetDeployment', {deploymentId}, async ({sdk, reader}) => {
				const answer = await reader.send(new sdk.GetDeploymentCommand({deploymentId}), {abortSignal: signal});
				return toDeployment(answer.deploymentInfo ?? {});
			}),

		listDeployments: async (filter, signal) =>
			call(
				'ListDeployments',
				{applicationName: filter.applicationName, deploymentGroupName: filter.deploymentGroupName},
				async ({sdk, reader}) =>
					collect(async nextToken => {
						const answer = await reader.send(
							new sdk.ListDeploymentsCommand({
								applicationName: filter.applicationName,
								deploymentGroupName: filter.deploymentGroupName,
								...(filter.statuses !== undefined && {includeOnlyStatuses: filter.statuses.map(toWireStatus)}),
								...(filter.createdAfter !== undefined && {
									createTimeRange: {start: new Date(filter.createdAfter)},
								}),
								nextToken,
							}),
							{abortSignal: signal},
						);
						return {values: answer.deployments, next: answer.nextToken};
					}, filter.limit ?? usualDeployments),
			),

		listTargets: async (deploymentId, filter, signal) =>
			call('ListDeploymentTargets', {deploymentId}, async ({sdk, reader}) => {
				const targetFilters = {
					...(filter?.color !== undefined && {
						ServerInstanceLabel: [filter.color === 'blue' ? 'Blue' : 'Green'],
					}),
					...(filter?.statuses !== undefined && {TargetStatus: filter.statuses.map(toWireTargetStatus)}),
				};
				try {
					return await collect(async nextToken => {
						const answer = await reader.send(
							new sdk.ListDeploymentTargetsCommand({
								deploymentId,
								...(Object.keys(targetFilters).length > 0 && {targetFilters}),
								nextToken,
							}),
							{abortSignal: signal},
						);
						return {values: answer.targetIds, next: answer.nextToken};
					});
				} catch (error) {
					if (isNamed(error, 'DeploymentNotStartedException')) {
						return [];
					}

					throw error;
				}
			}),

		getTargets: async (deploymentId, instanceIds, signal) =>
			call('BatchGetDeploymentTargets', {deploymentId}, async ({sdk, reader}) => {
				const targets = await mapSome(chunk(instanceIds, mostTargets), async targetIds => {
					const answer = await reader.send(
						new sdk.BatchGetDeploymentTargetsCommand({deploymentId, targetIds: [...targetIds]}),
						{abortSignal: signal},
					);
					return answer.deploymentTargets ?? [];
				});
				return targets.flat().flatMap(target => toDeploymentTarget(target) ?? []);
			}),

		continueDeployment: async (deploymentId, wait, signal) =>
			call('ContinueDeployment', {deploymentId}, async ({sdk, writer}) => {
				await writer.send(
					new sdk.ContinueDeploymentCommand({
						deploymentId,
						deploymentWaitType: wait === 'ready' ? 'READY_WAIT' : 'TERMINATION_WAIT',
					}),
					{abortSignal: signal},
				);
			}),

		stopDeployment: async (deploymentId, {isRollingBack}, signal) =>
			call('StopDeployment', {deploymentId}, async ({sdk, writer}) => {
				const answer = await writer.send(
					new sdk.StopDeploymentCommand({deploymentId, autoRollbackEnabled: isRollingBack}),
					{abortSignal: signal},
				);
				return {isPending: answer.status === 'Pending'};
			}),
	};
};
