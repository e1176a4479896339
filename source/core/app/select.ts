/** What follows from the model: read by the reducers and by the views alike, so that both see the same. */
import {forecast} from '../check/forecast.js';
import {matchTags} from '../check/tag-matcher.js';
import {preflight, type CheckResult} from '../check/preflight.js';
import {judgeGroup, type Level} from '../check/verdict.js';
import {effectiveDraft, validateField, visibleFields, visibleSteps} from '../field/draft.js';
import {readValues} from '../field/value-list.js';
import {type Draft, type Field, type Option, type OptionSource} from '../field/field.js';
import {type Flow, type Step, type StepId} from '../flow/flow.js';
import {operationsOf} from '../flow/operations.js';
import {applicationNameOf, deploymentGroupNameOf} from '../flow/choices.js';
import {allFields, expressFlow, setupFlow} from '../flow/registry.js';
import {type Scope} from '../keys/binding.js';
import {idle, type Remote} from '../remote.js';
import {text, type Text} from '../text-token.js';
import {hasEnded, liveScope, selectLiveView} from './live.js';
import {type AppModel, type MenuItem, type Screen, type StepScreen} from './model.js';

export const flowOf = (model: AppModel): Flow => (model.flowId === 'express' ? expressFlow : setupFlow);

/** A name for something new, and the list of those that there are. */
const newNames = [
	{key: 'newApplicationName', listKey: 'applicationName', isUnique: true},
	{key: 'newDeploymentGroupName', listKey: 'deploymentGroupName', isUnique: true},
	// Spot takes a name twice, but nobody wants one.
	{key: 'elastigroupName', listKey: 'elastigroupId', isUnique: false},
] as const;

const takenNames = (model: AppModel, listKey: string): ReadonlySet<string> => {
	const remote = model.lookedUp[listKey]?.remote;
	return new Set(
		remote?.state === 'loaded' ? remote.value.flatMap(({label}) => (typeof label === 'string' ? [label] : [])) : [],
	);
};

const freeName = (name: string, taken: ReadonlySet<string>): string => {
	let free = name;
	for (let count = 2; taken.has(free); count++) {
		free = `${name}-${count}`;
	}

	return free;
};

const toAnswers = (model: AppModel): Draft => {
	let named = model.draft;
	let draft = effectiveDraft(flowOf(model), named);

	for (const {key, listKey} of newNames) {
		const proposed = draft[key];

		if (model.draft[key] === undefined && proposed !== undefined && takenNames(model, listKey).has(proposed)) {
			const free = freeName(proposed, takenNames(model, listKey));
			named = {...named, [key]: free};
			draft = effectiveDraft(flowOf(model), named);
		}
	}

	return draft;
};

const answersByModel = new WeakMap<AppModel, Draft>();

/**
 * Answers as typed, and what stands there where nothing was: a proposed name is a free one. A frame asks for them some
 * twenty times, so they are kept with the model that they follow from.
 */
export const answersOf = (model: AppModel): Draft => {
	const known = answersByModel.get(model);

	if (known) {
		return known;
	}

	const answers = toAnswers(model);
	answersByModel.set(model, answers);
	return answers;
};

/** Why an answer does not do, by itself, beside the others, or beside what there is already in the cloud. */
export const whyInvalid = (model: AppModel, field: Field): Text | undefined => {
	const answers = answersOf(model);
	const why = validateField(field, answers);
	const name = answers[field.key]?.trim() ?? '';
	const rule = newNames.find(({key, isUnique}) => key === field.key && isUnique);

	if (why !== undefined || rule === undefined) {
		return why;
	}

	const taken = takenNames(model, rule.listKey);
	return taken.has(name) ? text('wizard.name-taken', {name, free: freeName(name, taken)}) : undefined;
};

export const stepsOf = (model: AppModel): readonly Step[] => visibleSteps(flowOf(model), answersOf(model));

export const stepOf = (model: AppModel, id: StepId): Step => {
	const {steps} = flowOf(model);
	const step = steps.find(one => one.id === id) ?? steps[0];

	if (!step) {
		throw new Error(`The flow ${model.flowId} has no step`);
	}

	return step;
};

/** The fields that a step asks now. Steps that show rows instead of fields ask none by themselves. */
export const fieldsOf = (model: AppModel, step: Step): readonly Field[] =>
	step.kind === 'form' || step.kind === 'identity' ? visibleFields(step, answersOf(model)) : [];

/** The step screen that is shown or lies under what is shown. */
export const stepScreenOf = (screen: Screen): StepScreen | undefined => {
	if (screen.kind === 'step') {
		return screen;
	}

	return screen.kind === 'help' || screen.kind === 'jump' || screen.kind === 'leave'
		? stepScreenOf(screen.under)
		: undefined;
};

export const isQueried = (
	field: Field,
): field is Field & {readonly control: {readonly options: Extract<OptionSource, {readonly from: 'query'}>}} =>
	(field.control.kind === 'select' || field.control.kind === 'multi-select') && field.control.options.from === 'query';

/** The region of the calls: as answered, else where the credentials point. */
export const regionOf = (model: AppModel): string => {
	const answer = answersOf(model)['region'] ?? '';
	return answer === '' && model.aws.state === 'loaded' ? model.aws.value.region : answer;
};

/** Where in the clouds the answers say we are. */
export const placeGrounds = (model: AppModel): string =>
	JSON.stringify([regionOf(model), answersOf(model)['spotAccountId'] ?? '']);

const placeKeys: ReadonlySet<string> = new Set(['region', 'spotAccountId']);

/** For which answers a look-up is good; another text means that it has to be asked again. */
export const lookUpGrounds = (model: AppModel, field: Field): string => {
	if (!isQueried(field)) {
		return '';
	}

	const answers = answersOf(model);
	const needed = field.control.options.needs.filter(key => !placeKeys.has(key)).map(key => answers[key] ?? '');
	// The places themselves are the same wherever one asks from.
	return placeKeys.has(field.key) ? '' : JSON.stringify([placeGrounds(model), ...needed]);
};

/** For which answers the gathered facts are good. Marking a mend changes nothing that they tell. */
export const factGrounds = (model: AppModel): string => {
	const {groupMends: _, ...answers} = answersOf(model);
	return JSON.stringify(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1)));
};

const toggleOptions: readonly Option[] = [
	{value: 'yes', label: text('common.yes')},
	{value: 'no', label: text('common.no')},
];

/** The choices of a field as far as they are known. */
export const optionsOf = (model: AppModel, field: Field): Remote<readonly Option[]> => {
	const {control} = field;

	if (control.kind === 'toggle') {
		return {state: 'loaded', value: toggleOptions, at: model.now};
	}

	if (control.kind !== 'select' && control.kind !== 'multi-select') {
		return idle;
	}

	if (control.options.from === 'static') {
		return {state: 'loaded', value: control.options.options, at: model.now};
	}

	return model.lookedUp[field.key]?.remote ?? idle;
};

/** Whether there is anything to choose from, or may be soon. */
export const isChoosable = (model: AppModel, field: Field): boolean => {
	const {control} = field;

	if (control.kind === 'toggle') {
		return true;
	}

	if (control.kind !== 'select' && control.kind !== 'multi-select') {
		return false;
	}

	const options = optionsOf(model, field);

	return options.state === 'loaded'
		? options.value.some(option => option.disabled === undefined) || !control.canType
		: options.state !== 'failed';
};

/** An answer as a person reads it: the label of the option where it has one. */
export const answerText = (model: AppModel, field: Field, raw: string): string | Text | undefined => {
	const options = optionsOf(model, field);

	if (options.state === 'loaded' && field.control.kind !== 'multi-select') {
		return options.value.find(option => option.value === raw)?.label ?? raw;
	}

	return field.control.kind === 'multi-select' ? readValues(raw).join(', ') : raw;
};

/** A row of a step that shows rows. `go` is the step's own act and always the first that can be chosen. */
export type StepRow =
	| {readonly kind: 'go'; readonly text: Text; readonly isReady: boolean}
	| {readonly kind: 'verdict'; readonly id: string; readonly level: Level; readonly text: Text; readonly reason: Text}
	| {readonly kind: 'mend'; readonly id: string; readonly text: Text; readonly isMarked: boolean}
	| {readonly kind: 'answer'; readonly key: string; readonly stepId: StepId; readonly isStale: boolean}
	| {readonly kind: 'check'; readonly check: CheckResult};

/** Marked mends of the verdict step. */
export const markedMends = (model: AppModel): readonly string[] => readValues(model.draft['groupMends'] ?? '');

const answerRows = (model: AppModel, step: Step): readonly StepRow[] =>
	stepsOf(model)
		.filter(other => other.part === step.part && (other.kind === 'form' || other.kind === 'identity'))
		.flatMap(other =>
			visibleFields(other, answersOf(model)).map(
				(field): StepRow => ({
					kind: 'answer',
					key: field.key,
					stepId: other.id,
					isStale: model.stale.includes(field.key),
				}),
			),
		);

const verdictRows = (model: AppModel): readonly StepRow[] => {
	const {remote} = model.facts;

	if (remote.state !== 'loaded') {
		return [{kind: 'go', text: text('wizard.verdict.judging'), isReady: false}];
	}

	const marked = markedMends(model);
	const verdicts = judgeGroup(remote.value);
	const isUnfit = verdicts.some(
		verdict => verdict.level === 'fail' && !(verdict.mend !== undefined && marked.includes(verdict.mend.id)),
	);
	const go: StepRow =
		marked.length > 0
			? {kind: 'go', text: text('wizard.verdict.mend', {count: marked.length}), isReady: !isUnfit}
			: {kind: 'go', text: text(isUnfit ? 'wizard.verdict.unfit' : 'wizard.verdict.fit'), isReady: !isUnfit};

	return [
		go,
		...verdicts.flatMap((verdict): readonly StepRow[] => [
			{kind: 'verdict', id: verdict.id, level: verdict.level, text: verdict.text, reason: verdict.reason},
			...[...(verdict.mend ? [verdict.mend] : []), ...(verdict.choices ?? [])].map(
				(mend): StepRow => ({kind: 'mend', id: mend.id, text: mend.text, isMarked: marked.includes(mend.id)}),
			),
		]),
	];
};

const levelOrder = {fail: 0, unknown: 1, warn: 2, info: 3, pass: 4} as const;

/** Checks, the troubled ones first. */
export const checksOf = (model: AppModel): readonly CheckResult[] =>
	model.facts.remote.state === 'loaded'
		? preflight(model.facts.remote.value).toSorted((one, other) => levelOrder[one.level] - levelOrder[other.level])
		: [];

const forecastRows = (model: AppModel): readonly StepRow[] => {
	if (model.facts.remote.state !== 'loaded') {
		return [{kind: 'go', text: text('wizard.forecast.looking'), isReady: false}];
	}

	const checks = checksOf(model);
	const failed = checks.filter(check => check.level === 'fail').length;

	return [
		failed > 0
			? {kind: 'go', text: text('wizard.forecast.refused', {count: failed}), isReady: false}
			: {kind: 'go', text: text('wizard.forecast.start'), isReady: true},
		...checks.map((check): StepRow => ({kind: 'check', check})),
	];
};

export const rowsOf = (model: AppModel, step: Step): readonly StepRow[] => {
	switch (step.kind) {
		case 'verdict': {
			return verdictRows(model);
		}

		case 'review': {
			return [{kind: 'go', text: text('wizard.review.create'), isReady: true}, ...answerRows(model, step)];
		}

		case 'forecast': {
			return forecastRows(model);
		}

		case 'identity':
		case 'form': {
			return [];
		}
	}
};

/** The four sets of the guide's tags, once the facts are known. */
export const tagMatchOf = (model: AppModel) =>
	model.facts.remote.state === 'loaded' ? matchTags(model.facts.remote.value) : undefined;

/** Capacity and fleets now, during the deployment and after it. */
export const forecastOf = (model: AppModel) =>
	model.facts.remote.state === 'loaded' ? forecast(model.facts.remote.value) : undefined;

/** The first field of a step that stands in the way, and why. */
export const firstInvalid = (model: AppModel, step: Step): {readonly key: string; readonly why: Text} | undefined => {
	const answers = answersOf(model);

	for (const field of visibleFields(step, answers)) {
		const why = whyInvalid(model, field);

		if (why) {
			return {key: field.key, why};
		}
	}

	return undefined;
};

/**
 * Index of the last step one may jump to: everything before it is answered, and what it had to create is created.
 * Back is always allowed.
 */
export const furthestStep = (model: AppModel): number => {
	const steps = stepsOf(model);
	const answers = answersOf(model);
	const blocked = steps.findIndex(
		step =>
			!model.reached.includes(step.id) ||
			firstInvalid(model, step) !== undefined ||
			(step.kind === 'review' && operationsOf(step, answers).length > 0),
	);
	return blocked === -1 ? steps.length - 1 : blocked;
};

export const startItems = (model: AppModel): readonly MenuItem[] => {
	if (model.profiles.state === 'idle' || model.profiles.state === 'loading') {
		return [];
	}

	const profiles = model.profiles.state === 'loaded' ? model.profiles.value : [];

	return [
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

export const leaveItems: readonly MenuItem[] = [
	{id: 'stay', label: text('wizard.leave.stay')},
	{id: 'leave', label: text('wizard.leave.leave'), hint: text('wizard.leave.leave.hint')},
];

/** Which rows of the keymap are read. */
export const scopeOf = (model: AppModel): Scope => {
	const {screen} = model;

	switch (screen.kind) {
		case 'start':
		case 'problem':
		case 'performing':
		case 'starting':
		case 'jump':
		case 'leave':
		case 'closing':
		case 'closed': {
			return 'choice';
		}

		case 'save-profile': {
			return 'text';
		}

		case 'help': {
			return 'help';
		}

		case 'live': {
			return model.live ? liveScope(model.live) : 'live';
		}

		case 'step': {
			const {editor} = screen;

			if (editor.kind === 'text' || (editor.kind === 'list' && editor.filter !== undefined)) {
				return 'text';
			}

			if (editor.kind === 'list') {
				return editor.list.isMultiple ? 'multi-list' : 'list';
			}

			const {kind} = stepOf(model, screen.stepId);
			return kind === 'form' || kind === 'identity' ? 'form' : 'review';
		}
	}
};

const isLoading = (remote: Remote<unknown>): boolean => remote.state === 'loading';

/** Whether anything on the screen moves with time: only then is there a ticker. */
export const isMoving = (model: AppModel): boolean => {
	const {screen} = model;

	switch (screen.kind) {
		case 'performing':
		case 'starting': {
			return screen.problem === undefined;
		}

		case 'live': {
			return model.live === undefined || !hasEnded(model.live, selectLiveView(model.live));
		}

		case 'closed':
		case 'closing':
		case 'problem':
		case 'save-profile': {
			return false;
		}

		case 'help':
		case 'leave': {
			return isMoving({...model, screen: screen.under});
		}

		case 'start':
		case 'step':
		case 'jump': {
			return (
				isLoading(model.aws) ||
				isLoading(model.spot) ||
				isLoading(model.facts.remote) ||
				Object.values(model.lookedUp).some(({remote}) => isLoading(remote))
			);
		}
	}
};

/** The answers of an unfinished draft that may be written down: all but secrets, so that nothing typed is lost. */
export const savedAnswers = (draft: Draft): Draft => {
	const secrets = new Set(allFields.filter(field => field.control.kind === 'secret').map(field => field.key));
	return Object.fromEntries(Object.entries(draft).filter(([key]) => !secrets.has(key)));
};

/** A name for the profile that nobody has to think about. */
export const suggestedProfileName = (model: AppModel): string => {
	const answers = answersOf(model);
	return deploymentGroupNameOf(answers) || applicationNameOf(answers) || 'default';
};
