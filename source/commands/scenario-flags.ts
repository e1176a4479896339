import {type Invocation} from '../cli/parse-arguments.js';
import {type Text} from '../core/text-token.js';
import {scenarioIds, type ScenarioId} from '../simulator/scenarios.js';

export type ScenarioFlags = {
	readonly scenario: ScenarioId;
	/** Undefined leaves it to the command. */
	readonly speed?: number;
	readonly seed: number;
	readonly port: number;
};

const readNumber = (
	invocation: Invocation,
	flag: string,
	from: number,
	to: number,
): {readonly value?: number; readonly reasons: readonly Text[]} => {
	const raw = invocation.values[flag];

	if (raw === undefined) {
		return {reasons: []};
	}

	const value = Number(raw);

	return raw.trim() !== '' && Number.isFinite(value) && value >= from && value <= to
		? {value, reasons: []}
		: {reasons: [{id: 'cli.wrong.number', values: {flag: `--${flag}`, from, to, value: raw}}]};
};

/** Reads the flags of `demo` and `simulator`. */
export const readScenarioFlags = (
	invocation: Invocation,
): {readonly flags: ScenarioFlags; readonly reasons: readonly Text[]} => {
	const asked = invocation.values['scenario'] ?? 'happy';
	const scenario = scenarioIds.find(id => id === asked);
	const speed = readNumber(invocation, 'speed', 0.1, 1000);
	const seed = readNumber(invocation, 'seed', 0, 4_294_967_295);
	const port = readNumber(invocation, 'port', 0, 65_535);

	return {
		flags: {
			scenario: scenario ?? 'happy',
			...(speed.value !== undefined && {speed: speed.value}),
			seed: seed.value ?? 1,
			port: port.value ?? 0,
		},
		reasons: [
			...(scenario
				? []
				: [
						{
							id: 'cli.wrong.value' as const,
							values: {flag: '--scenario', value: asked, choices: scenarioIds.join(', ')},
						},
					]),
			...speed.reasons,
			...seed.reasons,
			...port.reasons,
		],
	};
};
