import test from 'ava';
import {fail, ok, type Result} from '../../source/core/problem.js';
import {lazyPort} from '../../source/commands/lazy-port.js';

type Greeter = {greet(name: string): Promise<Result<string>>};

const problem = {
	kind: 'auth',
	code: 'no-credentials',
	message: {id: 'problem.aws.no-credentials'},
	nextSteps: [],
	isRetryable: false,
} as const;

test('the adapter is made at the first call, once', async t => {
	let made = 0;
	const port = lazyPort<Greeter>(async () => {
		made++;
		return ok({greet: async name => ok(`hello ${name}`)});
	});
	t.is(made, 0);
	const greetings = await Promise.all([port.greet('a'), port.greet('b')]);
	t.deepEqual(greetings, [ok('hello a'), ok('hello b')]);
	t.is(made, 1);
});

test('where it cannot be made, each call says why, and the next one tries again', async t => {
	let isSignedIn = false;
	const port = lazyPort<Greeter>(async () => (isSignedIn ? ok({greet: async name => ok(name)}) : fail(problem)));
	t.deepEqual(await port.greet('a'), fail(problem));
	isSignedIn = true;
	t.deepEqual(await port.greet('a'), ok('a'));
});

test('a promise may settle to the port', async t => {
	const port = lazyPort<Greeter>(async () => ok({greet: async name => ok(name)}));
	const same = await Promise.resolve(port);
	t.is(same, port);
});
