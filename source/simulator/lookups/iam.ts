import {account, arnOfInstanceProfile, arnOfRole} from './account.js';
import {type SimulatedInstanceProfile, type SimulatedRole} from './account-types.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf, pageSizeOf} from './paging.js';
import {answerQuery, members, type QueryService} from './query-service.js';
import {LookUpError, type QueryParameters} from './request.js';
import {type XmlObject} from './xml.js';

const trustPolicy = (role: SimulatedRole): string => {
	const services = role.trusts.filter(principal => !principal.startsWith('arn:'));
	const accounts = role.trusts.filter(principal => principal.startsWith('arn:'));

	return JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				// IAM keeps a single principal as a text and several as a list, as they were written.
				Principal: {
					...(services.length > 0 && {Service: services.length === 1 ? services[0] : services}),
					...(accounts.length > 0 && {AWS: accounts.length === 1 ? accounts[0] : accounts}),
				},
				Action: 'sts:AssumeRole',
			},
		],
	});
};

const showRole = (role: SimulatedRole): XmlObject => ({
	Path: role.path,
	RoleName: role.name,
	RoleId: role.id,
	Arn: arnOfRole(role),
	CreateDate: role.createdAt,
	// RFC 3986, as IAM documents it.
	AssumeRolePolicyDocument: encodeURIComponent(trustPolicy(role)),
	Description: role.description === '' ? undefined : role.description,
	MaxSessionDuration: 3600,
});

const showProfile = (profile: SimulatedInstanceProfile): XmlObject => ({
	Path: profile.path,
	InstanceProfileName: profile.name,
	InstanceProfileId: profile.id,
	Arn: arnOfInstanceProfile(profile),
	CreateDate: profile.createdAt,
	Roles: members(
		account.roles.filter(({name}) => profile.roleNames.includes(name)),
		showRole,
	),
});

const notFound = (kind: string, name: string): LookUpError =>
	new LookUpError('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`, 404);

const findRole = (name: string): SimulatedRole => {
	const role = account.roles.find(each => each.name === name);

	if (role === undefined) {
		throw notFound('role', name);
	}

	return role;
};

const required = (parameters: QueryParameters, name: string): string => {
	const value = parameters.one(name);

	if (value === undefined || value === '') {
		throw new LookUpError(
			'ValidationError',
			`1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
		);
	}

	return value;
};

/** A page in IAM's words: Marker and MaxItems in, IsTruncated and Marker out. */
const listed = <Item>(
	parameters: QueryParameters,
	list: string,
	items: readonly Item[],
	show: (item: Item) => XmlObject,
	member: string,
): XmlObject => {
	const size = pageSizeOf(parameters.one('MaxItems'), {
		name: 'maxItems',
		least: 1,
		most: 1000,
		fallback: 100,
		error: 'ValidationError',
	});
	const page = pageOf(items, {size, token: parameters.one('Marker'), list, tokenError: 'ValidationError'});

	return {[member]: members(page.items, show), IsTruncated: page.next !== undefined, Marker: page.next};
};

const underPath = (parameters: QueryParameters): ((item: {readonly path: string}) => boolean) => {
	const prefix = parameters.one('PathPrefix') ?? '/';

	return ({path}) => path.startsWith(prefix);
};

export const iamService: QueryService = {
	namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
	version: '2010-05-08',
	operations: {
		ListRoles: parameters =>
			listed(parameters, 'roles', account.roles.filter(underPath(parameters)), showRole, 'Roles'),
		GetRole: parameters => ({Role: showRole(findRole(required(parameters, 'RoleName')))}),
		ListAttachedRolePolicies: parameters =>
			listed(
				parameters,
				'policies',
				findRole(required(parameters, 'RoleName')).policies,
				arn => ({PolicyArn: arn, PolicyName: arn.slice(arn.lastIndexOf('/') + 1)}),
				'AttachedPolicies',
			),
		ListInstanceProfiles: parameters =>
			listed(
				parameters,
				'profiles',
				account.instanceProfiles.filter(underPath(parameters)),
				showProfile,
				'InstanceProfiles',
			),
		GetInstanceProfile(parameters) {
			const name = required(parameters, 'InstanceProfileName');
			const profile = account.instanceProfiles.find(each => each.name === name);

			if (profile === undefined) {
				throw new LookUpError('NoSuchEntity', `Instance Profile ${name} cannot be found.`, 404);
			}

			return {InstanceProfile: showProfile(profile)};
		},
	},
};

/** IAM is one for all regions, so the region of the signature does not matter. */
export const iam: LookUpProtocol = (request, world) => answerQuery(iamService, request, world);
