/** The failure card: what CodeDeploy and Spot said, and steps that fit this event and this revision. */
import test from 'ava';
import {type Deployment, type DeploymentTarget, type Revision} from '../../../source/core/cloud/code-deploy.js';
import {type RunConfig, type RunEvent} from '../../../source/core/run/event.js';
import {logLinesOf} from '../../../source/core/run/failure.js';
import {toRunView} from '../../../source/core/run/view.js';
import {say} from '../../../source/messages/catalogue.js';
import {
	codeDeploySays,
	deployed,
	fleet,
	greenInstance,
	minute,
	runOf,
	startedAt,
	targets,
} from '../../helpers/run-events.js';

const at = startedAt + 5 * minute;

type Diagnostics = NonNullable<DeploymentTarget['events'][number]['diagnostics']>;

const failedTarget = (event: string, diagnostics?: Partial<Diagnostics>): DeploymentTarget => ({
	instanceId: 'i-green1',
	color: 'green',
	status: 'failed',
	events: [
		{
			name: event,
			status: 'failed',
			endedAt: at,
			...(diagnostics && {
				diagnostics: {errorCode: 'UnknownError', scriptName: '', message: '', logTail: '', ...diagnostics},
			}),
		},
	],
});

const config: Partial<RunConfig> = {
	instanceProfile: 'arn:aws:iam::123456789012:instance-profile/Web-Profile',
	group: {
		tagFilters: [[{type: 'key-and-value', key: 'version', value: '5.0'}]],
		readyOption: {action: 'continue'},
		originalsOption: {action: 'terminate', waitMinutes: 5},
		targetGroupArns: ['arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/web-tg/6d0ecf831eec9f09'],
		classicLoadBalancerNames: [],
		serviceRoleArn: 'arn:aws:iam::123456789012:role/service-role/DeployRole',
	},
};

const s3 = (change: Partial<Extract<Revision, {kind: 's3'}>> = {}): Revision => ({
	kind: 's3',
	bucket: 'shop-releases',
	key: 'shop-6.0.zip',
	bundleType: 'zip',
	...change,
});

const gitHub: Revision = {kind: 'github', repository: 'acme/shop', commitId: 'c'.repeat(40)};

type Failing = {
	readonly event: string;
	readonly diagnostics?: Partial<Diagnostics>;
	readonly revision?: Revision;
	readonly error?: Deployment['error'];
	readonly more?: readonly RunEvent[];
};

const failureOf = ({event, diagnostics, revision = s3(), error, more = []}: Failing) => {
	const run = runOf(deployed({...config, revision}), [targets(at, [failedTarget(event, diagnostics)])], more, [
		codeDeploySays(at, 'failed', {
			error: error ?? {code: 'HEALTH_CONSTRAINTS', message: 'Too many individual instances failed deployment.'},
		}),
	]);
	const {failure} = toRunView(run, at);
	if (failure === undefined) {
		throw new Error('Nothing failed.');
	}

	return {
		failure,
		cause: failure.cause === undefined ? '' : say(failure.cause, 'en'),
		steps: failure.nextSteps.map(step => say(step, 'en')),
		run,
	};
};

test('the message of an event without a telling code is the cause, and never "UnknownError"', t => {
	const message = 'Sorry, the moon is in the wrong phase.';
	const {failure, cause, run} = failureOf({event: 'Install', diagnostics: {message}});
	t.is(cause, `Install failed on i-green1: ${message}`);
	t.is(failure.eventMessage, message);
	t.is(failure.eventName, 'Install');
	const told = run.log.map(line => say(line.text, 'en'));
	t.true(told.includes(`Install failed: ${message}`));
	const note = toRunView(run, at).instances.find(({instanceId}) => instanceId === 'i-green1')?.note;
	t.is(note && say(note, 'en'), `Install: ${message}`);
	for (const said of [cause, ...told]) {
		t.notRegex(said, /UnknownError/);
	}
});

test('a telling code stands beside the message, and where both are missing that is said', t => {
	const script = 'scripts/validate.sh';
	const message = `Script at specified location: ${script} failed with exit code 1`;
	const coded = failureOf({
		event: 'ValidateService',
		diagnostics: {errorCode: 'ScriptFailed', scriptName: script, message},
	});
	t.is(coded.cause, `ValidateService failed on i-green1 (ScriptFailed): ${message}`);
	t.true(coded.run.log.some(line => say(line.text, 'en') === `ValidateService failed (ScriptFailed): ${message}`));
	const silent = failureOf({event: 'AllowTraffic'});
	t.is(silent.cause, 'AllowTraffic failed on i-green1; CodeDeploy does not say why');
	t.is(silent.failure.eventMessage, undefined);
});

test('what the message says is not said again by the log of the script', t => {
	const message = 'Script at specified location: scripts/start.sh failed with exit code 7';
	const {failure} = failureOf({
		event: 'ApplicationStart',
		diagnostics: {
			errorCode: 'ScriptFailed',
			scriptName: 'scripts/start.sh',
			message,
			logTail: `LifecycleEvent - ApplicationStart\n\n[stderr]${message}\n[stderr]port 80 is taken\n`,
		},
	});
	t.deepEqual(logLinesOf(failure), ['LifecycleEvent - ApplicationStart', '[stderr]port 80 is taken']);
});

/** A failure, with what its steps must name. */
const cases: ReadonlyArray<readonly [name: string, failing: Failing, expected: readonly RegExp[]]> = [
	[
		'a file that exists',
		{
			event: 'Install',
			diagnostics: {
				message: 'The deployment failed because a specified file already exists at this location: /srv/shop/server.js',
			},
		},
		[/\/srv\/shop\/server\.js.*(image|BeforeInstall)/, /file_exists_behavior: OVERWRITE.*RETAIN.*appspec\.yml/],
	],
	[
		'a bundle that may not be read',
		{event: 'DownloadBundle', diagnostics: {message: 'Access Denied'}},
		[/s3:GetObject .*s3:\/\/shop-releases\/shop-6\.0\.zip.*Web-Profile/, /s3:ListBucket/],
	],
	[
		'a version that may not be read needs another right',
		{event: 'DownloadBundle', diagnostics: {message: 'Access Denied'}, revision: s3({version: 'v1'})},
		[/s3:GetObjectVersion/],
	],
	[
		'a key that is not there',
		{event: 'DownloadBundle', diagnostics: {message: 'The specified key does not exist.'}},
		[/s3:\/\/shop-releases\/shop-6\.0\.zip/],
	],
	[
		'a bucket that is not there',
		{event: 'DownloadBundle', diagnostics: {message: 'The specified bucket does not exist'}},
		[/bucket.*shop-releases/],
	],
	[
		'a bucket of another region',
		{
			event: 'DownloadBundle',
			diagnostics: {
				message:
					'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
			},
		},
		[/shop-releases.*region.*ap-northeast-2/],
	],
	[
		'a version that is not there',
		{
			event: 'DownloadBundle',
			diagnostics: {message: 'The specified version does not exist.'},
			revision: s3({version: 'v17'}),
		},
		[/v17.*s3:\/\/shop-releases\/shop-6\.0\.zip|s3:\/\/shop-releases\/shop-6\.0\.zip.*v17/],
	],
	[
		'an object that changed',
		{
			event: 'DownloadBundle',
			diagnostics: {message: 'Expected deployment artifact bundle etag "a" but was actually "b"'},
			revision: s3({eTag: '"a"'}),
		},
		[/s3:\/\/shop-releases\/shop-6\.0\.zip.*(changed|replaced)/],
	],
	[
		'a repository or commit that is not found',
		{
			event: 'DownloadBundle',
			diagnostics: {
				message:
					"Could not download bundle at 'https://api.github.com/repos/acme/shop/tarball/cccc' after 3 retries. Server returned codes: 404 'Not Found'; 404 'Not Found'.",
			},
			revision: gitHub,
		},
		[/acme\/shop.*c{8}/, /application shop .*GitHub/],
	],
	[
		'GitHub that refuses',
		{
			event: 'DownloadBundle',
			diagnostics: {
				message: "Could not download bundle at 'https://api.github.com/x'. Server returned codes: 403 'Forbidden'.",
			},
			revision: gitHub,
		},
		[/application shop .*GitHub/],
	],
	[
		'a network that does not reach the bundle',
		{event: 'DownloadBundle', diagnostics: {message: 'execution expired'}},
		[/443/],
	],
	[
		'a bundle without appspec.yml',
		{
			event: 'BeforeInstall',
			diagnostics: {
				message:
					'The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "appspec.yml".',
			},
		},
		[/appspec\.yml.*root.*s3:\/\/shop-releases\/shop-6\.0\.zip/],
	],
	[
		'a script that is missing',
		{
			event: 'AfterInstall',
			diagnostics: {
				errorCode: 'ScriptMissing',
				scriptName: 'scripts/a.sh',
				message: 'Script does not exist at specified location: scripts/a.sh',
			},
		},
		[/scripts\/a\.sh.*appspec\.yml/],
	],
	[
		'a script that cannot be made executable',
		{
			event: 'AfterInstall',
			diagnostics: {
				errorCode: 'ScriptNotExecutable',
				scriptName: 'scripts/a.sh',
				message: 'Unable to set script at specified location: scripts/a.sh as executable',
			},
		},
		[/chmod \+x.*scripts\/a\.sh|scripts\/a\.sh.*chmod \+x/],
	],
	[
		'a script that took too long',
		{
			event: 'ApplicationStart',
			diagnostics: {
				errorCode: 'ScriptTimedOut',
				scriptName: 'scripts/start.sh',
				message: 'Script at specified location: scripts/start.sh failed to complete in 60 seconds',
			},
		},
		[/scripts\/start\.sh.*timeout.*appspec\.yml/, /stdout and stderr/],
	],
	[
		'line ends of Windows',
		{
			event: 'BeforeInstall',
			diagnostics: {
				errorCode: 'ScriptFailed',
				scriptName: 'scripts/b.sh',
				message: 'Script at specified location: scripts/b.sh failed with exit code 126',
				logTail: '[stderr]/bin/sh: scripts/b.sh: /bin/bash^M: bad interpreter: No such file or directory',
			},
		},
		[/scripts\/b\.sh.*LF/],
	],
	[
		'a script of the revision before',
		{
			event: 'ApplicationStop',
			diagnostics: {errorCode: 'ScriptFailed', scriptName: 'scripts/stop.sh', message: 'failed with exit code 1'},
		},
		[/scripts\/stop\.sh.*before.*--ignore-application-stop-failures/],
	],
	[
		'a service role that may not register',
		{
			event: 'AllowTraffic',
			diagnostics: {
				message:
					'The IAM role arn:aws:iam::123456789012:role/service-role/DeployRole does not give you permission to perform operations in the following AWS service: AmazonElasticLoadBalancingV2.',
			},
			error: {code: 'IAM_ROLE_PERMISSIONS', message: 'The IAM role … does not give you permission …'},
		},
		[/DeployRole.*AWSCodeDeployRole|AWSCodeDeployRole.*DeployRole/, /register.*web-tg/],
	],
	[
		'a service role that may not deregister, told by the code alone',
		{event: 'BlockTraffic', error: {code: 'IAM_ROLE_PERMISSIONS', message: 'no'}},
		[/DeployRole/, /web-tg/],
	],
	['a target that never became healthy', {event: 'AllowTraffic'}, [/health check.*web-tg/]],
	[
		'a replacement that was gone',
		{
			event: 'AllowTraffic',
			more: [fleet(at, [greenInstance('i-green1', {state: 'terminated'})])],
		},
		[/i-green1.*(ended|gone)/],
	],
	['originals that could not be taken out', {event: 'BlockTraffic'}, [/web-tg/]],
];

for (const [name, failing, expected] of cases) {
	test(`steps for ${name} name the real things`, t => {
		const {steps, cause} = failureOf(failing);
		for (const pattern of expected) {
			t.true(
				steps.some(step => pattern.test(step)),
				`${String(pattern)} in\n${steps.join('\n')}`,
			);
		}

		t.is(new Set(steps).size, steps.length, 'no step twice');
		const message = failing.diagnostics?.message ?? '';
		t.true(cause.includes(message), cause);
		t.notRegex(`${cause}\n${steps.join('\n')}`, /undefined|{\w+}|UnknownError/);
	});
}

test('advice that belongs to another event or another kind of revision is not given', t => {
	const denied = failureOf({event: 'DownloadBundle', diagnostics: {message: 'Access Denied'}}).steps.join('\n');
	t.notRegex(denied, /github|health check|script/i);
	const file = failureOf({
		event: 'Install',
		diagnostics: {message: 'a specified file already exists at this location: /x'},
	}).steps.join('\n');
	t.notRegex(file, /log of the script|script’s log|bucket/);
	const repository = failureOf({event: 'DownloadBundle', diagnostics: {message: "404 'Not Found'"}, revision: gitHub});
	t.notRegex(repository.steps.join('\n'), /bucket|s3:/i);
	const blocked = failureOf({event: 'BlockTraffic'}).steps.join('\n');
	t.notRegex(blocked, /health check/);
});

test('what is not known is shown as it came, and called unknown', t => {
	const event = failureOf({event: 'Install', diagnostics: {message: 'Flux capacitor offline.'}});
	t.regex(event.cause, /Flux capacitor offline\./);
	t.regex(event.steps[0] ?? '', /not known here/);
	const code = failureOf({event: 'Install', error: {code: 'MERCURY_RETROGRADE', message: 'Wait.'}});
	t.is(code.failure.code, 'MERCURY_RETROGRADE');
	t.true(code.steps.some(step => /MERCURY_RETROGRADE.*not known here/.test(step)));
});

test('names that are not known make no holes in a sentence', t => {
	const bare: RunConfig['group'] = {tagFilters: [], targetGroupArns: [], classicLoadBalancerNames: []};
	for (const [, failing] of cases) {
		const run = runOf(
			deployed({group: bare, revision: {kind: 'github', repository: '', commitId: ''}}),
			[targets(at, [failedTarget(failing.event, failing.diagnostics)])],
			[codeDeploySays(at, 'failed', {error: failing.error ?? {code: 'HEALTH_CONSTRAINTS', message: 'x'}})],
		);
		for (const language of ['en', 'ko'] as const) {
			const said = toRunView(run, at).failure?.nextSteps.map(step => say(step, language)) ?? [];
			for (const step of said) {
				t.notRegex(step, /undefined|{\w+}| {2}|: ?$|s3:\/{3}|\( ?\)/, step);
			}
		}
	}
});
