import {Buffer} from 'node:buffer';

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
	// The global one: Node reads its cryptography from disk when it is first asked for, which is after the first frame.
	const mark = Buffer.from(crypto.getRandomValues(new Uint8Array(3))).toString('hex');
	return `${name}-${date.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}-${mark}`;
};
