import test from 'ava';
import {parseArguments} from '../../source/cli/parse-arguments.js';

const fieldFlags = [
	{flag: 'application', isToggle: false},
	{flag: 'advance-filter', isToggle: true},
];

const run = (...argv: readonly string[]) => {
	const parsed = parseArguments(argv, fieldFlags);
	return parsed.kind === 'run' ? parsed.invocation : undefined;
};

const wrong = (...argv: readonly string[]) => {
	const parsed = parseArguments(argv, fieldFlags);
	return parsed.kind === 'wrong' ? parsed.reasons.map(({id, values}) => ({id, ...values})) : [];
};

test('nothing at all is the guided way', t => {
	t.is(run()?.command, 'setup');
	t.is(run('--lang', 'ko')?.command, 'setup');
});

test('a deployment with everything said', t => {
	const invocation = run(
		'deploy',
		'shop.v2',
		'--set',
		'version=7.0',
		'--set=stage=live',
		'--revision',
		's3://releases/shop-7.0.zip',
		'-y',
		'--application=shop',
		'--advance-filter',
		'--output',
		'ndjson',
	);
	t.is(invocation?.command, 'deploy');
	t.deepEqual(invocation?.positionals, ['shop.v2']);
	t.deepEqual(invocation?.sets, ['version=7.0', 'stage=live']);
	t.deepEqual(invocation?.values, {revision: 's3://releases/shop-7.0.zip', output: 'ndjson'});
	t.deepEqual(invocation?.fields, {application: 'shop', 'advance-filter': 'true'});
	t.true(invocation?.switches.has('yes'));
});

test('help and version win over mistakes beside them', t => {
	t.deepEqual(parseArguments(['deploy', '--nonsense', '--help'], []), {kind: 'help', command: 'deploy'});
	t.deepEqual(parseArguments(['help', 'watch'], []), {kind: 'help', command: 'watch'});
	t.deepEqual(parseArguments(['-h'], []), {kind: 'help'});
	t.deepEqual(parseArguments(['demo', '--version'], []), {kind: 'version'});
});

test('a command that is nearly right is named', t => {
	t.deepEqual(wrong('depoly'), [{id: 'cli.wrong.command-meant', word: 'depoly', meant: 'deploy'}]);
	t.deepEqual(wrong('simul'), [{id: 'cli.wrong.command-meant', word: 'simul', meant: 'simulator'}]);
	t.deepEqual(wrong('xyzzy'), [{id: 'cli.wrong.command', word: 'xyzzy'}]);
});

test('all wrong flags are told together, each with what was meant', t => {
	t.deepEqual(wrong('deploy', '--revison', 'x', '--aplication', 'y'), [
		{id: 'cli.wrong.flag-meant', flag: '--revison', command: 'deploy', meant: '--revision'},
		{id: 'cli.wrong.flag-meant', flag: '--aplication', command: 'deploy', meant: '--application'},
	]);
});

test('a flag of another command says whose it is', t => {
	t.is(wrong('runs', '--port', '1')[0]?.id, 'cli.wrong.other-command');
	t.is(wrong('watch', '--application', 'x')[0]?.id, 'cli.wrong.flag');
});

test('a flag never swallows the next one as its value', t => {
	t.deepEqual(wrong('runs', '--lang', '--debug'), [{id: 'cli.wrong.no-value', flag: '--lang', value: 'en|ko'}]);
	t.is(run('deploy', '--application=--odd')?.fields['application'], '--odd');
});

test('a switch with a value is refused', t => {
	t.deepEqual(wrong('deploy', '--yes=no'), [{id: 'cli.wrong.switch-value', flag: '--yes'}]);
});

test('secrets are not taken from the command line, and are not repeated', t => {
	for (const flag of ['--token', '--spotinst-token', '--aws-secret-access-key', '--password']) {
		const reasons = wrong('deploy', `${flag}=canary-0123456789`);
		t.is(reasons[0]?.id, 'cli.wrong.secret');
		t.false(JSON.stringify(reasons).includes('canary'));
	}
});

test('too many arguments are refused', t => {
	t.deepEqual(wrong('deploy', 'one', 'two'), [{id: 'cli.wrong.arguments', words: 'two', command: 'deploy'}]);
});

test('a flag that would replace the first is refused by name; the same one twice is harmless', t => {
	t.deepEqual(wrong('deploy', '--application', 'a', '--application=b', '--output', 'json', '--output', 'plain'), [
		{id: 'cli.wrong.twice', flag: '--application'},
		{id: 'cli.wrong.twice', flag: '--output'},
	]);
	t.is(wrong('deploy', '--advance-filter', '--advance-filter=no')[0]?.id, 'cli.wrong.twice');
	t.is(wrong('deploy', '--revision', 's3://a/1.zip', '--revision', 's3://a/2.zip')[0]?.id, 'cli.wrong.twice');
	t.is(wrong('deploy', '--application', 'a', '--application', 'b', '--application', 'c').length, 1);
	t.is(run('deploy', '--application', 'a', '--application', 'a')?.fields['application'], 'a');
	t.true(run('deploy', '--yes', '-y')?.switches.has('yes'));
	t.deepEqual(run('deploy', '--set', 'version=6', '--set', 'stage=live')?.sets, ['version=6', 'stage=live']);
});

test('an option of our own never means anything when it is empty; an answer may', t => {
	t.deepEqual(wrong('deploy', '--confirm', '', '--revision='), [
		{id: 'cli.wrong.no-value', flag: '--confirm', value: '<elastigroup>'},
		{id: 'cli.wrong.no-value', flag: '--revision', value: '<s3://… | owner/repo@commit>'},
	]);
	t.is(run('deploy', '--application', '')?.fields['application'], '');
});
