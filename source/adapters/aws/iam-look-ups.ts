import {IAMClient, ListInstanceProfilesCommand, ListRolesCommand} from '@aws-sdk/client-iam';
import {type InstanceProfile, type Role} from '../../core/cloud/account.js';
import {type AwsSession} from './aws-session.js';
import {collectPages, withName} from './pages.js';
import {isAssumableByCodeDeploy} from './trust-policy.js';

const nextOf = ({
	IsTruncated,
	Marker,
}: {
	readonly IsTruncated?: boolean;
	readonly Marker?: string;
}): string | undefined => (IsTruncated === true ? Marker : undefined);

export const createIamLookUps = (session: AwsSession) => {
	const client = session.adopt(new IAMClient(session.settings));
	const {region} = session.settings;

	return {
		async listRoles(signal?: AbortSignal): Promise<readonly Role[]> {
			const found = await collectPages(async Marker => {
				const answer = await client.send(new ListRolesCommand({MaxItems: 1000, Marker}), {abortSignal: signal});

				return {values: answer.Roles, next: nextOf(answer)};
			});

			return withName(found, 'RoleName').map(role => ({
				name: role.RoleName,
				arn: role.Arn ?? '',
				isAssumableByCodeDeploy: isAssumableByCodeDeploy(role.AssumeRolePolicyDocument, region),
			}));
		},

		async listInstanceProfiles(signal?: AbortSignal): Promise<readonly InstanceProfile[]> {
			const found = await collectPages(async Marker => {
				const answer = await client.send(new ListInstanceProfilesCommand({MaxItems: 1000, Marker}), {
					abortSignal: signal,
				});

				return {values: answer.InstanceProfiles, next: nextOf(answer)};
			});

			return withName(found, 'InstanceProfileName').map(profile => ({
				name: profile.InstanceProfileName,
				arn: profile.Arn ?? '',
				roleNames: (profile.Roles ?? []).flatMap(({RoleName}) => RoleName ?? []),
			}));
		},
	};
};
