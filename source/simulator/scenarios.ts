/** Each scenario only changes how the seeded world stands before the first request; what fails follows from that. */
export const scenarioIds = [
	'happy',
	'keep-originals',
	'equal-tags',
	'contained-tag',
	'failing-hook',
	'ready-gate',
] as const;

export type ScenarioId = (typeof scenarioIds)[number];
