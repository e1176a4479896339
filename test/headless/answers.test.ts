import test from 'ava';
import {assembleAnswers, type AnswerSources} from '../../source/headless/answers.js';
import {allFields} from '../../source/core/flow/registry.js';
import {nearest} from '../../source/cli/nearest.js';

const assemble = ({
	profile = {},
	...sources
}: Partial<Omit<AnswerSources, 'profile'>> & {readonly profile?: Readonly<Record<string, string>>}) =>
	assembleAnswers(
		allFields,
		{flags: {}, sets: [], variables: {}, ...sources, profile: {name: 'shop', answers: profile}},
		nearest,
	);

test('flags go before the environment, and that before the profile', t => {
	const profile = {applicationName: 'profile', deploymentGroupName: 'profile', region: 'profile'};
	const variables = {SPOT_BLUEGREEN_DEPLOYMENT_GROUP: 'environment', AWS_REGION: 'environment'};
	const {draft} = assemble({profile, variables, flags: {region: 'flag'}});
	t.deepEqual(draft, {applicationName: 'profile', deploymentGroupName: 'environment', region: 'flag'});
});

test('an empty variable is no answer', t => {
	t.deepEqual(assemble({profile: {region: 'x'}, variables: {AWS_REGION: ''}}).draft, {region: 'x'});
});

test('--set answers a field by key or by flag', t => {
	const {draft, reasons} = assemble({sets: ['applicationName=shop', 'deployment-group=shop=bg']});
	t.deepEqual(draft, {applicationName: 'shop', deploymentGroupName: 'shop=bg'});
	t.deepEqual(reasons, []);
});

test('--set version changes that green tag and keeps the others', t => {
	t.is(assemble({sets: ['version=7.0']}).draft['greenTags'], 'version=7.0');
	t.is(
		assemble({profile: {greenTags: 'stage=live,version=6.0'}, sets: ['version=7,0']}).draft['greenTags'],
		String.raw`version=7\,0,stage=live`,
	);
	t.is(assemble({profile: {greenTags: 'build=41'}, sets: ['build=42']}).draft['greenTags'], 'build=42');
	t.is(assemble({sets: ['tag:release=9']}).draft['greenTags'], 'release=9');
});

test('what --set cannot understand is told together', t => {
	const {reasons} = assemble({sets: ['version', 'aplication=shop', '=x', 'xyzzy=1']});
	t.deepEqual(
		reasons.map(({id}) => id),
		['cli.wrong.set', 'cli.wrong.set-name-meant', 'cli.wrong.set', 'cli.wrong.set-name'],
	);
});

test('--revision of one kind replaces the other kind in the profile', t => {
	const commit = '0123456789abcdef0123456789abcdef01234567';
	const s3 = {revisionKind: 's3', revision: 's3://releases/shop-6.0.zip', bundleType: 'zip'};
	const github = {revisionKind: 'github', githubRepository: 'acme/shop', githubCommit: commit};
	t.deepEqual(assemble({profile: s3, revision: `acme/shop@${commit}`}).draft, github);
	t.deepEqual(assemble({profile: github, revision: 's3://releases/shop-7.0.tar.gz'}).draft, {
		revisionKind: 's3',
		revision: 's3://releases/shop-7.0.tar.gz',
	});
});

test('a revision that is neither is refused', t => {
	t.is(assemble({revision: 'latest'}).reasons[0]?.id, 'cli.wrong.revision');
});
