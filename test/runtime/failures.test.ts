/** Failures as a person meets them: real adapters, the simulator's rules, and the card at the end. */
import test, {type ExecutionContext} from 'ava';
import {type RunEvent} from '../../source/core/run/event.js';
import {say} from '../../source/messages/catalogue.js';
import {startRun, watchDeployment} from '../../source/runtime/drive.js';
import {type World} from '../../source/simulator/world/state.js';
import {createDriveWorld, viewOf, type DriveWorld} from '../helpers/drive-world.js';

const begin = async (t: ExecutionContext, ...input: Parameters<typeof createDriveWorld>) => {
	const world = await createDriveWorld(...input);
	t.teardown(async () => world.close());
	const events: RunEvent[] = [];
	return {
		world,
		events,
		start: () =>
			startRun(world.ports, world.config, {
				onEvent(event) {
					events.push(event);
				},
			}),
	};
};

const changeAccount = ({simulator}: DriveWorld, change: (account: World['account']) => Partial<World['account']>) => {
	simulator.change(world => ({...world, account: {...world.account, ...change(world.account)}}));
};

const cardOf = (world: DriveWorld, events: readonly RunEvent[]) => {
	const {failure} = viewOf(world, events);
	return {
		failure,
		cause: failure?.cause && say(failure.cause, 'en'),
		steps: failure?.nextSteps.map(step => say(step, 'en')).join('\n') ?? '',
	};
};

test.serial('a bundle that the instances may not read: S3’s words, and the names that S3 leaves out', async t => {
	const {world, events, start} = await begin(
		t,
		{},
		{
			policy: {readyGate: 'ask', cleanUp: 'always', restore: 'ask'},
			instanceProfile: 'arn:aws:iam::123456789012:instance-profile/CodeDeploy-EC2-Profile',
		},
	);
	changeAccount(world, ({instanceProfiles}) => ({
		instanceProfiles: instanceProfiles.map(profile => ({...profile, canReadRevisions: false})),
	}));
	await world.play(start());
	const {failure, cause, steps} = cardOf(world, events);
	t.is(failure?.eventMessage, 'Access Denied');
	t.regex(cause ?? '', /^DownloadBundle failed on i-\w+: Access Denied$/);
	t.regex(steps, /s3:GetObject on s3:\/\/shop-releases-ap-northeast-2\/shop\/shop-6\.0\.zip.*CodeDeploy-EC2-Profile/);
});

test.serial('a watcher of the deployment is told the same, with the role that the group names', async t => {
	const {world, events, start} = await begin(t);
	changeAccount(world, ({roles}) => ({roles: roles.map(role => ({...role, services: ['ec2']}))}));
	const handle = start();
	await world.play(handle, () => events.length > 0 && viewOf(world, events).phase === 'install');
	await handle.detach();
	const seen: RunEvent[] = [];
	await world.play(
		watchDeployment(world.ports, viewOf(world, events).deploymentId ?? '', {
			onEvent(event) {
				seen.push(event);
			},
		}),
	);
	const {failure, cause, steps} = cardOf(world, seen);
	t.is(failure?.code, 'IAM_ROLE_PERMISSIONS');
	t.regex(cause ?? '', /^AllowTraffic failed on i-\w+: The IAM role .*AmazonElasticLoadBalancingV2/);
	t.regex(steps, /service role CodeDeployServiceRole the policy AWSCodeDeployRole/);
	t.regex(steps, /shop-web-tg/);
	t.is(failure && say(failure.what, 'en'), 'The CodeDeploy deployment failed', 'the same words are not said twice');
});

test.serial('no capacity: said while it lasts, and named as the cause when Spot gives up', async t => {
	const {world, events, start} = await begin(t, {scenario: 'no-capacity'}, {timeoutMinutes: 10});
	const handle = start();
	await world.play(handle, () => events.some(({type}) => type === 'spot-log-seen'));
	await world.play(handle, () => viewOf(world, events).next.text.id === 'run.next.instances.capacity');
	t.is(viewOf(world, events).next.text.id, 'run.next.instances.capacity');
	await world.play(handle, () => viewOf(world, events).gate !== undefined);
	const {cause, steps} = cardOf(world, events);
	t.regex(cause ?? '', /no capacity.*InsufficientInstanceCapacity/);
	t.notRegex(steps, /longer timeout/);
	await handle.detach();
});
