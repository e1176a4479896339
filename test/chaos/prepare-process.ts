import process from 'node:process';

/**
 * Makes a process fit to play stories. Call it first. The clients wait a random while before they try again, in real
 * time, which no clock of a story moves: no while, then. And what a person has configured for AWS is no part of a story.
 */
export const prepareProcess = (): void => {
	Math.random = () => 0;
	for (const name of Object.keys(process.env)) {
		if (/^(?:aws|spot(?:inst)?)_/i.test(name)) {
			// eslint-disable-next-line @typescript-eslint/no-dynamic-delete
			delete process.env[name];
		}
	}

	Object.assign(process.env, {
		AWS_CONFIG_FILE: '/dev/null',
		AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
		// A warning about the version of Node, for each of the clients.
		AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
	});
};
