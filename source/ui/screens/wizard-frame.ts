/** What every screen of the wizard has round its own part: who works where, how far, and the keys. */
import {type Step} from '../../core/flow/flow.js';
import {footerRows} from '../../core/keys/keymap.js';
import {type AppModel} from '../../core/app/model.js';
import {placeOf} from '../../core/app/select-place.js';
import {isActionable, rowsOf, type StepRow} from '../../core/app/select-rows.js';
import {isMeant, scopeOf} from '../../core/app/select-screen.js';
import {furthestStep, stepNumber, stepOf, stepScreenOf, stepsOf} from '../../core/app/select-steps.js';
import {text} from '../../core/text-token.js';
import {toFooterLine} from '../components/footer.js';
import {toIdentityLine, type Identity} from '../components/identity-bar.js';
import {toSectionLine} from '../components/section.js';
import {asciiGlyphs, unicodeGlyphs} from '../glyphs.js';
import {lineWidth, span, spreadLine, type Line} from '../line.js';
import {tell, type Look} from '../look.js';

export const lookOf = (model: AppModel): Look => ({
	language: model.language,
	glyphs: model.isAscii ? asciiGlyphs : unicodeGlyphs,
	utcOffsetMinutes: model.utcOffsetMinutes,
});

/** Below this only a notice is drawn. */
export const smallest = {columns: 40, rows: 12};

const identityOf = (model: AppModel): Identity => {
	const {awsAccountId, region, spotAccountId, applicationName, deploymentGroupName} = placeOf(model);

	return {
		isDemo: model.isDemo,
		...(model.profile && {profileName: model.profile.name}),
		...(awsAccountId !== undefined && {awsAccountId}),
		...(region !== '' && {region}),
		...(spotAccountId !== '' && {spotAccountId}),
		...(applicationName !== '' && {applicationName}),
		...(deploymentGroupName !== '' && {deploymentGroupName}),
	};
};

export const identityLine = (model: AppModel, width: number, look: Look): Line => {
	const line = toIdentityLine(identityOf(model), width, look);
	return line.length > 0 ? line : [span('spot-bluegreen', undefined, {isBold: true})];
};

const parts: ReadonlyArray<Step['part']> = ['account', 'group', 'elastigroup', 'deployment'];

/** The parts of the way: done, here, to come; told by marks, not by colours alone. */
export const railLine = (model: AppModel, width: number, look: Look): Line => {
	const screen = stepScreenOf(model.screen);
	const steps = stepsOf(model);
	const here = screen && stepOf(model, screen.stepId).part;
	const present = parts.filter(part => steps.some(step => step.part === part));
	const furthest = furthestStep(model);
	const left = (isNamed: (state: 'done' | 'active' | 'pending') => boolean): Line =>
		present.flatMap((part, index) => {
			// The same ticks as in the list of steps: going back undoes nothing.
			const state =
				part === here ? 'active' : steps.findLastIndex(step => step.part === part) < furthest ? 'done' : 'pending';
			const tone = {done: 'good', active: 'active', pending: 'muted'} as const;
			const name = isNamed(state) ? ` ${tell(look, {id: `wizard.part.${part}`})}` : '';
			return [
				...(index > 0 ? [span('  ')] : []),
				span(`${look.glyphs[state]}${name}`, tone[state], {isBold: state === 'active'}),
			];
		});
	const {number, count} = stepNumber(model);
	const right = number > 0 ? [span(tell(look, text('wizard.step', {number, count})), 'muted')] : [];
	const whole = left(() => true);
	// Where not all names fit, the present part keeps its own.
	const isFitting = lineWidth(whole) + lineWidth(right) + 2 <= width;
	return spreadLine(isFitting ? whole : left(state => state === 'active'), right, width, look.glyphs.ellipsis);
};

export const titleLine = (title: string, width: number, look: Look, right?: string): Line =>
	toSectionLine(title, width, look, right === undefined ? {} : {right});

export const footerLine = (model: AppModel, width: number, look: Look): Line => {
	const {screen} = model;
	const rows = rowsIn(model);
	const hasAct = screen.kind !== 'step' || isActionable(rows[Math.min(screen.row, rows.length - 1)]);
	return toFooterLine(
		footerRows(scopeOf(model)).filter(
			({action}) =>
				isMeant(model, action) && (!action.startsWith('mark') || canMark(model)) && (action !== 'go' || hasAct),
		),
		width,
		look,
	);
};

/** Of the steps that show rows, only the verdict has some to mark. */
const canMark = (model: AppModel): boolean =>
	scopeOf(model) !== 'review' || rowsIn(model).some(({kind}) => kind === 'mend');

const rowsIn = (model: AppModel): readonly StepRow[] =>
	rowsOf(model, stepOf(model, stepScreenOf(model.screen)?.stepId ?? 'identity'));
