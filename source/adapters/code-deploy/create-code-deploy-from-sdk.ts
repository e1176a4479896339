import type * as SdkModule from '@aws-sdk/client-codedeploy';
import {type CodeDeployClient} from '@aws-sdk/client-codedeploy';
import {fail, type Result} from '../../core/problem.js';
import {type CodeDeploy} from '../../ports/code-deploy.js';
import {needed, UnreadableAnswer} from '../aws/answer-errors.js';
import {type AwsOptions, createAwsSession} from '../aws/aws-session.js';
import {chunksOf, collectPages, withName} from '../aws/pages.js';
import {lazily} from '../lazily.js';
import {markUnanswered} from '../unanswered-write.js';
import {markUnsent} from '../unsent.js';
import {
	toApplication,
	toDeployment,
	toDeploymentGroup,
	toDeploymentTarget,
	toInstanceId,
	toRevision,
} from './from-wire.js';
import {
	needsPresentGroup,
	toCreateDeploymentInput,
	toCreateGroupInput,
	toUpdateGroupInput,
	toWireStatus,
	toWireTargetStatus,
} from './to-wire.js';
import {type CodeDeployCall, toCodeDeployProblem} from './to-code-deploy-problem.js';

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

/** Runs over the values a few at a time, results in the order of the values. */
const mapSome = async <Value, Mapped>(
	values: readonly Value[],
	map: (value: Value) => Promise<Mapped>,
): Promise<readonly Mapped[]> => {
	const mapped: Mapped[] = [];
	for (const some of chunksOf(values, callsAtOnce)) {
		mapped.push(...(await Promise.all(some.map(map))));
	}

	return mapped;
};

const isWrite = (operation: string): boolean => /^(?:Create|Update|Continue|Stop)/.test(operation);

const isPredefined = (name: string): boolean => name.startsWith('CodeDeployDefault.');
const isOfOtherPlatform = (name: string): boolean => /^CodeDeployDefault\.(?:Lambda|ECS)/.test(name);

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/**
 * CodeDeploy over the AWS SDK, which is loaded on the first call. Credentials come from the SDK's default chain. Reads
 * use the SDK's own retries, writes are sent once. Nothing expected is thrown.
 */
export const createCodeDeployFromSdk = (options: AwsOptions): CodeDeploy => {
	const session = createAwsSession({timeoutMs: 30_000, ...options});
	const {hide} = session;

	const load = lazily(async (): Promise<Clients> => {
		const sdk = await import('@aws-sdk/client-codedeploy');
		const reader = session.adopt(new sdk.CodeDeployClient(session.settings));
		const writer = session.adopt(new sdk.CodeDeployClient({...session.settings, maxAttempts: 1}));
		return {sdk, reader, writer};
	});

	const open = async (signal?: AbortSignal): Promise<Clients> => {
		if (signal?.aborted) {
			throw markUnsent(Object.assign(new Error('aborted'), {name: 'AbortError'}));
		}

		const clients = await load();
		const {reader, writer} = clients;
		// Where our clock is wrong, a client learns it by its first refusal, and a write is not sent a second time.
		writer.config.systemClockOffset = reader.config.systemClockOffset || writer.config.systemClockOffset;
		return clients;
	};

	const call = async <Value>(
		name: string,
		subject: CodeDeployCall['subject'],
		act: (clients: Clients) => Promise<Value>,
		signal?: AbortSignal,
	): Promise<Result<Value>> => {
		const about = {operation: `codedeploy:${name}`, ...(subject !== undefined && {subject})};
		const result = await session.call(about, async () => open(signal), act, toCodeDeployProblem);
		return result.isOk || !isWrite(name) ? result : fail(markUnanswered(result.problem));
	};

	const readGroup = async ({sdk, reader}: Clients, applicationName: string, name: string, signal?: AbortSignal) => {
		const answer = await reader.send(new sdk.GetDeploymentGroupCommand({applicationName, deploymentGroupName: name}), {
			abortSignal: signal,
		});
		return needed(answer.deploymentGroupInfo, 'deploymentGroupInfo');
	};

	/** The group as it is right before it is changed. Where it cannot be read, nothing of the change was sent. */
	const readPresentGroup = async (...parameters: Parameters<typeof readGroup>) => {
		try {
			return await readGroup(...parameters);
		} catch (error) {
			throw error instanceof Error ? markUnsent(error) : error;
		}
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
				const names = await collectPages(async nextToken => {
					const answer = await reader.send(new sdk.ListApplicationsCommand({nextToken}), {abortSignal: signal});
					return {values: answer.applications, next: answer.nextToken};
				});
				const infos = await mapSome(chunksOf(names, mostApplications), async applicationNames => {
					const answer = await reader.send(
						new sdk.BatchGetApplicationsCommand({applicationNames: [...applicationNames]}),
						{abortSignal: signal},
					);
					return answer.applicationsInfo ?? [];
				});
				return withName(infos.flat(), 'applicationName').map(toApplication);
			}),

		createApplication: async (name, signal) =>
			call(
				'CreateApplication',
				{applicationName: name},
				async ({sdk, writer}) => {
					await writer.send(new sdk.CreateApplicationCommand({applicationName: name, computePlatform: 'Server'}), {
						abortSignal: signal,
					});
				},
				signal,
			),

		listDeploymentGroups: async (applicationName, signal) =>
			call('ListDeploymentGroups', {applicationName}, async ({sdk, reader}) =>
				collectPages(async nextToken => {
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
					return {id: needed(answer.deploymentGroupId, 'deploymentGroupId')};
				},
				signal,
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
					const present = needsPresentGroup(change)
						? await readPresentGroup(clients, applicationName, name, signal)
						: {};
					await writer.send(
						new sdk.UpdateDeploymentGroupCommand(toUpdateGroupInput(applicationName, name, change, present)),
						{abortSignal: signal},
					);
				},
				signal,
			),

		listDeploymentConfigs: async signal =>
			call('ListDeploymentConfigs', undefined, async clients => {
				const {sdk, reader} = clients;
				const names = await collectPages(async nextToken => {
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
				collectPages(async nextToken => {
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
					return {deploymentId: needed(answer.deploymentId, 'deploymentId')};
				},
				signal,
			),

		getDeployment: async (deploymentId, signal) =>
			call('GetDeployment', {deploymentId}, async ({sdk, reader}) => {
				const answer = await reader.send(new sdk.GetDeploymentCommand({deploymentId}), {abortSignal: signal});
				const deployment = toDeployment(needed(answer.deploymentInfo, 'deploymentInfo'), hide);
				if (deployment.deploymentId !== deploymentId) {
					throw new UnreadableAnswer('another deployment');
				}

				return deployment;
			}),

		listDeployments: async (filter, signal) =>
			call(
				'ListDeployments',
				{applicationName: filter.applicationName, deploymentGroupName: filter.deploymentGroupName},
				async ({sdk, reader}) =>
					collectPages(async nextToken => {
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
					return await collectPages(async nextToken => {
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
				const targets = await mapSome(chunksOf(instanceIds, mostTargets), async targetIds => {
					const answer = await reader.send(
						new sdk.BatchGetDeploymentTargetsCommand({deploymentId, targetIds: [...targetIds]}),
						{abortSignal: signal},
					);
					return answer.deploymentTargets ?? [];
				});
				const found = targets.flat().flatMap(target => toDeploymentTarget(target, hide) ?? []);
				const foundIds = new Set(found.map(({instanceId}) => instanceId));
				if (!instanceIds.every(id => foundIds.has(toInstanceId(id)))) {
					throw new UnreadableAnswer('without a target that was asked for');
				}

				return found;
			}),

		continueDeployment: async (deploymentId, wait, signal) =>
			call(
				'ContinueDeployment',
				{deploymentId},
				async ({sdk, writer}) => {
					await writer.send(
						new sdk.ContinueDeploymentCommand({
							deploymentId,
							deploymentWaitType: wait === 'ready' ? 'READY_WAIT' : 'TERMINATION_WAIT',
						}),
						{abortSignal: signal},
					);
				},
				signal,
			),

		stopDeployment: async (deploymentId, {isRollingBack}, signal) =>
			call(
				'StopDeployment',
				{deploymentId},
				async ({sdk, writer}) => {
					const answer = await writer.send(
						new sdk.StopDeploymentCommand({deploymentId, autoRollbackEnabled: isRollingBack}),
						{abortSignal: signal},
					);
					return {isPending: answer.status === 'Pending'};
				},
				signal,
			),
	};
};
