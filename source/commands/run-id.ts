import {randomBytes} from 'node:crypto';

/**
 * A run's id: readable, sortable by time, and findable in the description of a CodeDeploy deployment, which takes 256
 * characters for everything.
 */
export const createRunId = (subject: string, at: number): string => {
	const [date = '', time = ''] = new Date(at).toISOString().split('T');
	const name =
		subject
			.toLowerCase()
			.replaceAll(/[^a-z\d]+/g, '-')
			.replaceAll(/^-|-$/g, '')
			.slice(0, 24) || 'run';
	return `${name}-${date.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}-${randomBytes(3).toString('hex')}`;
};
