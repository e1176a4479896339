import {type Result} from '../core/problem.js';
import {
	type Application,
	type Deployment,
	type DeploymentGroup,
	type DeploymentGroupChange,
	type DeploymentGroupSpec,
	type DeploymentRequest,
	type DeploymentStatus,
	type DeploymentTarget,
	type Revision,
} from '../core/cloud/code-deploy.js';

/**
 * The deployment service. Every call settles to a value; nothing expected is thrown. An aborted call settles to a
 * `network` problem with code `aborted`. Reads may be retried by the adapter; writes are sent once.
 */
export type CodeDeploy = {
	listApplications(signal?: AbortSignal): Promise<Result<readonly Application[]>>;
	/** Creates an application for the compute platform `Server`. */
	createApplication(name: string, signal?: AbortSignal): Promise<Result<void>>;
	listDeploymentGroups(applicationName: string, signal?: AbortSignal): Promise<Result<readonly string[]>>;
	getDeploymentGroup(applicationName: string, name: string, signal?: AbortSignal): Promise<Result<DeploymentGroup>>;
	createDeploymentGroup(spec: DeploymentGroupSpec, signal?: AbortSignal): Promise<Result<{readonly id: string}>>;
	updateDeploymentGroup(
		applicationName: string,
		name: string,
		change: DeploymentGroupChange,
		signal?: AbortSignal,
	): Promise<Result<void>>;
	/** Names of the configurations for EC2, predefined ones first. */
	listDeploymentConfigs(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	/** The newest registered revisions of an application, at most one page. */
	listRevisions(applicationName: string, signal?: AbortSignal): Promise<Result<readonly Revision[]>>;
	listGitHubTokenNames(signal?: AbortSignal): Promise<Result<readonly string[]>>;
	/** Not idempotent and without a token: never repeat it blindly (docs/facts.md CD 4.3). */
	createDeployment(request: DeploymentRequest, signal?: AbortSignal): Promise<Result<{readonly deploymentId: string}>>;
	getDeployment(deploymentId: string, signal?: AbortSignal): Promise<Result<Deployment>>;
	/** Newest first, at most `limit` (default 100) ids. */
	listDeployments(
		filter: {
			readonly applicationName: string;
			readonly deploymentGroupName: string;
			readonly createdAfter?: number;
			readonly statuses?: ReadonlyArray<Exclude<DeploymentStatus, {readonly unknown: string}>>;
			readonly limit?: number;
		},
		signal?: AbortSignal,
	): Promise<Result<readonly string[]>>;
	/** Empty while CodeDeploy says that the deployment has not started (DeploymentNotStartedException). */
	listTargets(
		deploymentId: string,
		filter?: {readonly color?: 'blue' | 'green'; readonly statuses?: readonly string[]},
		signal?: AbortSignal,
	): Promise<Result<readonly string[]>>;
	/** Details of any number of targets; the adapter asks for at most 25 a call. */
	getTargets(
		deploymentId: string,
		instanceIds: readonly string[],
		signal?: AbortSignal,
	): Promise<Result<readonly DeploymentTarget[]>>;
	continueDeployment(deploymentId: string, wait: 'ready' | 'termination', signal?: AbortSignal): Promise<Result<void>>;
	stopDeployment(
		deploymentId: string,
		options: {readonly isRollingBack: boolean},
		signal?: AbortSignal,
	): Promise<Result<{readonly isPending: boolean}>>;
};
