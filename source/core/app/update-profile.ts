/** Keeping the answers of a run as a profile. */
import {cleanInput, editBuffer, textOf} from '../editor/text-buffer.js';
import {profileAnswers, withEffect} from '../field/profile-answers.js';
import {applicationNameOf, deploymentGroupNameOf} from '../flow/choices.js';
import {allFields} from '../flow/registry.js';
import {whyNotProfileName} from '../profile/profile-name.js';
import {type Profile} from '../profile/profile.js';
import {quoteForShell} from '../shell-word.js';
import {text} from '../text-token.js';
import {type AppUpdate} from './command.js';
import {close, endOfRun} from './leave.js';
import {selectLiveView} from './live.js';
import {type AppMessage} from './message.js';
import {type AppModel, type Screen} from './model.js';
import {answersOf} from './select-answers.js';
import {textEdits} from './text-edits.js';

/** The profile with what this run taught it. */
export const profileAfterRun = (model: AppModel, name: string): Omit<Profile, 'updatedAt' | 'version'> => {
	const view = model.live && selectLiveView(model.live);
	const draft = answersOf(model);
	const answers = withEffect(allFields, {...model.profile?.answers, ...profileAnswers(allFields, draft)}, draft);
	const {unknown} = model.profile ?? {};

	return {
		name,
		answers,
		...(unknown && {unknown}),
		...(view?.outcome
			? {
					last: {
						runId: view.config.runId,
						at: model.now,
						outcome: view.outcome.kind,
						greenTagValue: view.config.greenTags[0]?.value ?? '',
						durationMs: view.elapsedMs,
					},
				}
			: model.profile?.last && {last: model.profile.last}),
	};
};

type SaveProfileScreen = Extract<Screen, {readonly kind: 'save-profile'}>;

const saveProfile = (model: AppModel, screen: SaveProfileScreen): AppUpdate => {
	const name = textOf(screen.name).trim();
	const why = whyNotProfileName(name);

	if (why) {
		return [{...model, screen: {...screen, notice: why}}, []];
	}

	const {notice: _, problem: __, ...rest} = screen;
	return [{...model, screen: rest}, [{type: 'write-profile', profile: profileAfterRun(model, name)}]];
};

export const actOnSaveProfile = (model: AppModel, screen: SaveProfileScreen, action: string): AppUpdate => {
	if (action === 'accept') {
		return saveProfile(model, screen);
	}

	if (action === 'back') {
		return close(model, endOfRun(model, [text('wizard.save.not-saved')]));
	}

	const edit = textEdits[action];
	return edit ? [{...model, screen: {...screen, name: editBuffer(screen.name, edit)}}, []] : [model, []];
};

export const typeProfileName = (model: AppModel, screen: SaveProfileScreen, typed: string): AppUpdate => {
	const {notice: _, ...rest} = screen;
	const name = editBuffer(screen.name, {kind: 'insert', text: cleanInput(typed, false)});
	return [{...model, screen: {...rest, name}}, []];
};

export const takeProfileWritten = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'profile-written'}>,
): AppUpdate => {
	if (model.screen.kind !== 'save-profile') {
		return [model, []];
	}

	if (!message.result.isOk) {
		return [{...model, screen: {...model.screen, problem: message.result.problem}}, []];
	}

	const [closing, commands] = close(
		model,
		endOfRun(
			model,
			model.isDemo
				? [text('wizard.demo.not-kept'), text('wizard.demo.ended')]
				: [
						text('wizard.saved', {name: message.name}),
						text('wizard.saved.again', {command: `spot-bluegreen deploy ${quoteForShell(message.name)}`}),
					],
		),
	);
	// The draft of a set-up that is still unfinished has nothing to do with a run that was watched.
	return [closing, model.start.kind === 'watch-run' ? commands : [{type: 'delete-draft'}, ...commands]];
};

/** A name for the profile that nobody has to think about. */
export const suggestedProfileName = (model: AppModel): string => {
	const answers = answersOf(model);
	return deploymentGroupNameOf(answers) || applicationNameOf(answers) || 'default';
};
