import {Buffer} from 'node:buffer';
import {type Draft} from '../draft.js';
import {type Deployment, type FailingHook, type Instance, type LifecycleEvent} from '../state.js';
import {isRollback} from './facts.js';

/** Why an event fails on this instance, if it does. */
export const failureOf = (
	draft: Draft,
	deployment: Deployment,
	instance: Instance,
	name: string,
): LifecycleEvent['diagnostics'] => {
	const {revision} = deployment;
	if (revision.revisionType !== 'S3' || isRollback(deployment)) {
		return undefined;
	}

	const {bucket, key, eTag, version} = revision.s3Location;
	const broken = (message: string) => ({errorCode: 'UnknownError', scriptName: '', message, logTail: ''});
	if (name === 'DownloadBundle') {
		const profile = draft.account.instanceProfiles.find(({arn}) => arn === instance.instanceProfileArn);
		const object = draft.account.buckets
			.find(candidate => candidate.name === bucket)
			?.objects.find(candidate => candidate.key === key);
		if (profile?.canReadRevisions !== true) {
			return broken(`Access Denied: the instance's role may not read s3://${bucket}/${key}.`);
		}

		if (object === undefined) {
			return broken(`The specified key does not exist: s3://${bucket}/${key}.`);
		}

		const meant = version === undefined ? object.versions[0] : object.versions.find(({id}) => id === version);
		if (meant === undefined) {
			return broken(`The specified version does not exist: s3://${bucket}/${key}, ${version ?? ''}.`);
		}

		if (eTag !== undefined && eTag.replaceAll('"', '') !== meant.eTag.replaceAll('"', '')) {
			return broken(`The ETag of s3://${bucket}/${key} is not the expected one.`);
		}
	}

	const hook = draft.failingHooks.find(
		candidate => candidate.bucket === bucket && candidate.key === key && candidate.lifecycleEventName === name,
	);
	return hook === undefined ? undefined : toDiagnostics(hook);
};

/** What is kept of a script's output (docs/facts.md CD 3.5). */
const logTailBytes = 4096;

const toDiagnostics = ({scriptName, message, logTail}: FailingHook) => ({
	errorCode: 'ScriptFailed',
	scriptName,
	message,
	logTail: Buffer.from(logTail).subarray(-logTailBytes).toString(),
});
