/** What runs out when. Only what is armed; the cloud's own clocks are reckoned from what it told. */
import {colorOf, fleetOf} from './colors.js';
import {requestedAt} from './decision.js';
import {type DeadlineView} from './run-view.js';
import {type Run} from './run.js';
import {hasBlueGreenEnded, isAlive, isFinalDeployment} from './state.js';

/** An event that has not begun after this fails (docs/facts.md CD 2.4). */
const agentStartMs = 5 * 60_000;
/** The longest that one event may take (docs/facts.md CD 2.4). */
const eventLimitMs = 60 * 60_000;

type Armed = Omit<DeadlineView, 'remainingMs'>;

const earliest = (id: DeadlineView['id'], times: readonly number[]): readonly Armed[] =>
	times.length === 0 ? [] : [{id, at: Math.min(...times)}];

const spotTimeout = (run: Run, now: number): readonly Armed[] => {
	const start = run.actions.find(({action, state}) => action.kind === 'start-blue-green' && state === 'done');
	return start === undefined ||
		run.config.timeoutMinutes <= 0 ||
		(run.blueGreen !== undefined && hasBlueGreenEnded(run.blueGreen, now))
		? []
		: [{id: 'spot-timeout', at: start.intendedAt + run.config.timeoutMinutes * 60_000}];
};

const eventLimits = (run: Run): readonly Armed[] => {
	const status = run.deployment?.deployment.status;
	if (run.deployment === undefined || status === undefined || isFinalDeployment(status)) {
		return [];
	}

	const begun: number[] = [];
	const waiting: number[] = [];
	for (const {events, status: target, color} of Object.values(run.deployment.targets)) {
		const running = events.find(event => event.status === 'in-progress');
		if (running?.startedAt !== undefined) {
			begun.push(running.startedAt + eventLimitMs);
		} else if (
			color !== 'blue' &&
			(target === 'pending' || target === 'in-progress') &&
			events.every(event => event.status === 'pending')
		) {
			waiting.push(run.deployment.since + agentStartMs);
		}
	}

	return [...earliest('agent-start', waiting), ...earliest('event-limit', begun)];
};

/** Whether originals were seen, and none of them lives any more. */
export const areOriginalsGone = (run: Run): boolean => {
	const originals = fleetOf(run).filter(instance => colorOf(run, instance) === 'blue');
	return originals.length > 0 && originals.every(instance => !isAlive(instance));
};

/** When the originals are to end, as far as it can be reckoned; undefined where that is past or not to come. */
const terminationAt = (run: Run): number | undefined => {
	const begunAt = run.phaseTimes['termination-wait']?.startedAt;
	const originals = run.deployment?.deployment.originalsOption ?? run.config.group.originalsOption;
	const skippedAt = requestedAt(run, 'skip-termination-wait');
	const isCutShort = skippedAt !== undefined && begunAt !== undefined && skippedAt >= begunAt;
	return run.phase === 'termination-wait' &&
		run.failure === undefined &&
		originals?.action === 'terminate' &&
		begunAt !== undefined &&
		!isCutShort &&
		!areOriginalsGone(run)
		? begunAt + originals.waitMinutes * 60_000
		: undefined;
};

/** Whether the originals still wait for their end, so that the wait can be cut short. */
export const isTerminationWaitOpen = (run: Run, now: number): boolean => {
	const at = terminationAt(run);
	return at !== undefined && now < at;
};

const waits = (run: Run): readonly Armed[] => {
	const seen = run.deployment;
	if (seen === undefined) {
		return [];
	}

	const ready = seen.deployment.readyOption ?? run.config.group.readyOption;
	if (seen.deployment.status === 'ready' && ready?.action === 'stop') {
		return [{id: 'ready-wait', at: seen.since + ready.waitMinutes * 60_000}];
	}

	const at = terminationAt(run);
	return at === undefined ? [] : [{id: 'termination-wait', at}];
};

/** Nearest first. */
export const deadlinesOf = (run: Run, now: number): readonly DeadlineView[] => {
	if (run.outcome !== undefined) {
		return [];
	}

	const own: readonly Armed[] =
		run.config.deadlineMinutes === undefined
			? []
			: [{id: 'own-deadline', at: (run.resumedAt ?? run.startedAt) + run.config.deadlineMinutes * 60_000}];
	return [...spotTimeout(run, now), ...eventLimits(run), ...waits(run), ...own]
		.map(deadline => ({...deadline, remainingMs: deadline.at - now}))
		.sort((one, other) => one.at - other.at);
};
