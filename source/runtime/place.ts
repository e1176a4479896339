import {type Ports} from '../ports/ports.js';

/** Where in the clouds: what was answered, before what the environment says. */
export type Place = {
	readonly region?: string;
	/** `act-…` */
	readonly spotAccountId?: string;
};

/** Where the calls go for answers, or for the configuration that was made of them. */
export const placeOf = (answers: Place): Place => {
	const region = answers.region?.trim();
	const spotAccountId = answers.spotAccountId?.trim();
	return {...(region && {region}), ...(spotAccountId && {spotAccountId})};
};

/** Opens the ports of each place once. */
export const openEachOnce = (
	openPorts: (place: Place) => Ports | Promise<Ports>,
): ((place: Place) => Promise<Ports>) => {
	const opened = new Map<string, Promise<Ports>>();

	return async place => {
		const key = JSON.stringify([place.region ?? '', place.spotAccountId ?? '']);
		const ports = opened.get(key) ?? Promise.resolve(openPorts(place));
		opened.set(key, ports);
		return ports;
	};
};
