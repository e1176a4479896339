import {type Instance, type TargetHealth} from '../cloud/account.js';
import {type Deployment, type DeploymentTarget} from '../cloud/code-deploy.js';
import {
	type BlueGreen,
	type Elastigroup,
	type ElastigroupInstance,
	type SpotLogEntry,
	type Suspension,
} from '../cloud/elastigroup.js';
import {type Result} from '../problem.js';

/** One look at both clouds. What is absent was not asked; each part fails by itself. */
export type Snapshot = {
	/** When the first question was asked: nothing in the snapshot is older. */
	readonly askedAt: number;
	/** When the last answer was there. */
	readonly at: number;
	readonly elastigroup?: Result<Elastigroup>;
	readonly members?: Result<readonly ElastigroupInstance[]>;
	readonly suspensions?: Result<readonly Suspension[]>;
	readonly blueGreens?: Result<readonly BlueGreen[]>;
	readonly spotLog?: Result<readonly SpotLogEntry[]>;
	readonly deployment?: Result<Deployment>;
	readonly targets?: Result<readonly DeploymentTarget[]>;
	readonly rollback?: Result<Deployment>;
	readonly rollbackTargets?: Result<readonly DeploymentTarget[]>;
	/**
	 * Deployments of the same group: the active ones, those that are named in a refusal or were seen before, and all
	 * since the start while a lost one is looked for.
	 */
	readonly groupDeployments?: Result<readonly Deployment[]>;
	/** What an instance of each type counts for; asked for only where capacity counts weights. */
	readonly weights?: Result<Readonly<Record<string, number>>>;
	readonly instances?: Result<readonly Instance[]>;
	/** Of all the group's load balancers. */
	readonly health?: Result<readonly Registration[]>;
};

/** One instance's registration with one load balancer. */
export type Registration = TargetHealth & {
	/** Target group ARN, or classic load balancer name. */
	readonly balancer: string;
};

/** What the next look has to ask, given what is known. */
export type LookPlan = {
	readonly isSeekingDeployment: boolean;
	/** Deployments of the group that are not this run's, to be read whatever their status. */
	readonly otherDeploymentIds: readonly string[];
	readonly isNotingBaseline: boolean;
	readonly isReadingSuspensions: boolean;
	readonly isReadingTargets: boolean;
};
