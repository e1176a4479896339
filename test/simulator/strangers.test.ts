import {request as startRequest} from 'node:http';
import test from 'ava';
import {elastigroupId, groupPath, openBench} from './clients.js';

type Reply = {readonly status: number; readonly words: string; readonly date: string};

/** A request with any headers at all, as browsers and other names send them. */
const ask = async (url: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<Reply> =>
	new Promise((resolve, reject) => {
		const asked = startRequest(
			`${url}${groupPath}`,
			{method, headers: {authorization: 'Bearer simulated-spot-token', ...headers}, setHost: false},
			reply => {
				let words = '';
				reply.setEncoding('utf8');
				reply.on('data', chunk => {
					words += String(chunk);
				});
				reply.once('end', () => {
					resolve({status: reply.statusCode ?? 0, words, date: reply.headers.date ?? ''});
				});
			},
		);
		asked.once('error', reject);
		asked.end();
	});

test('Only this machine’s own names are served: others may lead here from anywhere', async t => {
	const {simulator} = await openBench(t);
	const {port} = new URL(simulator.url);

	for (const host of [
		'127.0.0.1',
		`127.0.0.1:${port}`,
		`localhost:${port}`,
		`[::1]:${port}`,
		`bucket.localhost:${port}`,
	]) {
		const {status} = await ask(simulator.url, {host});
		t.is(status, 200, host);
	}

	for (const host of [
		'evil.test',
		`evil.test:${port}`,
		'127.0.0.1.evil.test',
		'localhost.evil.test',
		`10.0.0.1:${port}`,
		'',
	]) {
		const {status, words, date} = await ask(simulator.url, {host});
		t.is(status, 403, host);
		t.regex(words, /127\.0\.0\.1 or localhost/);
		t.is(date, new Date(simulator.world.now).toUTCString());
	}

	t.is(simulator.log.length, 5, 'nothing of it reached the world');
});

test('A page in a browser drives nothing, not even with a token', async t => {
	const {simulator} = await openBench(t);
	const {host} = new URL(simulator.url);
	const pages: ReadonlyArray<Readonly<Record<string, string>>> = [
		{origin: 'https://evil.test'},
		{origin: 'null'},
		{origin: simulator.url},
		{'sec-fetch-site': 'cross-site'},
		{'sec-fetch-site': 'same-site'},
	];

	for (const headers of pages) {
		for (const method of ['GET', 'POST', 'OPTIONS']) {
			const {status, words} = await ask(simulator.url, {host, ...headers}, method);
			t.is(status, 403, JSON.stringify(headers));
			t.regex(words, /not pages in a browser/);
		}
	}

	t.is(simulator.log.length, 0);
	t.true(simulator.world.elastigroups.has(elastigroupId));

	const typed = await ask(simulator.url, {host, 'sec-fetch-site': 'none'});
	t.is(typed.status, 200, 'an address that the person typed');
});

test('Every answer tells the world’s time, refusals and faults too', async t => {
	const bench = await openBench(t);
	const {simulator, spot} = bench;
	bench.pass(86_400);
	simulator.inject({kind: 'throttled'}, {kind: 'server-error'}, {kind: 'denied'}, {kind: 'malformed'});

	for (let count = 0; count < 5; count++) {
		const {host} = new URL(simulator.url);
		const {date} = await ask(simulator.url, {host});
		t.is(date, new Date(simulator.world.now).toUTCString());
	}

	const {headers} = await spot('GET', groupPath);
	t.is(headers['date'], new Date(simulator.world.now).toUTCString());
});
