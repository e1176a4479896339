/** Tokens for things that several sentences of a run name. */
import {type DeploymentStatus} from '../cloud/code-deploy.js';
import {type BlueGreenState} from '../cloud/elastigroup.js';
import {type Capacity, type Tag} from '../cloud/shared.js';
import {quoteForShell} from '../shell-word.js';
import {text, type Text} from '../text-token.js';
import {type Controller} from './event.js';

/** The three numbers, in vCPUs where the Elastigroup counts weights. */
export const sayCapacity = ({target, minimum, maximum}: Capacity, unit: 'instance' | 'weight' = 'instance'): Text =>
	text(unit === 'weight' ? 'run.capacity.weight' : 'run.capacity', {target, minimum, maximum});

export const sayTags = (tags: readonly Tag[]): string => tags.map(({key, value}) => `${key}=${value}`).join(', ');

const namedInstances = 3;

/** A few ids by name, the rest by number. */
export const sayInstances = (ids: readonly string[]): Text => {
	const named = ids.slice(0, namedInstances).join(', ');
	return ids.length <= namedInstances
		? text('run.instances.few', {ids: named})
		: text('run.instances.many', {ids: named, more: ids.length - namedInstances});
};

export const sayState = (state: BlueGreenState): Text =>
	typeof state === 'string' ? text(`run.state.${state}`) : text('run.state.unknown', {state: state.unknown});

export const sayStatus = (status: DeploymentStatus): Text =>
	typeof status === 'string' ? text(`run.status.${status}`) : text('run.status.unknown', {status: status.unknown});

/** Who drives the run; the time in UTC, as in logs that several machines write. */
export const sayController = ({pid, host, since}: Controller) => ({
	pid,
	host,
	since: `${new Date(since).toISOString().slice(11, 16)} UTC`,
});
/** The command that looks at a run again. */
export const restoreCommand = (runId: string): string => `spot-bluegreen restore ${quoteForShell(runId)}`;

/** Several sentences as one list. */
export const sayList = ([first, ...rest]: readonly Text[]): Text | undefined =>
	first === undefined ? undefined : rest.reduce((list, next) => text('run.list', {list, next}), first);

/** How far this machine's clock is off, positive where it is ahead. */
export const sayClockSkew = (skewMs: number): Text =>
	text('run.log.clock', {
		minutes: Math.round(Math.abs(skewMs) / 60_000),
		direction: text(skewMs > 0 ? 'run.log.clock.ahead' : 'run.log.clock.behind'),
	});
