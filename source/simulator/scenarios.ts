import {type Seed} from './world/seed/seed.js';
import {type FailingHook} from './world/state.js';

type Change = Omit<Seed, 'seed' | 'instanceCount'>;

const failingHookOf = (key: string): FailingHook => ({
	bucket: 'shop-releases-ap-northeast-2',
	key,
	lifecycleEventName: 'ValidateService',
	scriptName: 'scripts/validate_service.sh',
	message: 'Script at specified location: scripts/validate_service.sh run as user root failed with exit code 1',
	logTail: [
		'LifecycleEvent - ValidateService',
		'Script - scripts/validate_service.sh',
		'[stdout]waiting for http://localhost:8080/health',
		'[stderr]curl: (22) The requested URL returned error: 503',
		'[stderr]shop: database migration 0042 is missing',
		'',
	].join('\n'),
});

/**
 * Each scenario only changes how the seeded world stands before the first request; what fails follows from that. The
 * capacities leave no room where the guide's case is about a maximum that was raised.
 */
const changes = {
	happy: {},
	// The guide's case D7: nothing goes wrong, and yet there are twice as many instances at the end.
	'keep-originals': {
		originalsOption: {action: 'KEEP_ALIVE'},
		capacity: {target: 2, minimum: 1, maximum: 2},
	},
	// D3: somebody added the next version's value to the filter already, so that it selects blue and green alike.
	'equal-tags': {otherFilters: [{Value: '6.0', Type: 'VALUE_ONLY'}]},
	// D4: the Elastigroup's own tags hold the group's tag, so that every instance is an original.
	'contained-tag': {elastigroupTags: [{key: 'version', value: '5.0'}]},
	// D5: green instances and the raised maximum are left behind.
	'failing-hook': {
		failingHooks: ['6.0.zip', '6.1.tar.gz', '7.0.zip'].map(name => failingHookOf(`shop/shop-${name}`)),
		capacity: {target: 2, minimum: 1, maximum: 2},
	},
	// The role of the instances may not read the bucket of the revisions: every download is denied.
	'no-bundle-access': {instanceProfile: 'Plain-Web-Profile', capacity: {target: 2, minimum: 1, maximum: 2}},
	// The service role may read what there is, and register no target: the traffic cannot be moved.
	'no-target-rights': {serviceRole: 'ShopDeployReadOnlyRole', capacity: {target: 2, minimum: 1, maximum: 2}},
	// Neither Spot nor on-demand instances can be had, so that the requests stay pending until the timeout.
	'no-capacity': {capacityGaps: [{}], capacity: {target: 2, minimum: 1, maximum: 2}},
	// The group is watched over by an alarm that is active.
	'active-alarm': {
		alarmNames: ['shop-web-5xx'],
		alarmStates: new Map([['shop-web-5xx', 'ALARM']]),
		capacity: {target: 2, minimum: 1, maximum: 2},
	},
	'ready-gate': {readyOption: {actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60}},
} as const satisfies Record<string, Change>;

export type ScenarioId = keyof typeof changes;

const isScenarioId = (name: string): name is ScenarioId => Object.hasOwn(changes, name);

export const scenarioIds: readonly ScenarioId[] = Object.keys(changes).filter(isScenarioId);

/** What a scenario changes of the seeded world. */
export const changeOf = (scenario: ScenarioId): Change => changes[scenario];
