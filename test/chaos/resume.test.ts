import test from 'ava';
import {type RunConfig, type RunEvent} from '../../source/core/run/event.js';
import {resumeRun, startRun, type DriveEnd} from '../../source/runtime/drive.js';
import {type ScenarioId} from '../../source/simulator/scenarios.js';
import {createDriveWorld, viewOf, type DriveWorld} from '../helpers/drive-world.js';

type Play = {readonly scenario: ScenarioId; readonly change: Partial<RunConfig>};

const alone: RunConfig['policy'] = {readyGate: 'continue', cleanUp: 'always', restore: 'always'};

const plays: readonly Play[] = [{scenario: 'failing-hook', change: {policy: alone}}];

const ignore = {onEvent: () => undefined};

const summary = (world: DriveWorld, end: DriveEnd | undefined) => {
	const [group] = [...world.simulator.world.elastigroups.values()];
	return {
		end,
		failure: viewOf(world, world.journal.lines).failure?.code,
		capacity: group?.capacity,
		started: world.done('startBlueGreen'),
		created: world.done('CreateDeployment'),
		running: [...world.simulator.world.instances.values()].filter(({state}) => state === 'running').length,
	};
};

const isDecisive = ({type}: RunEvent): boolean =>
	[
		'run-started',
		'baseline-noted',
		'action-intended',
		'action-done',
		'action-failed',
		'request-made',
		'run-ended',
	].includes(type);

/** Every line around a write; `kill.test.ts` goes through the observations, with the built program. */
const stepsOf = (lines: readonly RunEvent[]): readonly number[] =>
	lines.flatMap((event, index) => (isDecisive(event) ? [index + 1] : []));

for (const {scenario, change} of plays) {
	test.serial(`${scenario}: killed at any line of the journal, the run goes on and does nothing twice`, async t => {
		t.timeout(300_000);
		const whole = await createDriveWorld({scenario}, change);
		const end = await whole.play(startRun(whole.ports, whole.config, ignore));
		await whole.clock.advance(600_000);
		const expected = summary(whole, end);
		const lines = [...whole.journal.lines];
		await whole.close();
		t.is(expected.started, 1);
		t.is(expected.created, 1);

		for (const line of stepsOf(lines)) {
			for (const isWritten of [true, false]) {
				if (line === 1 && !isWritten) {
					continue;
				}

				const world = await createDriveWorld({scenario}, change);
				world.journal.dieAt(line, isWritten);
				await world.play(startRun(world.ports, world.config, ignore));
				world.journal.revive();
				const resumedEnd = await world.play(resumeRun(world.ports, 'run-1', ignore));
				await world.clock.advance(600_000);
				const found = summary(world, resumedEnd);
				await world.close();
				const what = `${lines[line - 1]?.type ?? ''} (line ${line}, ${isWritten ? 'written' : 'lost'})`;
				t.deepEqual(found, expected, what);
			}
		}
	});
}
