/**
 * The short form of `npm run chaos`: some stories that between them kill, disturb and interfere in every way. One after
 * another: the AWS clients read their credentials from the environment, which the stories share.
 */
import test from 'ava';
import {drawStory} from './draw-story.js';
import {play} from './play.js';
import {prepareProcess} from './prepare-process.js';
import {sayTimeline} from './timeline.js';

prepareProcess();

const seeds = [1, 2, 3];

for (const seed of seeds) {
	test.serial(`every invariant holds in story ${seed}`, async t => {
		// Of a busy machine.
		t.timeout(120_000);
		const {violations, timeline} = await play(drawStory(seed));
		t.deepEqual(violations, [], sayTimeline(timeline));
	});
}

test.serial('a story has the same course each time', async t => {
	t.timeout(120_000);
	const [once, again] = [await play(drawStory(4)), await play(drawStory(4))];
	t.deepEqual(once.timeline, again.timeline);
	t.is(once.requests, again.requests);
});
