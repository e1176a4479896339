import {start} from './open-stage.js';
import {type Played} from './play.js';
import {type TimelineEntry} from './stage.js';
import {type ControllerPlan, type Moment, type Story} from './story.js';

const sayTime = (at: number): string => {
	const seconds = (at - start) / 1000;
	const minutes = Math.floor(seconds / 60);
	return `${String(minutes).padStart(4)}:${(seconds - minutes * 60).toFixed(1).padStart(4, '0')}`;
};

const sayEntry = ({at, who, text}: TimelineEntry): string => `${sayTime(at)}  ${who.padEnd(10)} ${text}`;

export const sayTimeline = (timeline: readonly TimelineEntry[]): string => timeline.map(sayEntry).join('\n');

const sayMoment = ({after, ms}: Moment): string => `${ms / 1000} s after ${after}`;

const sayController = (plan: ControllerPlan, index: number): string => {
	const {machine, begins, command, kill, policy, answers, ...rest} = plan;
	return `  ${index}: ${command} on ${machine}, ${sayMoment(begins)}${kill ? `, killed ${kill.side} ${kill.only} ${kill.at} ${kill.count}` : ''}; ${JSON.stringify({...policy, answers, ...rest})}`;
};

/** The plan of a story, as text. */
export const sayStory = ({seed, world, clockOffsetMs, lateness, controllers, weather, acts}: Story): string =>
	[
		`story ${seed}`,
		`world ${JSON.stringify(world)}`,
		`clocks ${JSON.stringify(clockOffsetMs)}, timers ${lateness} times as long`,
		...controllers.map(sayController),
		...weather.map(({begins, ...rest}) => `  network, ${sayMoment(begins)}: ${JSON.stringify(rest)}`),
		...acts.map(({at, deed}) => `  act, ${sayMoment(at)}: ${JSON.stringify(deed)}`),
	].join('\n');

/** What was seen before a violation, and the violation. */
export const sayViolations = ({story, violations, timeline}: Played, before = 12): string =>
	violations
		.map(({invariant, text}) => {
			const index = timeline.findIndex(entry => entry.who === 'VIOLATION' && entry.text === `${invariant}: ${text}`);
			const seen = timeline.slice(Math.max(0, index - before), index + 1);
			return `seed ${story.seed}  ${invariant}: ${text}\n${sayTimeline(seen)}`;
		})
		.join('\n\n');
