import {once} from 'node:events';
import {readdir, readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {shopTargets} from '../helpers/shop.js';
import {openCommandLine, type CommandLine} from '../helpers/command-line.js';

// Secrets of the person, looked for in everything that the program lets out, while the clouds quote them back.

const canaries = {
	SPOTINST_TOKEN: 'c4nary0spot0token0of0nobody0but0us0',
	AWS_SECRET_ACCESS_KEY: 'c4naryAwsSecret/Key+0123456789abcdefghij',
	AWS_SESSION_TOKEN: 'c4narySession//+token'.repeat(9),
} as const;

const spellings = Object.values(canaries).flatMap(canary => [canary, encodeURIComponent(canary)]);

/** Answers everything with what it was asked, as proxies and refused signatures do. */
const startEcho = async (status: number, isJson: boolean) => {
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => {
			const isSpot = request.headers.authorization?.startsWith('Bearer ') ?? false;
			// A cloud knows no secret of the other one.
			const known = spellings.filter(spelling => spelling.includes('spot') === isSpot);
			const message = `Refused: ${JSON.stringify(request.headers)} ${known.join(' ')}`;
			response.writeHead(status, {'content-type': 'application/json', 'x-amzn-requestid': 'request-1'});
			response.end(
				isJson
					? JSON.stringify({
							__type: 'InvalidSignatureException',
							message,
							response: {errors: [{code: 'REFUSED', message, field: known[0]}]},
						})
					: `<html>${message}`,
			);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
};

const filesOf = async ({directory}: CommandLine): Promise<readonly string[]> => {
	const files = await readdir(directory, {recursive: true, withFileTypes: true});
	return Promise.all(
		files.filter(file => file.isFile()).map(async file => readFile(path.join(file.parentPath, file.name), 'utf8')),
	);
};

const commands = [
	['doctor', '--debug'],
	['doctor', '--debug', '--output', 'json'],
	['deploy', ...shopTargets, '--yes', '--debug', '--output', 'ndjson'],
] as const;

const echoes = (status: number, isJson: boolean): void => {
	test.serial(`HTTP ${status} that quotes ${isJson ? 'documents' : 'pages'}: no secret comes out`, async t => {
		const program = await openCommandLine();
		const echo = await startEcho(status, isJson);
		t.teardown(async () => {
			echo.close();
			await program.close();
		});
		Object.assign(process.env, canaries, {AWS_ENDPOINT_URL: echo.url, SPOTINST_BASE_URL: echo.url});

		for (const argv of commands) {
			const {stdout, stderr, code} = await program.run(argv);
			t.not(code, 0);
			const written = [stdout, stderr, ...(await filesOf(program))].join('\n');
			t.regex(written, /sts:GetCallerIdentity|AWS/);

			for (const spelling of spellings) {
				t.false(written.includes(spelling), `${argv.join(' ')}: ${spelling}`);
			}
		}
	});
};

for (const status of [200, 400, 401, 403, 500]) {
	echoes(status, true);
}

echoes(200, false);
echoes(403, false);

for (const scenario of ['happy', 'failing-hook'] as const) {
	test.serial(`a whole run (${scenario}): neither journal, profile nor output holds a secret`, async t => {
		const program = await openCommandLine({scenario});
		t.teardown(program.close);
		const {SPOTINST_TOKEN: token = ''} = program.simulator.environment;
		const {AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: session} = canaries;
		Object.assign(process.env, {AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: session});
		const {stdout, stderr} = await program.run([
			'deploy',
			...shopTargets,
			'--yes',
			'--confirm',
			'shop-web',
			'--debug',
			'--output',
			'ndjson',
		]);
		const files = await filesOf(program);
		t.true(files.length > 0);
		const written = [stdout, stderr, ...files].join('\n');

		for (const canary of [token, secret, session]) {
			t.false(written.includes(canary));
		}
	});
}
