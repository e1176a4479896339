/** A world whose names, tags, messages and logs would act on a terminal that shows them. */
import {type Deployment, type Target, type World} from '../../source/simulator/world/state.js';

/** Clipboard, screen, colour by C1, a line of our own look, the direction of writing, a line end that is none of ASCII. */
export const nasty = '\u001B]52;c;c2VjcmV0\u0007\u001B[2J\u009B31m\r\n+ forged line\u202E\u2028\u200B';

/** Names that the clouds take as they are; those of applications and deployment groups have few characters. */
const names = new Set([
	'shop-web',
	'shop-orders',
	'shop-production',
	'platform',
	'Owner',
	'user',
	'shop-web-5xx',
	'shop 5.0',
	'Web tier of the shop, deployed blue/green through CodeDeploy',
]);

/** The name as it stands in the world. */
export const toNasty = (text: string): string => {
	if (names.has(text) || text.startsWith('Deployment cdbg-')) {
		return `${text}${nasty}`;
	}

	return text.includes('validate_service')
		? text
				.split('\n')
				.map(line => `${line}${nasty}`)
				.join('\n')
		: text;
};

const renameIn = (value: unknown, rename: (text: string) => string): unknown => {
	if (typeof value === 'string') {
		return rename(value);
	}

	if (value instanceof Map) {
		return new Map(Array.from(value, ([key, one]) => [renameIn(key, rename), renameIn(one, rename)]));
	}

	if (Array.isArray(value)) {
		return value.map(one => renameIn(one, rename));
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renameIn(one, rename)]))
		: value;
};

/** Wherever a name stands: in a reference, as a key of a record. */
export const withNastyNames = (world: World): World =>
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the shape is the same
	renameIn(world, toNasty) as World;

/** The deployment of long ago as one of somebody else's that failed, with such words for why. */
export const withNastyFailure = (world: World): World => {
	const fail = (deployment: Deployment): Deployment => ({
		...deployment,
		status: 'Failed',
		errorInformation: {code: `HEALTH${nasty}`, message: `too few${nasty}`},
		targetInstances: {tagFilters: [{Key: `version${nasty}`, Value: `5.0${nasty}`, Type: 'KEY_AND_VALUE'}]},
		statusMessages: [`status${nasty}`],
	});
	const failTarget = (target: Target): Target => ({
		...target,
		status: 'Failed',
		events: target.events.map((event, index) =>
			index === 2
				? {
						...event,
						lifecycleEventName: `BeforeInstall${nasty}`,
						status: 'Failed',
						diagnostics: {
							errorCode: `ScriptFailed${nasty}`,
							scriptName: `scripts/run.sh${nasty}`,
							message: `exit code 1${nasty}`,
							logTail: `one${nasty}\ntwo${nasty}`,
						},
					}
				: event,
		),
	});
	return {
		...world,
		deployments: new Map([...world.deployments].map(([id, one]) => [id, fail(one)])),
		targets: new Map([...world.targets].map(([id, one]) => [id, failTarget(one)])),
	};
};
