import {createScaledClock} from '../adapters/system-clock.js';
import {exitCodes} from '../cli/exit-codes.js';
import {quoteForShell} from '../core/shell-word.js';
import {text} from '../core/text-token.js';
import {sayPlainly} from '../headless/print-problem.js';
import {startSimulator} from '../simulator/server.js';
import {type Command} from './context.js';
import {listenForInterruption} from './interruption.js';
import {endWithProblem, refuseUsage} from './refuse.js';
import {readScenarioFlags} from './scenario-flags.js';

/** Serves the simulator until a signal comes. One JSON line on stdout tells where, for programs; the lines on stderr point a shell's tools at it. */
export const simulator: Command = async context => {
	const {environment, output, errors, invocation, language} = context;
	const {flags, reasons} = readScenarioFlags(invocation);

	if (reasons.length > 0) {
		return refuseUsage(context, reasons);
	}

	const interruption = listenForInterruption(environment);

	try {
		const served = await startSimulator({
			clock: createScaledClock(flags.speed ?? 1),
			port: flags.port,
			seed: flags.seed,
			scenario: flags.scenario,
		});
		const exports = Object.entries(served.environment).map(([name, value]) => `export ${name}=${quoteForShell(value)}`);
		const document = {
			schema: 'spot-bluegreen.simulator',
			version: '1.0',
			url: served.url,
			environment: served.environment,
		};
		output.json(document);
		// The exports without an indent, ready to be pasted.
		errors.lines([sayPlainly(text('demo.serving', {url: served.url}), language), ...exports]);

		await new Promise<void>(resolve => {
			if (interruption.signal.aborted) {
				resolve();
			}

			interruption.signal.addEventListener('abort', () => {
				resolve();
			});
		});
		await served.close();
		return exitCodes.done;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;

		if (code === 'EADDRINUSE' || code === 'EACCES') {
			return endWithProblem(context, {
				kind: 'input',
				code,
				message: text('demo.port-taken', {port: flags.port}),
				nextSteps: [text('demo.port-taken.next')],
				isRetryable: false,
			});
		}

		throw error;
	} finally {
		interruption.stop();
	}
};
