import test from 'ava';
import {chooseMode} from '../../source/cli/choose-mode.js';

const person = {
	isInputTty: true,
	isOutputTty: true,
	variables: {TERM: 'xterm-256color'},
	output: 'auto',
	isAccessible: false,
	hasNoInput: false,
} as const;

test('a person at a terminal gets screens', t => {
	t.is(chooseMode(person), 'interactive');
	t.is(chooseMode({...person, variables: {CI: 'false'}}), 'interactive');
	t.is(chooseMode({...person, variables: {ACCESSIBLE: '0'}}), 'interactive');
});

for (const [title, change] of [
	['no terminal to read from', {isInputTty: false}],
	['no terminal to draw on', {isOutputTty: false}],
	['CI', {variables: {CI: 'true'}}],
	['CI of a make that sets only its own variable', {variables: {CI_JOB_ID: '7'}}],
	['CodeBuild', {variables: {CODEBUILD_BUILD_ID: 'x'}}],
	['a dumb terminal', {variables: {TERM: 'dumb'}}],
	['a wish for lines', {isAccessible: true}],
	['a wish for lines in the environment', {variables: {ACCESSIBLE: '1'}}],
	['a wish not to be asked', {hasNoInput: true}],
] as const) {
	test(`lines with ${title}`, t => {
		t.is(chooseMode({...person, ...change}), 'plain');
	});
}

test('a named output wins over everything, also at a terminal', t => {
	for (const output of ['plain', 'ndjson', 'json'] as const) {
		t.is(chooseMode({...person, output}), output);
		t.is(chooseMode({...person, output, isInputTty: false, variables: {CI: '1'}}), output);
	}
});
