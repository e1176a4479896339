/** Which calls a weather is about, and how often each has to be hit to be felt. */
import {type Random} from './random.js';
import {type Stage} from './stage.js';
import {type MachineName, type Trouble, type Weather} from './story.js';

export type Service = 'codedeploy' | 'spot' | 'account';

export type Call = {readonly service: Service; readonly method: string};

const writes: ReadonlySet<string> = new Set([
	'startBlueGreen',
	'stopBlueGreen',
	'setCapacity',
	'detachInstances',
	'suspend',
	'liftSuspensions',
	'create',
	'createApplication',
	'createDeployment',
	'continueDeployment',
	'stopDeployment',
	'createDeploymentGroup',
	'updateDeploymentGroup',
]);

export const isWrite = ({method}: Call): boolean => writes.has(method);

const isAbout = ({about}: Weather, call: Call): boolean => {
	switch (about) {
		case 'all': {
			return true;
		}

		case 'reads': {
			return !isWrite(call);
		}

		case 'writes': {
			return isWrite(call);
		}

		case 'spot':
		case 'codedeploy':
		case 'account': {
			return call.service === about;
		}

		case 'startBlueGreen':
		case 'createDeployment': {
			return call.method === about;
		}
	}
};

/** How often a client tries a read before it gives up. */
export const triesOf = (call: Call, trouble: Trouble): number => {
	const isSpot = call.service === 'spot';
	if (isWrite(call)) {
		return 1;
	}

	switch (trouble.kind) {
		case 'cut':
		case 'server-error': {
			return 3;
		}

		case 'throttled': {
			return isSpot ? 1 : 3;
		}

		case 'malformed': {
			return isSpot ? 3 : 1;
		}

		case 'expired-token':
		case 'denied':
		case 'refused':
		case 'answer':
		case 'slow': {
			return 1;
		}
	}
};

/** What happens to this call. */
export const troubleFor = (
	{weather, time}: Stage,
	machine: MachineName,
	call: Call,
	random: Random,
): Trouble | undefined =>
	weather.find(
		({weather: one, until}) =>
			until > time.now() && one.machine === machine && isAbout(one, call) && random.chance(one.share),
	)?.weather.trouble;
