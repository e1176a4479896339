import {Buffer} from 'node:buffer';
import {type Draft} from '../draft.js';
import {
	type Deployment,
	type FailingHook,
	type Instance,
	type LifecycleEvent,
	type RevisionLocation,
} from '../state.js';
import {isRollback} from './facts.js';
import {fileInTheWay} from './files.js';

type Diagnostics = NonNullable<LifecycleEvent['diagnostics']>;

/** What is no script's failure is `UnknownError`: the message alone tells what happened (docs/facts.md CD 3.5). */
export const unknownError = (message: string): Diagnostics => ({
	errorCode: 'UnknownError',
	scriptName: '',
	message,
	logTail: '',
});

/** What S3 or the agent says of a bundle that cannot be had (docs/facts.md CD 3.5). */
const whyNotInS3 = (
	draft: Draft,
	{bucket: name, key, version, eTag}: Extract<RevisionLocation, {readonly revisionType: 'S3'}>['s3Location'],
	instance: Instance,
): string | undefined => {
	const bucket = draft.account.buckets.find(candidate => candidate.name === name);
	if (bucket === undefined) {
		return 'The specified bucket does not exist';
	}

	const profile = draft.account.instanceProfiles.find(({arn}) => arn === instance.instanceProfileArn);
	if (profile?.canReadRevisions !== true) {
		return 'Access Denied';
	}

	// The bucket must be in the instances' region (docs/facts.md CD 2.1).
	if (bucket.region !== draft.account.region) {
		return 'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
	}

	const object = bucket.objects.find(candidate => candidate.key === key);
	if (object === undefined) {
		return 'The specified key does not exist.';
	}

	const meant = version === undefined ? object.versions[0] : object.versions.find(({id}) => id === version);
	if (meant === undefined) {
		return 'The specified version does not exist.';
	}

	return eTag === undefined || eTag.replaceAll('"', '') === meant.eTag.replaceAll('"', '')
		? undefined
		: `Expected deployment artifact bundle etag ${eTag} but was actually ${meant.eTag}`;
};

const hasCommit = (
	draft: Draft,
	{repository, commitId}: Extract<RevisionLocation, {readonly revisionType: 'GitHub'}>['gitHubLocation'],
): boolean =>
	draft.account.gitHubRepositories.some(({name, commitIds}) => name === repository && commitIds.includes(commitId));

/** Whether an agent asks GitHub again and again for what is not there. */
export const isAskedInVain = (draft: Draft, {revision}: Deployment): boolean =>
	revision.revisionType === 'GitHub' && !hasCommit(draft, revision.gitHubLocation);

const whyNoBundle = (draft: Draft, {revision}: Deployment, instance: Instance): string | undefined => {
	if (revision.revisionType === 'S3') {
		return whyNotInS3(draft, revision.s3Location, instance);
	}

	const {repository, commitId} = revision.gitHubLocation;
	const answers = Array.from({length: 4}, () => "404 'Not Found'").join('; ');
	return hasCommit(draft, revision.gitHubLocation)
		? undefined
		: `Could not download bundle at 'https://api.github.com/repos/${repository}/tarball/${commitId}' after 3 retries. Server returned codes: ${answers}.`;
};

/** Why an event fails on this instance, if it does. */
export const failureOf = (
	draft: Draft,
	deployment: Deployment,
	instance: Instance,
	name: string,
): Diagnostics | undefined => {
	if (isRollback(deployment)) {
		return undefined;
	}

	if (name === 'DownloadBundle') {
		const why = whyNoBundle(draft, deployment, instance);
		return why === undefined ? undefined : unknownError(why);
	}

	if (name === 'Install') {
		const path = fileInTheWay(deployment, instance);
		return path === undefined
			? undefined
			: unknownError(`The deployment failed because a specified file already exists at this location: ${path}`);
	}

	const {revision} = deployment;
	const hook =
		revision.revisionType === 'S3'
			? draft.failingHooks.find(
					candidate =>
						candidate.bucket === revision.s3Location.bucket &&
						candidate.key === revision.s3Location.key &&
						candidate.lifecycleEventName === name,
				)
			: undefined;
	return hook === undefined ? undefined : toDiagnostics(hook);
};

/** What is kept of a script's output (docs/facts.md CD 3.5). */
const logTailBytes = 4096;

const toDiagnostics = ({scriptName, message, logTail}: FailingHook): Diagnostics => ({
	errorCode: 'ScriptFailed',
	scriptName,
	message,
	logTail: Buffer.from(logTail).subarray(-logTailBytes).toString(),
});
