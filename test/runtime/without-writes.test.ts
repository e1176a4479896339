import test from 'ava';
import {withoutWrites} from '../../source/runtime/without-writes.js';
import {createDriveWorld} from '../helpers/drive-world.js';
import {writesOf} from '../helpers/writes.js';

const codeDeployWrites =
	'createApplication createDeploymentGroup updateDeploymentGroup createDeployment continueDeployment stopDeployment';
const spotWrites = 'create setCapacity detachInstances suspend liftSuspensions startBlueGreen stopBlueGreen';

const call = async (port: object, name: string): Promise<unknown> => {
	const method: unknown = Reflect.get(port, name);
	const answer: unknown =
		typeof method === 'function' ? await Reflect.apply(method, port, ['sig-5a3c19e7', []]) : undefined;
	return answer;
};

test.serial('each write settles to a problem and is not sent; reads go through', async t => {
	const world = await createDriveWorld();
	t.teardown(async () => world.close());
	const {codeDeploy, elastigroups, account} = withoutWrites(world.ports);
	const before = world.simulator.log.length;

	for (const [port, names] of [
		[codeDeploy, codeDeployWrites],
		[elastigroups, spotWrites],
	] as const) {
		for (const name of names.split(' ')) {
			t.like(await call(port, name), {isOk: false, problem: {code: 'read-only'}}, name);
		}
	}

	t.is(world.simulator.log.length, before);
	const [group, all, identity] = await Promise.all([
		codeDeploy.getDeploymentGroup('shop', 'shop-bg'),
		elastigroups.list(),
		account.getIdentity(),
	]);
	t.true(group.isOk && all.isOk && identity.isOk);
	t.deepEqual(writesOf(world.simulator), []);
});
