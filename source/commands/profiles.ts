import {exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {isOneOf} from '../cli/is-one-of.js';
import {maximumProfileBytes} from '../adapters/conf-profile-store.js';
import {codeOf, readRegular, refuseLarge} from '../adapters/regular-file.js';
import {allFields} from '../core/flow/registry.js';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {parseProfile} from '../core/profile/parse-profile.js';
import {type Profile} from '../core/profile/profile.js';
import {toProfileMembers} from '../core/profile/profile-members.js';
import {stripControl} from '../core/strip-control.js';
import {text, type Text} from '../core/text-token.js';
import {sayPlainly} from '../headless/print-problem.js';
import {type ProfileStore} from '../ports/profile-store.js';
import {nearest} from '../cli/nearest.js';
import {type Command, type CommandContext} from './context.js';
import {createPorts} from './composition.js';
import {endWithProblem, refuseUsage} from './refuse.js';

const acts = ['list', 'show', 'rename', 'delete', 'export', 'import'] as const;

type Act = (typeof acts)[number];

const neededArguments: Readonly<Record<Act, readonly string[]>> = {
	list: [],
	show: ['<profile>'],
	rename: ['<from>', '<to>'],
	delete: ['<profile>'],
	export: ['<profile>'],
	import: ['<file>'],
};

const list = async (context: CommandContext, store: ProfileStore): Promise<ExitCode> => {
	const {output, errors, language, mode} = context;
	const listed = await store.list();

	if (!listed.isOk) {
		return endWithProblem(context, listed.problem);
	}

	const rows = listed.value;

	if (mode === 'json' || mode === 'ndjson') {
		const profiles = rows.map(({name, updatedAt, problem}) => ({
			name,
			updatedAt: new Date(updatedAt).toISOString(),
			problem: problem ? {code: problem.code, message: sayPlainly(problem.message, 'en')} : null,
		}));
		output.json({schema: 'spot-bluegreen.profiles', version: '1.0', profiles});
		return exitCodes.done;
	}

	if (rows.length === 0) {
		errors.lines([sayPlainly(text('profile.none'), language)]);
	}

	for (const {name, updatedAt, problem} of rows) {
		const note = problem ? `  ${sayPlainly(problem.message, language)}` : '';
		output.lines([`${stripControl(name)}  ${new Date(updatedAt).toISOString().slice(0, 16)}Z${note}`]);
	}

	return exitCodes.done;
};

/** A question in words, with the key that the file and `--set` know it by. */
const nameOf = (key: string, language: CommandContext['language']): string => {
	const field = allFields.find(one => one.key === key);
	return field ? `${sayPlainly({id: field.label}, language)} (${key})` : stripControl(key);
};

const show = (context: CommandContext, profile: Profile): ExitCode => {
	const {output, errors, language, mode} = context;

	if (mode === 'json' || mode === 'ndjson') {
		output.document(toProfileMembers(profile));
		return exitCodes.done;
	}

	const lines = Object.entries(profile.answers).flatMap(([key, value]) => {
		const [first = '', ...more] = value.split('\n').map(line => stripControl(line));
		// Further in than the next answer would stand.
		return [`${nameOf(key, language)}: ${first}`, ...more.map(line => `  ${line}`)];
	});
	output.lines([stripControl(profile.name), ...lines.map(line => `  ${line}`)]);

	const unknown = Object.keys(profile.unknown ?? {});

	if (unknown.length > 0) {
		errors.lines([sayPlainly(text('profile.unknown-kept', {keys: unknown.join(', ')}), language)]);
	}

	return exitCodes.done;
};

/** Reads the standard input up to the limit of a profile. */
const readStandardInput = async (stdin: NodeJS.ReadStream): Promise<Result<string>> => {
	stdin.setEncoding('utf8');
	let content = '';

	for await (const chunk of stdin) {
		content += String(chunk);

		if (content.length > maximumProfileBytes) {
			return fail({...refuseLarge('-', maximumProfileBytes).problem, nextSteps: []});
		}
	}

	return ok(content);
};

const readNamed = async (file: string): Promise<Result<string>> => {
	const found = await readRegular(file, maximumProfileBytes);

	switch (found.kind) {
		case 'content': {
			return ok(found.content.toString('utf8'));
		}

		case 'refused': {
			const {problem, why} = found;
			return fail({...problem, nextSteps: why.id === 'problem.file.pipe' ? [text('problem.file.next-pipe')] : []});
		}

		case 'missing': {
			return fail({
				kind: 'input',
				code: 'profile-file-missing',
				message: text('problem.profile-file-missing', {file}),
				nextSteps: [],
				isRetryable: false,
			});
		}
	}
};

const readImport = async (stdin: NodeJS.ReadStream, file: string): Promise<Result<Profile>> => {
	try {
		// A dash is the standard input, as everywhere.
		const read = await (file === '-' ? readStandardInput(stdin) : readNamed(file));
		return read.isOk ? parseProfile({source: file, content: read.value}) : read;
	} catch (error) {
		const problem: Problem = {
			kind: 'input',
			code: 'profile-file-unusable',
			message: text('problem.profile-file-unusable', {file, code: codeOf(error) ?? 'unknown'}),
			nextSteps: [text('problem.profile-file-unusable.next', {file})],
			isRetryable: false,
		};
		return fail(problem);
	}
};

const importFrom = async (
	{environment, invocation}: CommandContext,
	store: ProfileStore,
	file: string,
): Promise<Result<string>> => {
	const {name} = invocation.values;
	const read = await readImport(environment.stdin, file);

	if (!read.isOk) {
		return read;
	}

	const profile = {...read.value, name: (name ?? read.value.name).normalize()};
	const listed = await store.list();

	if (!listed.isOk) {
		return listed;
	}

	if (listed.value.some(one => one.name === profile.name)) {
		return fail({
			kind: 'conflict',
			code: 'profile-exists',
			message: text('problem.profile-exists', {name: profile.name}),
			nextSteps: [text('problem.profile-exists.next', {name: profile.name})],
			isRetryable: false,
		});
	}

	const written = await store.write(profile);
	return written.isOk ? ok(profile.name) : written;
};

/** Profiles as things of their own: list, show, rename, delete, export, import. */
export const profiles: Command = async context => {
	const {environment, output, errors, invocation, language, mode} = context;
	const [act = 'list', first, second] = invocation.positionals;

	if (!isOneOf(acts, act)) {
		const meant = nearest(act, acts);
		return refuseUsage(context, [
			meant === undefined
				? text('cli.wrong.value', {flag: 'profiles', value: act, choices: acts.join(', ')})
				: text('cli.wrong.command-meant', {word: act, meant}),
		]);
	}

	const needed = neededArguments[act];
	const given = invocation.positionals.slice(1);

	if (given.length < needed.length) {
		const argument = needed.slice(given.length).join(' ');
		return refuseUsage(context, [text('cli.wrong.missing-argument', {command: `profiles ${act}`, argument})]);
	}

	if (given.length > needed.length) {
		const words = given.slice(needed.length).join(' ');
		return refuseUsage(context, [text('cli.wrong.arguments', {command: `profiles ${act}`, words})]);
	}

	const store = createPorts(environment).profiles;
	const name = first ?? '';

	const tell = (result: Result<unknown>, done: Text, becomes: string | null): ExitCode => {
		if (!result.isOk) {
			return endWithProblem(context, result.problem);
		}

		if (mode === 'json' || mode === 'ndjson') {
			const document = {schema: 'spot-bluegreen.profile', version: '1.0', act, name: becomes};
			output.json(document);
		}

		errors.lines([sayPlainly(done, language)]);
		return exitCodes.done;
	};

	switch (act) {
		case 'list': {
			return list(context, store);
		}

		case 'show': {
			const read = await store.read(name);
			return read.isOk ? show(context, read.value) : endWithProblem(context, read.problem);
		}

		case 'export': {
			const read = await store.read(name);

			if (!read.isOk) {
				return endWithProblem(context, read.problem);
			}

			output.document(toProfileMembers(read.value));
			return exitCodes.done;
		}

		case 'rename': {
			const to = second ?? '';
			return tell(await store.rename(name, to), text('profile.renamed', {from: name, to}), to);
		}

		case 'delete': {
			if (!invocation.switches.has('yes')) {
				return refuseUsage(context, [text('profile.delete-needs-yes', {name})]);
			}

			return tell(await store.delete(name), text('profile.deleted', {name}), null);
		}

		case 'import': {
			const imported = await importFrom(context, store, name);
			const own = imported.isOk ? imported.value : name;
			return tell(imported, text('profile.imported', {name: own}), own);
		}
	}
};
