import {once} from 'node:events';
import {readFile, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {createServer, type TLSSocket} from 'node:tls';
import {execa} from 'execa';

export type Authority = {
	/** What a company hands out: the certificate of its own authority. */
	readonly caFile: string;
	readonly key: string;
	readonly certificate: string;
};

/** An authority that nobody knows, and a certificate of it for `cloud.test` and `localhost`. */
export const createAuthority = async (directory: string): Promise<Authority> => {
	const file = (name: string) => path.join(directory, name);
	await writeFile(file('extensions'), 'subjectAltName=DNS:cloud.test,DNS:localhost');
	// Each line is a command of openssl as a shell would take it; no path of a temporary directory has a space.
	const commands = [
		`req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=CompanyCA -keyout ${file('ca.key')} -out ${file('ca.pem')}`,
		`req -newkey rsa:2048 -nodes -subj /CN=cloud.test -keyout ${file('server.key')} -out ${file('server.csr')}`,
		`x509 -req -in ${file('server.csr')} -CA ${file('ca.pem')} -CAkey ${file('ca.key')} -CAcreateserial -days 2 -extfile ${file('extensions')} -out ${file('server.pem')}`,
	];

	for (const command of commands) {
		await execa('openssl', command.split(' '));
	}

	return {
		caFile: file('ca.pem'),
		key: await readFile(file('server.key'), 'utf8'),
		certificate: await readFile(file('server.pem'), 'utf8'),
	};
};

/** TLS in front of a plain server on loopback. */
export const startTlsTerminator = async (
	{key, certificate}: Authority,
	target: string,
): Promise<{readonly port: number; close(): Promise<void>}> => {
	const sockets = new Set<TLSSocket>();
	const server = createServer({key, cert: certificate}, socket => {
		sockets.add(socket);
		const plain = connect(Number(new URL(target).port), '127.0.0.1');
		plain.pipe(socket);
		socket.pipe(plain);
		plain.on('error', () => {
			socket.destroy();
		});
		socket.on('error', () => {
			plain.destroy();
		});
	});
	// A client that does not trust the certificate hangs up; that is its good right.
	server.on('tlsClientError', () => undefined);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

	return {
		port,
		async close() {
			for (const socket of sockets) {
				socket.destroy();
			}

			server.close();
			await once(server, 'close');
		},
	};
};
