import {idle} from '../remote.js';
import {noFacts} from './ask-what-is-missing.js';
import {type AppModel, type AppOptions, type Screen} from './model.js';
import {enterStep} from './step-screen.js';

const firstScreen = (options: AppOptions): Screen => {
	switch (options.start.kind) {
		case 'setup': {
			return {kind: 'start', row: 0};
		}

		case 'express': {
			return {kind: 'step', stepId: 'deployment', editor: {kind: 'none'}, row: 0};
		}

		case 'watch-run':
		case 'watch-deployment': {
			return {kind: 'starting'};
		}
	}
};

/** The model before anything came in; the first frame is drawn from it. */
export const initialModel = (options: AppOptions): AppModel => {
	const {start} = options;
	const profile = start.kind === 'express' || start.kind === 'setup' ? start.profile : undefined;
	const answers = start.kind === 'express' || start.kind === 'setup' ? start.answers : undefined;

	const model: AppModel = {
		start,
		language: options.language,
		isDemo: options.isDemo,
		...(options.speed !== undefined && {speed: options.speed}),
		isAscii: options.isAscii ?? false,
		utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
		now: options.now,
		columns: options.columns,
		rows: options.rows,
		flowId: start.kind === 'express' ? 'express' : 'setup',
		screen: firstScreen(options),
		draft: {...profile?.answers, ...answers},
		stale: {},
		...(profile && {profile}),
		reached: [],
		aws: idle,
		spot: idle,
		lookedUp: {},
		facts: noFacts,
		profiles: idle,
		openRuns: [],
		requests: 0,
		hasBegun: false,
		isTicking: false,
	};

	return start.kind === 'express' ? enterStep(model, 'deployment') : model;
};
