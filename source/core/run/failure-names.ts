/** How the things that a failure is about are called in its steps: by their names where those are known. */
import {text, type Text} from '../text-token.js';
import {type Run} from './run.js';

export type S3Object = {readonly name: string; readonly bucket: string; readonly version?: string};

/** The revision as an object of S3; undefined where it is none or is not known. */
export const objectOf = ({config: {revision}}: Run): S3Object | undefined =>
	revision.kind === 's3' && revision.bucket !== ''
		? {
				name: `s3://${revision.bucket}/${revision.key}`,
				bucket: revision.bucket,
				...(revision.version !== undefined && {version: revision.version}),
			}
		: undefined;

export type GitHubCommit = {readonly repository: string; readonly commitId: string};

export const commitOf = ({config: {revision}}: Run): GitHubCommit | undefined =>
	revision.kind === 'github' && revision.repository !== '' ? revision : undefined;

export const bundleOf = (run: Run): string | Text => {
	const commit = commitOf(run);
	return (
		objectOf(run)?.name ??
		(commit === undefined ? text('failure.name.bundle') : `${commit.repository}@${commit.commitId}`)
	);
};

const nameOfArn = (arn: string | undefined): string | undefined => {
	const name = arn?.split('/').at(-1);
	return name === '' ? undefined : name;
};

export const profileOf = ({config}: Run): string | Text =>
	nameOfArn(config.instanceProfile) ?? text('failure.name.profile');

export const roleOf = ({config}: Run): string | Text =>
	nameOfArn(config.group.serviceRoleArn) ?? text('failure.name.role');

/** `arn:…:targetgroup/name/id`. */
const nameOfTargetGroup = (arn: string): string => arn.split('/').at(-2) ?? arn;

export const balancersOf = ({config: {group}}: Run): string | Text => {
	const names = [...group.targetGroupArns.map(arn => nameOfTargetGroup(arn)), ...group.classicLoadBalancerNames];
	return names.length === 0 ? text('failure.name.balancers') : names.join(', ');
};

export const agentLogOf = (instance: string) => ({instance, path: '/var/log/aws/codedeploy-agent/'});
