/** What holds in every story, whatever goes wrong in it. */
export const invariants = {
	once: 'A run makes at most one blue/green and one deployment; one that was refused makes neither.',
	'looks-only':
		'A restore starts, creates, continues and advances nothing; a dry one, and who only looks on, write nothing.',
	'no-outage': 'No write takes the last healthy target from the service, at once or by what it sets going.',
	serving: 'No write ends an instance that takes traffic while it is made.',
	own: 'No write ends an instance that is neither an original of the run nor born in its own blue/green; and a run takes only for its own what it made.',
	over: 'When a run says that it ended, neither its deployment nor its blue/green still goes on.',
	'as-noted':
		'Where an end says that all is as it was noted, it is; where it says that something is left, something is.',
	'own-success': 'A run that says that it succeeded has a deployment of its own that did.',
	'no-false-failure': 'A run that says that it failed shows why in the clouds, and its deployment did not succeed.',
	'puts-back': 'With leave to clean up, with nobody in between and calls that arrive, nothing is left.',
	'named-end': 'Every run comes to a named end once nothing disturbs any more.',
	attentive: 'A process that drives a run looks at least every few minutes.',
	journal: 'Every journal can be read, folded and shown, and says what was told.',
	bounded: 'Calls at one moment, requests a minute, time and memory stay within bounds.',
	'no-bug': 'Nothing crashes, and nothing ends with a bug.',
} as const satisfies Record<string, string>;

export type InvariantId = keyof typeof invariants;
