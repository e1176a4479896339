import test from 'ava';
import {keys, openApp} from '../helpers/app-driver.js';

test('restore in a terminal shows its plan and asks for the name before it puts anything back', async t => {
	const app = await openApp({simulator: {scenario: 'failing-hook'}});
	t.teardown(app.close);
	await app.see('1  ');
	await app.pressUntil(keys.enter, 'Start the blue/green deployment');
	await app.press(keys.enter);
	await app.see('5 Clean up', {isTimePassing: true});
	await app.press('7');
	await app.press(keys.enter);
	await app.see('Something is left behind', {isTimePassing: true});
	const {runId = ''} = app.model().live?.run?.config ?? {};
	await app.pressUntil(keys.enter, 'Name of the profile');
	await app.press(keys.esc);
	await app.ended;

	const again = await openApp({
		world: app,
		directory: app.directory,
		start: {kind: 'watch-run', runId, isReopening: true},
	});
	t.teardown(again.close);
	await again.see('5 Clean up', {isTimePassing: true});
	await again.press('5');
	await again.see('Clean-up plan');
	await again.press(keys.enter);
	await again.see('Type "shop-web"');
	t.is(app.done('detachInstances'), 0);
	await again.press('shop-web');
	await again.press(keys.enter);
	await again.see('Nothing is left behind', {isTimePassing: true});
	t.is(app.done('detachInstances'), 1);
	await again.press(keys.enter);
	const end = await again.ended;
	t.deepEqual(end.outcome, {kind: 'failed', isClean: true});
});
