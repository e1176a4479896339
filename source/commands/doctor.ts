import {readSpotCredentials} from '../adapters/spot/credentials.js';
import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Problem} from '../core/problem.js';
import {sayClockSkew} from '../core/run/words.js';
import {text, type Text} from '../core/text-token.js';
import {printProblem, sayPlainly} from '../headless/print-problem.js';
import {toSummaryProblem} from '../headless/summary.js';
import {withoutWrites} from '../runtime/without-writes.js';
import {type Command} from './context.js';
import {adaptersOf, createPorts} from './composition.js';

/** Looks at everything a deployment will need, and writes nothing. */
export const doctor: Command = async context => {
	const {environment, output, errors, language, isDebug, mode} = context;
	const {account, codeDeploy, elastigroups} = withoutWrites(createPorts(environment, adaptersOf(context)));
	const [credentials, identity, spot, applications, groups] = await Promise.all([
		readSpotCredentials(environment.variables, environment.home),
		account.getIdentity(),
		elastigroups.listAccounts(),
		codeDeploy.listApplications(),
		elastigroups.list(),
	]);
	const problems: Problem[] = [];
	const notes: Text[] = [];
	let code: ExitCode = exitCodes.done;

	const told = new Set<string>();

	const take = (side: 'aws' | 'spot', problem: Problem): void => {
		// One cause is told once: all calls of a side share the sign-in. What is not allowed is not allowed call by call.
		const cause =
			problem.kind === 'permission'
				? JSON.stringify([side, problem.code, problem.message])
				: JSON.stringify([side, problem.code]);

		if (!told.has(cause)) {
			told.add(cause);
			problems.push(problem);
		}

		// Whatever else is wrong: who is not signed in has to do that first.
		const own = exitCodeOfProblem(problem.kind);
		code = code === exitCodes.done || own === exitCodes.credentials ? own : code;
	};

	if (identity.isOk) {
		const {accountId, arn, region, endpoint} = identity.value;
		notes.push(text('headless.doctor.aws', {account: accountId, arn, region}));

		if (endpoint !== undefined) {
			notes.push(text('headless.doctor.aws-endpoint', {endpoint}));
		}
	} else {
		take('aws', identity.problem);
	}

	if (credentials.isOk) {
		const {source, accountId} = credentials.value;
		notes.push(
			text('headless.doctor.spot-token', {
				source:
					source.kind === 'environment'
						? text('headless.doctor.from-environment')
						: text('headless.doctor.from-file', {path: source.path, profile: source.profile}),
			}),
		);

		if (accountId !== undefined) {
			notes.push(text('headless.doctor.spot-account', {account: accountId}));
		} else if (spot.isOk && spot.value.length > 1) {
			notes.push(text('headless.doctor.spot-choose'));
		}
	}

	if (spot.isOk) {
		notes.push(text('headless.doctor.spot', {accounts: spot.value.map(({id, name}) => `${name} (${id})`).join(', ')}));

		if (
			identity.isOk &&
			spot.value.length > 0 &&
			spot.value.every(({awsAccountId}) => awsAccountId !== undefined && awsAccountId !== identity.value.accountId)
		) {
			notes.push(text('headless.doctor.link', {account: identity.value.accountId}));
		}
	} else {
		take('spot', spot.problem);
	}

	if (applications.isOk) {
		notes.push(text('headless.doctor.applications', {count: applications.value.length}));
	} else {
		take('aws', applications.problem);
	}

	if (groups.isOk) {
		notes.push(text('headless.doctor.elastigroups', {count: groups.value.length}));

		if (identity.isOk && groups.value.length === 0 && applications.isOk && applications.value.length === 0) {
			notes.push(text('headless.doctor.empty', {region: identity.value.region}));
		}
	} else {
		take('spot', groups.problem);
	}

	// Known once a cloud has answered.
	const {skewMs = null, notableSkewMs} = context.time;
	if (skewMs !== null) {
		notes.push(notableSkewMs === undefined ? text('headless.doctor.clock') : sayClockSkew(notableSkewMs));
	}

	const {columns, rows} = environment.stdout;
	notes.push(
		text('headless.doctor.terminal', {columns: columns ?? '–', rows: rows ?? '–', mode}),
		text('headless.doctor.directories', environment.directories),
	);

	if (mode === 'json' || mode === 'ndjson') {
		const document = {
			schema: 'spot-bluegreen.doctor',
			version: '1.1',
			identity: identity.isOk ? identity.value : null,
			spotAccounts: spot.isOk ? spot.value : [],
			spotAccountId: credentials.isOk ? (credentials.value.accountId ?? null) : null,
			applications: applications.isOk ? applications.value.length : null,
			elastigroups: groups.isOk ? groups.value.length : null,
			clockSkewMs: skewMs,
			problems: problems.map(toSummaryProblem),
		};
		output.json(document);
		return code;
	}

	output.lines(notes.map(note => sayPlainly(note, language)));

	for (const problem of problems) {
		printProblem({sink: errors, language, problem, isDebug});
	}

	return code;
};
