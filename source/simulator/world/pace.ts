/** How long a range of things takes, shortest and longest, in milliseconds of the world's clock. */
export type Span = readonly [shortest: number, longest: number];

const seconds = (shortest: number, longest: number): Span => [shortest * 1000, longest * 1000];

const minutes = (count: number): Span => [count * 60_000, count * 60_000];

/**
 * Realistic but brisk: real clouds need a few times as long for most of it. The waits that a deployment group or a
 * blue/green run configures are not here; they last what was configured.
 */
export const pace = {
	spotRequestFulfilled: seconds(6, 12),
	/** After there was no capacity for it. */
	requestTriedAgain: seconds(25, 35),
	instanceRunning: seconds(22, 32),
	statusChecksPassed: seconds(14, 20),
	agentOfImage: seconds(10, 14),
	agentOfUserData: seconds(18, 22),
	instanceTerminated: seconds(14, 22),
	/** CodeDeploy learns of tags late (docs/facts.md CD 2.1). */
	tagsSeenByCodeDeploy: seconds(9, 11),
	targetHealthy: seconds(12, 17),
	targetDrained: seconds(13, 17),

	elastigroupReconciles: seconds(3, 5),
	blueGreenStarts: seconds(2, 4),
	tagsValidated: seconds(3, 5),
	newInstancesAsked: seconds(2, 4),
	instancesTagged: seconds(8, 11),
	/** How often Spot looks whether what it waits for has come. */
	blueGreenLooks: seconds(4, 6),
	waitsBeforeTermination: seconds(6, 8),
	removesInstances: seconds(5, 7),
	removesSuspensions: seconds(2, 4),
	notesUnstable: seconds(5, 7),
	rollsBack: seconds(6, 9),
	stops: seconds(4, 6),

	deploymentBegins: seconds(4, 7),
	/** How often CodeDeploy looks at the alarms that watch over a deployment. */
	alarmsPolled: seconds(8, 12),
	agentPolls: seconds(1, 2),
	nothingToRun: seconds(1, 2),
	downloads: seconds(4, 7),
	/** An agent asks GitHub again after 10, 30 and 90 seconds (docs/facts.md CD 3.5). */
	gitHubGivenUp: seconds(131, 134),
	installs: seconds(4, 8),
	hookRuns: seconds(3, 6),
	/** An event that does not start within this time fails (docs/facts.md CD 2.4). */
	eventDoesNotStart: minutes(5),
	/** An instance that is lost during an event is given up only after this (docs/facts.md CD 2.4). */
	instanceLostDuringEvent: minutes(60),
	originalsTerminated: seconds(9, 13),
} as const satisfies Record<string, Span>;
