import {type CheckResult} from '../core/check/check-result.js';
import {known, unknown, type Fact, type Facts} from '../core/check/facts.js';
import {type ElastigroupSpec} from '../core/cloud/elastigroup.js';
import {type Draft} from '../core/field/field.js';
import {type Operation} from '../core/flow/flow.js';
import {asPlanned, checkPlan, type MissingParts} from '../core/flow/plan.js';
import {toElastigroupSpec} from '../core/flow/to-spec.js';
import {ok, type Result} from '../core/problem.js';
import {text, type Text} from '../core/text-token.js';
import {gatherLaunch, gatherStanding, mapFact, toFact, withInstances, type FactPorts} from './gather-facts.js';

const namesOf = <Value>(listed: Result<readonly Value[]>, nameOf: (value: Value) => string): Fact<readonly string[]> =>
	mapFact(toFact(listed), values => values.map(value => nameOf(value)));

/** What the specification names and the account has not; unknown where one of the lists may not be read. */
const findMissingParts = async (
	{account}: FactPorts,
	spec: ElastigroupSpec,
	vpcId: string,
	standing: Facts,
	signal: AbortSignal | undefined,
): Promise<MissingParts> => {
	const [subnets, securityGroups, keyPairs, types] = await Promise.all([
		account.listSubnets(vpcId, signal),
		account.listSecurityGroups(vpcId, signal),
		account.listKeyPairs(signal),
		account.listInstanceTypes(signal),
	]);
	const parts: ReadonlyArray<{
		readonly wanted: readonly string[];
		readonly found: Fact<readonly string[]>;
		readonly say: (name: string) => Text;
	}> = [
		{
			wanted: spec.zones.flatMap(({zone, subnetIds}) => subnetIds.map(id => `${zone}:${id}`)),
			found: namesOf(subnets, ({id, zone}) => `${zone}:${id}`),
			say: name => text('check.new-parts.subnet', {name, vpc: vpcId}),
		},
		{
			wanted: spec.securityGroupIds,
			found: namesOf(securityGroups, ({id}) => id),
			say: name => text('check.new-parts.security-group', {name, vpc: vpcId}),
		},
		{
			wanted: spec.keyPair === undefined ? [] : [spec.keyPair],
			found: toFact(keyPairs),
			say: name => text('check.new-parts.key-pair', {name}),
		},
		{
			wanted: [...new Set([spec.onDemandType, ...spec.spotTypes])],
			found: namesOf(types, ({name}) => name),
			say: name => text('check.new-parts.type', {name}),
		},
		{
			wanted: spec.loadBalancers.flatMap(each => (each.kind === 'target-group' ? [each.arn] : [])),
			found: mapFact(standing.targetGroups, groups => groups.map(({arn}) => arn)),
			say: name => text('check.new-parts.balancer', {name}),
		},
		{
			wanted: spec.loadBalancers.flatMap(each => (each.kind === 'classic' ? [each.name] : [])),
			found: mapFact(standing.classicLoadBalancers, balancers => balancers.map(({name}) => name)),
			say: name => text('check.new-parts.balancer', {name}),
		},
	];
	const missing = parts.flatMap(({wanted, found, say}) =>
		found.isKnown ? wanted.filter(name => !found.value.includes(name)).map(name => say(name)) : [],
	);
	const unread = parts.find(({wanted, found}) => wanted.length > 0 && !found.isKnown)?.found;
	return missing.length > 0 || unread === undefined || unread.isKnown ? known(missing) : unread;
};

export type PlannedFacts = {
	/** As they will be once the operations are done. */
	readonly facts: Facts;
	/** What speaks against the operations themselves. */
	readonly checks: readonly CheckResult[];
};

/** The facts as they will be once the operations are done, from what stands now; it changes nothing. */
export const gatherPlannedFacts = async (
	ports: FactPorts,
	draft: Draft,
	operations: readonly Operation[],
	signal?: AbortSignal,
): Promise<Result<PlannedFacts>> => {
	const standing = await gatherStanding(ports, draft, signal);
	const planned = asPlanned(standing, draft, operations);
	if (!planned.isOk) {
		return planned;
	}

	const spec = operations.some(({kind}) => kind === 'create-elastigroup') ? toElastigroupSpec(draft) : undefined;
	if (spec?.isOk === false) {
		return spec;
	}

	const elastigroup = planned.value.elastigroup.isKnown ? planned.value.elastigroup.value : undefined;
	const [launch, missing, facts] = await Promise.all([
		spec === undefined ? {} : gatherLaunch(ports, elastigroup, signal),
		spec === undefined
			? unknown()
			: findMissingParts(ports, spec.value, draft['vpcId']?.trim() ?? '', standing, signal),
		withInstances(ports, planned.value, signal),
	]);
	return ok({facts: {...facts, ...launch}, checks: checkPlan(standing, operations, missing)});
};
