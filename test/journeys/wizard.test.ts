import test from 'ava';
import {fail, type Problem} from '../../source/core/problem.js';
import {text} from '../../source/core/text-token.js';
import {keys, openApp, type AppDriver} from '../helpers/app-driver.js';

const refusal: Problem = {
	kind: 'permission',
	code: 'AccessDenied',
	message: text('option.not-assumable'),
	nextSteps: [],
	isRetryable: false,
};

/** To the first field of a step, with Enter alone. */
const reach = async (app: AppDriver, title: string): Promise<string> => {
	await app.see('1  ');
	return app.pressUntil(keys.enter, title);
};

test('only Enter: from the first screen to a finished, verified blue/green and its profile', async t => {
	const app = await openApp();
	t.teardown(app.close);

	await reach(app, 'Start the blue/green deployment');
	const forecast = await app.screen();
	t.regex(forecast, /original 2/);
	t.regex(forecast, /found as\s+replacements/);
	t.is(app.done('CreateDeployment'), 0);

	await app.press(keys.enter);
	await app.see('Finished:', {isTimePassing: true});
	t.is(app.done('CreateDeployment'), 1);
	await app.pressUntil(keys.enter, 'Name of the profile');
	await app.press(keys.enter);
	const end = await app.ended;

	t.is(end.kind, 'ended');
	// What was last seen of the run stays on the terminal.
	await app.see('Finished:');
	t.notRegex(await app.screen(), /Enter (?:accept|actions)/);
	t.deepEqual(end.outcome, {kind: 'succeeded', isRestored: true});
	t.deepEqual(
		end.lines.map(line => line.id),
		['wizard.saved', 'wizard.saved.again'],
	);
	t.is(await app.scrolledRows(), 0);

	// A veteran's next run: one screen, the next version proposed.
	const again = await openApp({world: app, directory: app.directory});
	await again.see('Deploy again with shop-bg');
	await again.press('1');
	await again.see(/Last deployment: 6\.0, succeeded/);
	await again.see('version=7.0');
	await again.close();
});

test('a run that was left before its end is offered first, and goes on without a second deployment', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Start the blue/green deployment');
	await app.press(keys.enter);
	await app.see(/Deployment d-[A-Z\d]{9} was created/, {isTimePassing: true});
	await app.press('b');
	const left = await app.ended;
	t.is(left.kind, 'detached');

	const again = await openApp({world: app, directory: app.directory});
	t.teardown(again.close);
	await again.see('❯ 1  Go on with the open run: version=6.0 on shop-web');
	await again.press(keys.enter);
	await again.see('Finished:', {isTimePassing: true});
	t.is(app.done('CreateDeployment'), 1);
});

test('Korean: the whole wizard speaks it, and shortcuts work with the Korean input on', async t => {
	const app = await openApp({language: 'ko'});
	t.teardown(app.close);
	await reach(app, '애플리케이션');
	await app.see('shop-orders');
	// ㅎ is g: the steps.
	await app.press('ㅎ');
	await app.see('배포 그룹');
	await app.press(keys.esc);
	await app.see('위치:');
	// ㅣ is l: the language.
	await app.press('ㅣ');
	await app.see('Choose the CodeDeploy application');
	await app.press('ㅂ');
	await app.see('Leave?');
	await app.press(keys.enter);
	await app.see('Choose the CodeDeploy application');
	t.is(app.model().screen.kind, 'step');
});

test('back from anywhere, jump by step, and the answers are still there', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Choose an Elastigroup');
	await app.see('shop-batch');
	await app.press(keys.esc);
	await app.see('Does it fit?');
	await app.press(keys.pageUp);
	await app.see('Choose the deployment group of this application');
	t.regex(await app.screen(), /❯ shop-bg/);
	await app.press('g');
	await app.see(/❯ 3 .*Deployment group/);
	await app.press('5');
	await app.see('Choose an Elastigroup');
	// Not yet reached: the step that stands in the way is shown instead.
	await app.press('g');
	await app.see(/7 .*Forecast/);
	await app.press('7');
	await app.see('Choose an Elastigroup');
	t.is(app.model().draft['applicationName'], 'shop');
});

test('a changed answer marks what was built on it, and wipes nothing', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Choose an Elastigroup');
	await app.see('shop-batch');
	await app.press('g');
	await app.see(/2 .*Application/);
	await app.press('2');
	await app.see('shop-admin');
	await app.press(keys.down);
	await app.press(keys.enter);
	await app.see(/Deployment group\s+! check again, Application changed: shop-bg/);
	t.is(app.model().draft['deploymentGroupName'], 'shop-bg');
});

test('a look-up that is refused says why and leaves typing; burst text and Enter in one read are heard', async t => {
	const app = await openApp({
		change: ports => ({
			...ports,
			codeDeploy: {...ports.codeDeploy, listApplications: async () => fail(refusal)},
		}),
	});
	t.teardown(app.close);
	await reach(app, 'Choose the CodeDeploy application');
	await app.see('Could not be looked up, please type it');
	await app.press('shop\r');
	await app.see('Choose the deployment group of this application');
	t.is(app.model().draft['applicationName'], 'shop');
});

test('Down, Enter and letters in one read: every key counts, on the right row', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Choose the CodeDeploy application');
	await app.see('+ Create a new one');
	await app.press(`${keys.end}\rshop2`);
	await app.see(/❯ shop2/);
	t.is(app.model().draft['applicationName'], '+new');
	t.is(app.model().draft['newApplicationName'], 'shop2');
});

test('an unfinished draft is kept on Ctrl+C and offered at the next start', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Choose an Elastigroup');
	await app.press(keys.ctrlC);
	const end = await app.ended;
	t.is(end.kind, 'left');
	t.deepEqual(
		end.lines.map(line => line.id),
		['wizard.left.saved', 'wizard.left.again'],
	);

	const again = await openApp({world: app, directory: app.directory});
	await again.see('Continue the unfinished set-up');
	await again.press(keys.enter);
	// Where it was left: behind the last answer, with the group judged afresh.
	await again.see('Does it fit?');
	t.is(again.model().draft['deploymentGroupName'], 'shop-bg');
	await again.press('g');
	await again.see(/✓ Application/);
	await again.press(keys.esc);
	await again.close();
});

test('creates everything: application, group and Elastigroup, each once', async t => {
	const app = await openApp({columns: 100, rows: 30});
	t.teardown(app.close);
	await reach(app, 'Choose the CodeDeploy application');
	await app.see('+ Create a new one');
	await app.press(`${keys.end}\r`);
	await app.press('cart\r');
	await app.see('Choose the deployment group of this application');
	await app.pressUntil(keys.enter, 'Everything that will be created');
	await app.see('Create all of this');
	t.is(app.done('CreateApplication'), 0);
	await app.press(keys.enter);
	await app.see('Choose an Elastigroup');
	t.is(app.done('CreateApplication'), 1);
	t.is(app.done('CreateDeploymentGroup'), 1);
	t.is(app.model().draft['applicationName'], 'cart');

	await app.see('+ Create a new one');
	await app.press(`${keys.end}\r`);
	await app.see('Name of the new Elastigroup');
	await app.press(`${keys.ctrlU}cart-web`);
	await app.press(keys.enter);
	await app.pressUntil(keys.enter, 'Create the Elastigroup cart-web');
	await app.press(keys.enter);
	await app.see('What changes from one deployment to the next');
	t.is(app.done('createGroup'), 1);
	t.regex(app.model().draft['elastigroupId'] ?? '', /^sig-/);
});

test('text: Korean typed as terminals send it, words and ends, and a paste that submits nothing', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Choose the CodeDeploy application');
	await app.see('+ Create a new one');
	await app.press('m');
	await app.press('ㅎ\u007F하\u007F한');
	await app.press('글');
	await app.see('❯ 한글');
	t.is(await app.beforeCursor(), '❯ 한글');
	await app.press(keys.left);
	await app.press(keys.f2);
	await app.see('애플리케이션');
	t.is(await app.beforeCursor(), '❯ 한');
	await app.press(keys.f2);
	await app.press(keys.end);
	await app.press(keys.backspace);
	await app.press('\u001B[200~\nshop\n\u001B[201~');
	await app.see(/❯ 한 ?shop/);
	t.is(app.model().screen.kind, 'step');
	await app.press(`${keys.ctrlU}shop\r`);
	await app.see('Choose the deployment group of this application');
});

test('while it is resized the frame fits, and nothing is pushed out of the terminal', async t => {
	const app = await openApp();
	t.teardown(app.close);
	await reach(app, 'Does it fit?');
	await app.see('The group fits');
	await app.resize(120, 40);
	await app.see('The group fits');
	await app.resize(60, 20);
	await app.see('The group fits');
	await app.resize(30, 8);
	await app.see('too small');
	await app.resize(80, 24);
	await app.see('The group fits');
	t.is(app.model().columns, 80);
});
