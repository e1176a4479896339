/** The menus: what they offer, where the cursor goes, and which row a key takes. */
import {type Act} from '../keys/keymap.js';
import {showTags} from '../field/tag-list.js';
import {text} from '../text-token.js';
import {isDraftKept} from './leave.js';
import {type AppModel, type MenuItem} from './model.js';

export const moveRow = (row: number, count: number, action: string): number => {
	switch (action) {
		case 'up': {
			return Math.max(0, row - 1);
		}

		case 'down': {
			return Math.min(Math.max(0, count - 1), row + 1);
		}

		case 'first': {
			return 0;
		}

		case 'last': {
			return Math.max(0, count - 1);
		}

		default: {
			return row;
		}
	}
};

/** The row that `choose` or a digit takes. */
export const chosenRow = (row: number, count: number, act: Act): number | undefined => {
	if (act.action === 'choose') {
		return row < count ? row : undefined;
	}

	const number = act.action === 'choose-number' ? Number(act.key) - 1 : undefined;
	return number !== undefined && number < count ? number : undefined;
};

export const startItems = (model: AppModel): readonly MenuItem[] => {
	if (model.profiles.state === 'idle' || model.profiles.state === 'loading') {
		return [];
	}

	const profiles = model.profiles.state === 'loaded' ? model.profiles.value : [];

	return [
		...model.openRuns.map(({runId, config}) => ({
			id: `run:${runId}`,
			label: text('wizard.start.run', {value: showTags(config.greenTags), elastigroup: config.elastigroupName}),
			hint: text('wizard.start.run.hint'),
		})),
		...(model.offered
			? [{id: 'continue', label: text('wizard.start.continue'), hint: text('wizard.start.continue.hint')}]
			: []),
		...profiles.map(profile => ({
			id: `profile:${profile.name}`,
			label: text('wizard.start.profile', {name: profile.name}),
			...(profile.last && {
				hint: text('wizard.start.profile.hint', {
					value: profile.last.greenTagValue,
					outcome: text(`wizard.outcome.${profile.last.outcome}`),
				}),
			}),
		})),
		{
			id: 'new',
			label: text(model.offered ? 'wizard.start.afresh' : 'wizard.start.new'),
			hint: text('wizard.start.new.hint'),
		},
	];
};

export const leaveItems = (model: AppModel): readonly MenuItem[] => [
	{id: 'stay', label: text('wizard.leave.stay')},
	{
		id: 'leave',
		label: text('wizard.leave.leave'),
		hint: text(isDraftKept(model) && !model.isDemo ? 'wizard.leave.leave.hint' : 'wizard.leave.leave.not-kept'),
	},
];
