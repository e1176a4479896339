import {ok, type Result} from '../core/problem.js';
import {type Action} from '../core/run/action.js';
import {advancedFilter, markDescription} from '../core/run/mark.js';
import {type Run} from '../core/run/run.js';
import {type Ports} from '../ports/ports.js';

export type CallPorts = Pick<Ports, 'codeDeploy' | 'elastigroups'>;

/** Ids of what a call made. */
export type Made = {readonly blueGreenId?: string; readonly deploymentId?: string};

const madeNothing = (result: Result<unknown>): Result<Made> => (result.isOk ? ok({}) : result);

const advanceFilter = async ({codeDeploy}: CallPorts, {config, deploymentId}: Run): Promise<Result<Made>> => {
	const {applicationName, deploymentGroupName} = config;
	const group = await codeDeploy.getDeploymentGroup(applicationName, deploymentGroupName);
	if (!group.isOk) {
		return group;
	}

	// Read again right before the write: somebody, or CodeDeploy itself, may have done it (docs/facts.md CD 2.5), and a
	// deployment from anywhere after this one decides about the filter itself.
	const last = group.value.lastAttempted;
	const isOvertaken = last !== undefined && last.deploymentId !== deploymentId;
	const tagFilters = isOvertaken ? undefined : advancedFilter(group.value.tagFilters, config);
	return tagFilters === undefined
		? ok({})
		: madeNothing(await codeDeploy.updateDeploymentGroup(applicationName, deploymentGroupName, {tagFilters}));
};

/** Makes the one call that an action stands for, once. It is never aborted: a call half made is worse than a slow one. */
export const makeCall = async (ports: CallPorts, run: Run, action: Action): Promise<Result<Made>> => {
	const {codeDeploy, elastigroups} = ports;
	const {config} = run;
	const {elastigroupId, applicationName, deploymentGroupName} = config;
	switch (action.kind) {
		case 'start-blue-green': {
			const started = await elastigroups.startBlueGreen(elastigroupId, {
				timeoutMinutes: config.timeoutMinutes,
				tags: config.greenTags,
				deploymentGroups: [{applicationName, deploymentGroupName}],
			});
			return started.isOk ? ok({blueGreenId: started.value.id}) : started;
		}

		case 'create-deployment': {
			const created = await codeDeploy.createDeployment({
				applicationName,
				deploymentGroupName,
				revision: config.revision,
				replacementTags: config.greenTags,
				description: markDescription(config),
			});
			return created.isOk ? ok({deploymentId: created.value.deploymentId}) : created;
		}

		case 'continue-deployment': {
			return madeNothing(await codeDeploy.continueDeployment(action.deploymentId, action.wait));
		}

		case 'stop-deployment': {
			const {deploymentId, isRollingBack} = action;
			return madeNothing(await codeDeploy.stopDeployment(deploymentId, {isRollingBack}));
		}

		case 'stop-blue-green': {
			return madeNothing(await elastigroups.stopBlueGreen(elastigroupId, action.blueGreenId));
		}

		case 'detach-instances': {
			const request = {instanceIds: action.instanceIds, isTerminating: true, isDecrementingTarget: true};
			return madeNothing(await elastigroups.detachInstances(elastigroupId, request));
		}

		case 'restore-capacity': {
			return madeNothing(await elastigroups.setCapacity(elastigroupId, action.capacity));
		}

		case 'restore-suspensions': {
			return madeNothing(await elastigroups.suspend(elastigroupId, action.suspensions));
		}

		case 'lift-suspensions': {
			return madeNothing(await elastigroups.liftSuspensions(elastigroupId, action.processes));
		}

		case 'advance-filter': {
			return advanceFilter(ports, run);
		}
	}
};
