import {Box} from 'ink';
import {type ReactNode} from 'react';
import {type AppModel, type Screen} from '../../core/app/model.js';
import {text} from '../../core/text-token.js';
import {toNoticeLine} from '../components/notice.js';
import {toProblemLines} from '../components/problem-card.js';
import {Rows} from '../components/rows.js';
import {wrapText} from '../fit.js';
import {TextView} from '../fields/text-view.js';
import {blank, span, toHeight, type Line} from '../line.js';
import {tell, type Look} from '../look.js';
import {footerLine, identityLine, titleLine} from './wizard-frame.js';

export type SaveProfileScreenProps = {
	readonly model: AppModel;
	readonly screen: Extract<Screen, {readonly kind: 'save-profile'}>;
	readonly look: Look;
};

/** After the first run: a name, and one command does it again. */
export function SaveProfileScreen({model, screen, look}: SaveProfileScreenProps): ReactNode {
	const {columns: width} = model;
	const {ellipsis} = look.glyphs;
	const sentence = text(model.isDemo ? 'wizard.demo.save' : 'wizard.save.intro');
	const intro = wrapText(tell(look, sentence), width).map((line): Line => [span(line, 'muted')]);
	const head: readonly Line[] = [
		identityLine(model, width, look),
		titleLine(tell(look, text('wizard.save.title')), width, look),
		...intro,
		blank,
		[span(tell(look, text('wizard.save.name')), undefined, {isBold: true})],
	];
	const below: readonly Line[] = [
		blank,
		toNoticeLine(screen.notice, look, 'warn'),
		...(screen.problem ? toProblemLines(screen.problem, width, look) : []),
		[span(tell(look, text('wizard.save.skip')), 'muted')],
	];
	const room = Math.max(0, model.rows - 1 - head.length - 2);

	return (
		<Box flexDirection="column" width={width}>
			<Rows lines={head} width={width} ellipsis={ellipsis} />
			<TextView buffer={screen.name} width={width} look={look} prompt={look.glyphs.pointer} />
			<Rows lines={[...toHeight(below, room), footerLine(model, width, look)]} width={width} ellipsis={ellipsis} />
		</Box>
	);
}
