import {fail} from '../core/problem.js';
import {text} from '../core/text-token.js';
import {type Account} from '../ports/account.js';
import {type CodeDeploy} from '../ports/code-deploy.js';
import {type Elastigroups} from '../ports/elastigroups.js';
import {type Ports} from '../ports/ports.js';

type CloudPorts = Pick<Ports, 'codeDeploy' | 'elastigroups' | 'account'>;

type Access = 'read' | 'write';

/** Every method of a port: a new one does not compile until somebody has said what it does. */
type AccessOf<Port> = Readonly<Record<keyof Port & string, Access>>;

const codeDeploy: AccessOf<CodeDeploy> = {
	listApplications: 'read',
	createApplication: 'write',
	listDeploymentGroups: 'read',
	getDeploymentGroup: 'read',
	createDeploymentGroup: 'write',
	updateDeploymentGroup: 'write',
	listDeploymentConfigs: 'read',
	listRevisions: 'read',
	listGitHubTokenNames: 'read',
	createDeployment: 'write',
	getDeployment: 'read',
	listDeployments: 'read',
	listTargets: 'read',
	getTargets: 'read',
	continueDeployment: 'write',
	stopDeployment: 'write',
};

const elastigroups: AccessOf<Elastigroups> = {
	listAccounts: 'read',
	list: 'read',
	get: 'read',
	create: 'write',
	listInstances: 'read',
	listHealth: 'read',
	setCapacity: 'write',
	detachInstances: 'write',
	listSuspensions: 'read',
	suspend: 'write',
	liftSuspensions: 'write',
	listLogs: 'read',
	getCosts: 'read',
	startBlueGreen: 'write',
	listBlueGreen: 'read',
	stopBlueGreen: 'write',
};

const account: AccessOf<Account> = {
	getIdentity: 'read',
	listRegions: 'read',
	listZones: 'read',
	listVpcs: 'read',
	listSubnets: 'read',
	listSecurityGroups: 'read',
	listKeyPairs: 'read',
	listImages: 'read',
	getImage: 'read',
	listInstanceTypes: 'read',
	getInstanceTypes: 'read',
	listInstances: 'read',
	listPassedStatusChecks: 'read',
	listTargetGroups: 'read',
	listTargetHealth: 'read',
	listClassicLoadBalancers: 'read',
	listClassicHealth: 'read',
	listRoles: 'read',
	listInstanceProfiles: 'read',
	listBuckets: 'read',
	listObjects: 'read',
	headObject: 'read',
	listTopicArns: 'read',
	listAlarmNames: 'read',
};

const readOnly = <Port extends object>(port: Port, accessOf: AccessOf<Port>): Port => {
	const writes = new Set(Object.entries(accessOf).flatMap(([name, access]) => (access === 'write' ? [name] : [])));

	return new Proxy(port, {
		get(target, name): unknown {
			return typeof name === 'string' && writes.has(name)
				? async () =>
						fail({
							kind: 'bug',
							code: 'read-only',
							message: text('problem.read-only', {operation: name}),
							nextSteps: [text('problem.read-only.next')],
							isRetryable: false,
						})
				: Reflect.get(target, name);
		},
	});
};

/**
 * The ports of a command that promises to look and to change nothing in the clouds. A write that the program attempts
 * all the same is not sent, and settles to a problem with the code `read-only`.
 */
export const withoutWrites = <Given extends CloudPorts>(ports: Given): Given => ({
	...ports,
	codeDeploy: readOnly(ports.codeDeploy, codeDeploy),
	elastigroups: readOnly(ports.elastigroups, elastigroups),
	account: readOnly(ports.account, account),
});
