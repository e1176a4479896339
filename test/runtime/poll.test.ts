import test from 'ava';
import {nextPauseMs} from '../../source/runtime/poll.js';
import {runOf, spotStarted, startedAt} from '../helpers/run-events.js';

const calm = {failures: 0, random: () => 1};

test('a look is made when what is waited for is due, and not much before: a clock may stand still for a while', t => {
	const pauseFor = (untilMs: number, deadline = startedAt + 3_600_000): number =>
		nextPauseMs(runOf(spotStarted()), {kind: 'wait', for: 'look', untilMs}, startedAt, {...calm, deadline});
	const longest = pauseFor(startedAt + 600_000);
	t.true(longest >= 5000);
	t.is(pauseFor(startedAt + 2000), 2000);
	t.is(pauseFor(startedAt + 1), 500);
	t.is(pauseFor(startedAt - 1), longest, 'what is past is waited for no more');
	t.is(pauseFor(startedAt + 600_000, startedAt + 3000), 3000);
	t.is(pauseFor(startedAt + 600_000, startedAt + 1), 500);
});
