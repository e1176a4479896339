import process from 'node:process';

/** A secret that must be found nowhere; tests look for it in all that an adapter lets out. */
export const awsCanary = 'c4naryAwsSecret/Key+0123456789abcdefghij';

/** Static credentials for this test process, and none of the machine's own configuration. */
export const setTestCredentials = (): void => {
	process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
	process.env['AWS_SECRET_ACCESS_KEY'] = awsCanary;
	process.env['AWS_CONFIG_FILE'] = '/dev/null';
	process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';
	delete process.env['AWS_PROFILE'];
	delete process.env['AWS_SESSION_TOKEN'];
	delete process.env['AWS_ENDPOINT_URL'];
	delete process.env['AWS_MAX_ATTEMPTS'];
	delete process.env['AWS_RETRY_MODE'];
};
