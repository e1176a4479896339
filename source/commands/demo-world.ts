import {mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {createScaledClock} from '../adapters/system-clock.js';
import {type Directories, type Environment} from '../cli/environment.js';
import {type Clock} from '../ports/clock.js';
import {startSimulator, type Simulator} from '../simulator/server.js';
import {type ScenarioId} from '../simulator/scenarios.js';

/** The simulator and this process's own places, for as long as the demo lasts. */
export type DemoWorld = {
	readonly simulator: Simulator;
	readonly clock: Clock;
	readonly directories: Directories;
	close(): Promise<void>;
};

/** Variables that lead to a person's credentials, to a proxy, or to another service. */
const isForeign = (name: string): boolean => /^(aws_|spotinst_)/i.test(name) || /^(https?|all|no)_proxy$/i.test(name);

/**
 * Starts the simulator on a fast clock and shuts the rest of the world out: no credentials, no profile of the
 * person's, no proxy. From here on the process knows loopback alone.
 */
export const openDemoWorld = async (
	environment: Environment,
	options: {readonly scenario: ScenarioId; readonly speed: number; readonly seed: number},
): Promise<DemoWorld> => {
	const directory = await mkdtemp(path.join(environment.temporary, 'spot-bluegreen-demo-'));
	const clock = createScaledClock(options.speed);
	const simulator = await startSimulator({clock, scenario: options.scenario, seed: options.seed});
	const nowhere = path.join(directory, 'no-such-file');

	environment.setVariables({
		...Object.fromEntries(
			Object.keys(environment.variables)
				.filter(isForeign)
				.map(name => [name, undefined]),
		),
		...simulator.environment,
		AWS_CONFIG_FILE: nowhere,
		AWS_SHARED_CREDENTIALS_FILE: nowhere,
		AWS_EC2_METADATA_DISABLED: 'true',
		AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
		SPOTINST_CREDENTIALS_FILE: nowhere,
		SPOTINST_SHARED_CREDENTIALS_FILE: nowhere,
	});

	return {
		simulator,
		clock,
		directories: {config: path.join(directory, 'config'), state: path.join(directory, 'state')},
		async close() {
			await simulator.close();
			await rm(directory, {recursive: true, force: true});
		},
	};
};
