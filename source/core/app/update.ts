/** The heart of the interactive program: what a message makes of the model, and what is to be done about it. */
import {profileAnswers} from '../field/profile-answers.js';
import {cleanInput, editBuffer, textOf, toBuffer, type BufferEdit} from '../editor/text-buffer.js';
import {allFields} from '../flow/registry.js';
import {toMeaning, type Act} from '../keys/keymap.js';
import {type KeyEvent} from '../keys/key-event.js';
import {whyNotProfileName} from '../profile/profile-name.js';
import {type Profile} from '../profile/profile.js';
import {idle, type Remote} from '../remote.js';
import {type Result} from '../problem.js';
import {text, type Text, type TextId} from '../text-token.js';
import {type AppCommand} from './command.js';
import {detachLines, hasEnded, initialLive, selectLiveView, updateLive, type LiveMessage} from './live.js';
import {type AppMessage, type RunEnd} from './message.js';
import {type AppEnd, type AppModel, type AppOptions, type Screen} from './model.js';
import {
	answersOf,
	isMoving,
	leaveItems,
	placeGrounds,
	scopeOf,
	startItems,
	stepScreenOf,
	stepsOf,
	suggestedProfileName,
} from './select.js';
import {
	actOnStep,
	askWhatIsMissing,
	changeAnswers,
	enterStep,
	forgetFacts,
	goAfter,
	jumpTo,
	takeDocument,
	typeOnStep,
	type AppUpdate,
} from './wizard.js';

const noFacts: AppModel['facts'] = {askedFor: '', remote: idle};

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
		isAscii: options.isAscii ?? false,
		utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
		now: options.now,
		columns: options.columns,
		rows: options.rows,
		flowId: start.kind === 'express' ? 'express' : 'setup',
		screen: firstScreen(options),
		draft: {...profile?.answers, ...answers},
		stale: [],
		...(profile && {profile}),
		reached: [],
		aws: idle,
		spot: idle,
		lookedUp: {},
		facts: noFacts,
		profiles: idle,
		requests: 0,
		hasBegun: false,
		isTicking: false,
	};

	return start.kind === 'express' ? enterStep(model, 'deployment') : model;
};

/** Asks for the end: what is being written is waited for. */
const close = (model: AppModel, end: AppEnd): AppUpdate => [
	{...model, screen: {kind: 'closing', end, under: model.screen}},
	[{type: 'settle-work'}],
];

const isDraftKept = (model: AppModel): boolean =>
	model.flowId === 'setup' && Object.keys(model.draft).length > 0 && model.runConfig === undefined;

/** The wizard is left; what was typed is on the disk. */
const leaveWizard = (model: AppModel): AppUpdate => {
	const command = model.flowId === 'express' && model.profile ? `deploy ${model.profile.name}` : '';
	const lines = isDraftKept(model)
		? [text('wizard.left.saved'), text('wizard.left.again')]
		: [text('wizard.left'), text('wizard.left.anew', {command: `spot-bluegreen ${command}`.trim()})];
	return close(model, {kind: 'left', lines: model.isDemo ? [text('wizard.demo.ended')] : lines});
};

const detach = (model: AppModel, runId: string | undefined): AppUpdate =>
	close(model, {
		kind: 'detached',
		...(runId !== undefined && {runId}),
		// The demo's clouds end with it: there is nothing to come back to.
		lines: model.isDemo ? [text('wizard.demo.ended')] : runId === undefined ? [] : detachLines(runId),
	});

const beginExpress = (model: AppModel, profile: Profile): AppModel =>
	enterStep(
		{...model, flowId: 'express', profile, draft: {...profile.answers}, stale: [], reached: [], facts: noFacts},
		'deployment',
	);

const beginSetup = (model: AppModel, draft: AppModel['draft']): AppModel => {
	const next: AppModel = {...model, flowId: 'setup', draft, stale: [], reached: [], facts: noFacts};
	const [first] = stepsOf(next);
	return first ? enterStep(next, first.id) : next;
};

const chooseStart = (model: AppModel, id: string): AppUpdate => {
	if (id === 'continue' && model.offered) {
		return [beginSetup(model, {...model.offered.answers}), []];
	}

	const profile =
		model.profiles.state === 'loaded' ? model.profiles.value.find(one => `profile:${one.name}` === id) : undefined;

	if (profile) {
		return [beginExpress(model, profile), []];
	}

	// Afresh, but with what the command line already said. The offered draft goes with the first change only.
	const answers = model.start.kind === 'setup' ? model.start.answers : undefined;
	const given = model.start.kind === 'setup' ? model.start.profile?.answers : undefined;
	return [beginSetup(model, {...given, ...answers}), []];
};

const runIdOf = (model: AppModel): string | undefined =>
	model.live?.run === undefined ? model.runConfig?.runId : selectLiveView(model.live)?.config.runId;

/** The profile with what this run taught it. */
const profileAfterRun = (model: AppModel, name: string): Omit<Profile, 'updatedAt' | 'version'> => {
	const view = model.live && selectLiveView(model.live);
	const answers = {...model.profile?.answers, ...profileAnswers(allFields, answersOf(model))};
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

const endOfRun = (model: AppModel, lines: readonly Text[]): AppEnd => {
	const runId = runIdOf(model);
	const view = model.live && selectLiveView(model.live);
	const end = model.live?.end;
	const outcome = view?.outcome ?? (end?.kind === 'ended' ? end.outcome : undefined);

	return {
		kind: outcome ? 'ended' : end?.kind === 'problem' || end?.kind === 'deadline' ? end.kind : 'ended',
		...(outcome && {outcome}),
		...(end?.kind === 'problem' && {problem: end.problem}),
		...(runId !== undefined && {runId}),
		lines,
	};
};

/** The run is over and was looked at: keep it as a profile, or go. */
const goOnFromLive = (model: AppModel): AppUpdate => {
	const isOwnRun = model.runConfig !== undefined;

	if (isOwnRun && model.profile === undefined) {
		return [{...model, screen: {kind: 'save-profile', name: toBuffer(suggestedProfileName(model))}}, []];
	}

	const [closing, commands] = close(model, endOfRun(model, []));
	return isOwnRun && model.profile
		? [closing, [{type: 'write-profile', profile: profileAfterRun(model, model.profile.name)}, ...commands]]
		: [closing, commands];
};

const toLive = (model: AppModel, message: LiveMessage): AppUpdate => {
	if (!model.live) {
		return [model, []];
	}

	const [live, liveCommands] = updateLive(model.live, message);
	let next: AppModel = {...model, live};
	const commands: AppCommand[] = [];

	for (const command of liveCommands) {
		if (command.type === 'go-on') {
			const [gone, more] = goOnFromLive(next);
			next = gone;
			commands.push(...more);
		} else {
			commands.push(command);
		}
	}

	return [next, commands];
};

const openOver = (model: AppModel, action: string): AppUpdate | undefined => {
	const {screen} = model;
	const step = stepScreenOf(screen);

	switch (action) {
		case 'switch-language': {
			return [{...model, language: model.language === 'en' ? 'ko' : 'en'}, []];
		}

		case 'redraw': {
			return [model, [{type: 'redraw'}]];
		}

		case 'help': {
			return screen.kind === 'closing' || screen.kind === 'closed' || screen.kind === 'help'
				? [model, []]
				: [{...model, screen: {kind: 'help', under: screen, offset: 0}}, []];
		}

		case 'jump': {
			if (!step || screen.kind !== 'step') {
				return [model, []];
			}

			const row = stepsOf(model).findIndex(one => one.id === step.stepId);
			return [{...model, screen: {kind: 'jump', under: step, row: Math.max(0, row)}}, []];
		}

		case 'leave-now': {
			return screen.kind === 'closing' || screen.kind === 'closed'
				? [model, []]
				: screen.kind === 'help' && screen.under.kind === 'live'
					? actOnLive({...model, screen: screen.under}, {action: 'live-interrupt', key: 'ctrl+c'})
					: isRunOpen(model)
						? detachFromStarting(model)
						: leave(model);
		}

		case 'leave': {
			if (screen.kind === 'start' || screen.kind === 'problem') {
				return leave(model);
			}

			return [screen.kind === 'step' ? {...model, screen: {kind: 'leave', under: screen, row: 0}} : model, []];
		}

		default: {
			return undefined;
		}
	}
};

const isRunOpen = (model: AppModel): boolean => model.screen.kind === 'starting' && model.screen.problem === undefined;

/** The run may have begun already: it is let go, not stopped. */
const detachFromStarting = (model: AppModel): AppUpdate => {
	const [next, commands] = detach(model, model.runConfig?.runId);
	return [next, [{type: 'detach-run'}, ...commands]];
};

const leave = (model: AppModel): AppUpdate => {
	const {screen} = model;

	if (screen.kind === 'problem') {
		return close(model, {kind: 'problem', problem: screen.problem, lines: []});
	}

	return screen.kind === 'save-profile' ? close(model, endOfRun(model, [])) : leaveWizard(model);
};

const actOnLive = (model: AppModel, act: Act): AppUpdate =>
	toLive(model, {type: 'live-acted', action: act.action, key: act.key});

const moveRow = (row: number, count: number, action: string): number => {
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
const chosenRow = (row: number, count: number, act: Act): number | undefined => {
	if (act.action === 'choose') {
		return row < count ? row : undefined;
	}

	const number = act.action === 'choose-number' ? Number(act.key) - 1 : undefined;
	return number !== undefined && number < count ? number : undefined;
};

const saveProfile = (model: AppModel, screen: Extract<Screen, {readonly kind: 'save-profile'}>): AppUpdate => {
	const name = textOf(screen.name).trim();

	const why = whyNotProfileName(name);

	if (why) {
		return [{...model, screen: {...screen, notice: why}}, []];
	}

	const {notice: _, problem: __, ...rest} = screen;
	return [{...model, screen: rest}, [{type: 'write-profile', profile: profileAfterRun(model, name)}]];
};

const textEdits: Readonly<Record<string, BufferEdit>> = {
	'text-left': {kind: 'move-left'},
	'text-right': {kind: 'move-right'},
	'text-start': {kind: 'move-to-start'},
	'text-end': {kind: 'move-to-end'},
	'text-word-left': {kind: 'move-word-left'},
	'text-word-right': {kind: 'move-word-right'},
	'text-delete-before': {kind: 'delete-before'},
	'text-delete-after': {kind: 'delete-after'},
	'text-delete-word-before': {kind: 'delete-word-before'},
	'text-kill-before': {kind: 'kill-before'},
	'text-kill-after': {kind: 'kill-after'},
};

const act = (model: AppModel, one: Act): AppUpdate => {
	const {screen} = model;
	const over = openOver(model, one.action);

	if (over) {
		return over;
	}

	switch (screen.kind) {
		case 'start': {
			const items = startItems(model);
			const row = chosenRow(screen.row, items.length, one);
			const item = row === undefined ? undefined : items[row];
			return item
				? chooseStart(model, item.id)
				: [{...model, screen: {...screen, row: moveRow(screen.row, items.length, one.action)}}, []];
		}

		case 'step': {
			return actOnStep(model, screen, one.action);
		}

		case 'live': {
			return actOnLive(model, one);
		}

		case 'help': {
			switch (one.action) {
				case 'back':
				case 'close-help': {
					return [{...model, screen: screen.under}, []];
				}

				case 'up':
				case 'page-up': {
					const by = one.action === 'up' ? 1 : 10;
					return [{...model, screen: {...screen, offset: Math.max(0, screen.offset - by)}}, []];
				}

				case 'down':
				case 'page-down': {
					return [{...model, screen: {...screen, offset: screen.offset + (one.action === 'down' ? 1 : 10)}}, []];
				}

				default: {
					return [model, []];
				}
			}
		}

		case 'jump': {
			if (one.action === 'back') {
				return [{...model, screen: screen.under}, []];
			}

			const count = stepsOf(model).length;
			const row = chosenRow(screen.row, count, one);
			return row === undefined
				? [{...model, screen: {...screen, row: moveRow(screen.row, count, one.action)}}, []]
				: jumpTo(model, row);
		}

		case 'leave': {
			const row = one.action === 'back' ? 0 : chosenRow(screen.row, leaveItems.length, one);

			if (row === undefined) {
				return [{...model, screen: {...screen, row: moveRow(screen.row, leaveItems.length, one.action)}}, []];
			}

			return leaveItems[row]?.id === 'leave' ? leaveWizard(model) : [{...model, screen: screen.under}, []];
		}

		case 'save-profile': {
			if (one.action === 'accept') {
				return saveProfile(model, screen);
			}

			if (one.action === 'back') {
				return close(model, endOfRun(model, [text('wizard.save.not-saved')]));
			}

			const edit = textEdits[one.action];
			return edit ? [{...model, screen: {...screen, name: editBuffer(screen.name, edit)}}, []] : [model, []];
		}

		case 'performing': {
			// While a write is on its way there is nothing to choose.
			return screen.problem && (one.action === 'choose' || one.action === 'back')
				? [{...model, screen: {...screen.from, problem: screen.problem}}, []]
				: [model, []];
		}

		case 'problem': {
			return one.action === 'choose' || one.action === 'back' ? leave(model) : [model, []];
		}

		case 'starting':
		case 'closing':
		case 'closed': {
			return [model, []];
		}
	}
};

const type = (model: AppModel, typed: string): AppUpdate => {
	const {screen} = model;

	if (screen.kind === 'step') {
		return typeOnStep(model, screen, typed);
	}

	if (screen.kind === 'save-profile') {
		const {notice: _, ...rest} = screen;
		const name = editBuffer(screen.name, {kind: 'insert', text: cleanInput(typed, false)});
		return [{...model, screen: {...rest, name}}, []];
	}

	return screen.kind === 'live' ? toLive(model, {type: 'live-typed', text: typed}) : [model, []];
};

const press = (model: AppModel, event: KeyEvent): AppUpdate => {
	const scope = scopeOf(model);
	const meaning = toMeaning(event, scope);

	switch (meaning.kind) {
		case 'text': {
			return type(model, meaning.text);
		}

		case 'unknown': {
			return event.kind === 'character' && model.screen.kind === 'step'
				? [{...model, screen: {...model.screen, notice: text('keys.not-a-key')}}, []]
				: [model, []];
		}

		case 'acts': {
			let next = model;
			const commands: AppCommand[] = [];

			for (const one of meaning.acts) {
				const [acted, more] = act(next, one);
				next = acted;
				commands.push(...more);
			}

			return [next, commands];
		}
	}
};

const settle = <Value>(remote: Remote<Value>, request: number, now: number, result: Result<Value>): Remote<Value> => {
	// A late answer to a question that nobody asks any more.
	if (remote.state !== 'loading' || remote.request !== request) {
		return remote;
	}

	return result.isOk
		? {state: 'loaded', value: result.value, at: now}
		: {state: 'failed', problem: result.problem, at: now};
};

const finishRun = (model: AppModel, end: RunEnd): AppUpdate => {
	if (end.kind === 'detached') {
		return detach(model, runIdOf(model));
	}

	if (end.kind === 'problem' && (model.live === undefined || selectLiveView(model.live) === undefined)) {
		const {screen} = model;
		return screen.kind === 'starting' && screen.from
			? [{...model, screen: {...screen.from, problem: end.problem}}, []]
			: [{...model, screen: {kind: 'problem', problem: end.problem}}, []];
	}

	return toLive(model, {type: 'run-finished', end});
};

const performed = (
	model: AppModel,
	message: Extract<AppMessage, {readonly type: 'operation-performed'}>,
): AppUpdate => {
	const {screen} = model;

	if (screen.kind !== 'performing' || screen.request !== message.request) {
		return [model, []];
	}

	if (!message.result.isOk) {
		return [{...model, screen: {...screen, problem: message.result.problem}}, []];
	}

	// What exists now is written down before anything else is made, so that it is not made twice.
	const [changed, commands] = changeAnswers(model, message.result.value);
	const known = forgetFacts({...changed, lookedUp: {}});
	const done = screen.done + 1;
	const next = screen.operations[done];

	if (next) {
		const request = known.requests + 1;
		return [
			{...known, requests: request, screen: {...screen, done, request}},
			[...commands, {type: 'perform-operation', request, operation: next.operation, draft: answersOf(known)}],
		];
	}

	const isMended = screen.operations.some(({operation}) => operation.kind === 'mend-deployment-group');
	const [mended, more] = isMended ? changeAnswers(known, {groupMends: ''}) : [known, []];
	const [gone, rest] = goAfter({...mended, screen: screen.from}, screen.from.stepId);
	return [gone, [...commands, ...more, ...rest]];
};

const beginAsFirst = (model: AppModel): AppUpdate => {
	const {start} = model;

	switch (start.kind) {
		case 'watch-run': {
			return [model, [{type: 'resume-run', runId: start.runId}]];
		}

		case 'watch-deployment': {
			return [model, [{type: 'watch-deployment', deploymentId: start.deploymentId}]];
		}

		case 'setup': {
			return [{...model, profiles: {state: 'loading', request: 0}}, [{type: 'read-saved-work'}]];
		}

		case 'express': {
			return [model, []];
		}
	}
};

const handle = (model: AppModel, message: AppMessage): AppUpdate => {
	switch (message.type) {
		case 'first-frame-painted': {
			return beginAsFirst(model);
		}

		case 'key-pressed': {
			return press(model, message.event);
		}

		case 'resized': {
			return [{...model, columns: message.columns, rows: message.rows}, []];
		}

		case 'ticked': {
			if (message.now <= model.now) {
				return [model, []];
			}

			const next = {...model, now: message.now};
			return model.live ? toLive(next, message) : [next, []];
		}

		case 'aws-identified': {
			const next = {...model, aws: settle(model.aws, message.request, message.now, message.result)};
			// The region that the credentials point to is now known; it is not another place.
			return [next.aws === model.aws ? model : {...next, identityAskedFor: placeGrounds(next)}, []];
		}

		case 'spot-identified': {
			return [{...model, spot: settle(model.spot, message.request, message.now, message.result)}, []];
		}

		case 'options-looked-up': {
			const before = model.lookedUp[message.key];

			if (!before) {
				return [model, []];
			}

			const remote = settle(before.remote, message.request, message.now, message.result);
			return remote === before.remote
				? [model, []]
				: [{...model, lookedUp: {...model.lookedUp, [message.key]: {...before, remote}}}, []];
		}

		case 'facts-gathered': {
			const remote = settle(model.facts.remote, message.request, message.now, message.result);
			return [remote === model.facts.remote ? model : {...model, facts: {...model.facts, remote}}, []];
		}

		case 'operation-performed': {
			return performed(model, message);
		}

		case 'saved-work-read': {
			const profiles: AppModel['profiles'] = message.profiles.isOk
				? {state: 'loaded', value: message.profiles.value, at: message.now}
				: {state: 'failed', problem: message.profiles.problem, at: message.now};
			const draft = message.draft.isOk ? message.draft.value : undefined;
			const isOffered = draft !== undefined && Object.keys(draft.answers).length > 0;
			return [{...model, profiles, ...(isOffered && {offered: draft})}, []];
		}

		case 'draft-save-failed': {
			return model.screen.kind === 'step'
				? [{...model, screen: {...model.screen, problem: message.problem}}, []]
				: [model, []];
		}

		case 'profile-written': {
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
								text('wizard.saved.again', {command: `spot-bluegreen deploy ${message.name}`}),
							],
				),
			);
			return [closing, [{type: 'delete-draft'}, ...commands]];
		}

		case 'document-edited': {
			return takeDocument(model, message.key, message.result);
		}

		case 'run-prepared': {
			if (model.screen.kind !== 'starting') {
				return [model, []];
			}

			if (message.result.isOk) {
				return [{...model, runConfig: message.result.value}, []];
			}

			const {from} = model.screen;
			const {problem} = message.result;
			return [{...model, screen: from ? {...from, problem} : {kind: 'problem', problem}}, []];
		}

		case 'run-event-seen': {
			const isWatching = model.start.kind === 'watch-deployment';
			const live = model.live ?? initialLive({now: Math.max(model.now, message.event.at), isReadOnly: isWatching});
			const screen: Screen = model.screen.kind === 'starting' ? {kind: 'live'} : model.screen;
			const [next, commands] = toLive({...model, live, screen}, message);
			// From here on the journal holds the answers: nothing of this set-up is unfinished, however the program ends.
			return model.live === undefined && model.runConfig !== undefined
				? [next, [{type: 'delete-draft'}, ...commands]]
				: [next, commands];
		}

		case 'run-finished': {
			return finishRun(model, message.end);
		}

		case 'end-asked': {
			if (model.screen.kind === 'closing' || model.screen.kind === 'closed') {
				return [model, []];
			}

			if (model.live && !hasEnded(model.live, selectLiveView(model.live))) {
				return [model, [{type: 'detach-run'}]];
			}

			return isRunOpen(model) ? detachFromStarting(model) : leave(model);
		}

		case 'work-settled': {
			return model.screen.kind === 'closing'
				? [{...model, screen: {...model.screen, kind: 'closed'}}, []]
				: [model, []];
		}
	}
};

const withTicker = ([model, commands]: AppUpdate): AppUpdate => {
	const isTicking = isMoving(model);

	return isTicking === model.isTicking
		? [model, commands]
		: [{...model, isTicking}, [...commands, {type: isTicking ? 'start-ticker' : 'stop-ticker'}]];
};

const waitingNotices: ReadonlySet<string> = new Set<TextId>([
	'wizard.look-up.wait',
	'wizard.identity.wait',
	'wizard.identity.sign-in',
	'wizard.verdict.judging',
	'wizard.forecast.looking',
	'wizard.forecast.applied',
]);

const answering: ReadonlySet<string> = new Set<AppMessage['type']>([
	'aws-identified',
	'spot-identified',
	'options-looked-up',
	'facts-gathered',
]);

/** "One moment" is over once the answer is there. */
const withoutWaiting = (model: AppModel, message: AppMessage): AppModel => {
	const {screen} = model;

	if (
		screen.kind !== 'step' ||
		!screen.notice ||
		!answering.has(message.type) ||
		!waitingNotices.has(screen.notice.id)
	) {
		return model;
	}

	if (screen.notice.id === 'wizard.identity.sign-in') {
		// Enter asked again, and has to be seen to have done so.
		const isOver = [model.aws, model.spot].every(({state}) => state === 'loaded' || state === 'failed');
		const isLost = model.aws.state === 'failed' || model.spot.state === 'failed';

		if (!isOver || isLost) {
			return isOver ? {...model, screen: {...screen, notice: text('wizard.identity.still')}} : model;
		}
	}

	const {notice: _, ...rest} = screen;
	return {...model, screen: rest};
};

/** Pure: the next model, and what to do. Whatever the answers now make necessary is asked in the same turn. */
export const update = (model: AppModel, message: AppMessage): AppUpdate => {
	const [handled, commands] = handle(model, message);

	// Nothing is asked of anyone before the first frame is on the screen.
	if (!handled.hasBegun && message.type !== 'first-frame-painted') {
		return [handled, commands];
	}

	const begun = handled.hasBegun ? handled : {...handled, hasBegun: true};
	const [asked, more] = askWhatIsMissing(withoutWaiting(begun, message));
	return withTicker([asked, [...commands, ...more]]);
};

/** For the views: the flow's name of the present step among all. */
export const stepNumber = (model: AppModel): {readonly number: number; readonly count: number} => {
	const steps = stepsOf(model);
	const screen = stepScreenOf(model.screen);
	const index = steps.findIndex(step => step.id === screen?.stepId);
	return {number: index + 1, count: steps.length};
};
