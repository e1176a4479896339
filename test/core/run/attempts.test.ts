import test from 'ava';
import {type Problem} from '../../../source/core/problem.js';
import {attemptState} from '../../../source/core/run/attempts.js';
import {type RunEvent} from '../../../source/core/run/event.js';
import {begun, minute, problem, runOf, second, startedAt} from '../../helpers/run-events.js';

const refusedTimes = (count: number, change: Partial<Problem>): readonly RunEvent[] =>
	Array.from({length: count}, (_, index): readonly RunEvent[] => {
		const at = startedAt + index * minute;
		const number = index + 1;
		return [
			{type: 'action-intended', at, number, action: {kind: 'start-blue-green'}},
			{type: 'action-failed', at, number, problem: problem(change)},
		];
	}).flat();

const stateAfter = (count: number, change: Partial<Problem>) =>
	attemptState(runOf(begun(), refusedTimes(count, change)), 'start-blue-green');

test('a call that was asked to slow down is made again, also after an hour of it', t => {
	t.is(stateAfter(50, {kind: 'throttled', isRetryable: true}).state, 'pause');
	t.is(stateAfter(60, {kind: 'throttled', isRetryable: true}).state, 'refused');
});

test('a call that fails otherwise is given up after a few times', t => {
	t.is(stateAfter(4, {kind: 'remote', isRetryable: true}).state, 'pause');
	t.is(stateAfter(5, {kind: 'remote', isRetryable: true}).state, 'refused');
	t.is(stateAfter(1, {kind: 'input'}).state, 'refused');
});

for (const [name, retryAfterMs, pauseMs] of [
	['nothing', undefined, 15 * second],
	['a minute', minute, minute],
	['two hours', 120 * minute, 2 * minute],
	['an epoch time', 1_767_603_600_000, 2 * minute],
] as const) {
	test(`where the service asks for ${name}, the call is made again after ${pauseMs / second} s`, t => {
		const state = stateAfter(1, {kind: 'throttled', isRetryable: true, ...(retryAfterMs && {retryAfterMs})});
		t.deepEqual(state, {state: 'pause', until: startedAt + pauseMs});
	});
}
