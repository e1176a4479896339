import {hasEnded, type LiveModel} from '../../../core/app/live.js';
import {digitOf, openChoices, type LiveChoice} from '../../../core/app/live-choices.js';
import {type RunView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {cutEnd, wrapText} from '../../fit.js';
import {lineWidth, span, toHeight, type Line} from '../../line.js';
import {tell, type Look} from '../../look.js';
import {type Frame} from './labels.js';

export const choiceLabel = (choice: LiveChoice, view: RunView | undefined, look: Look): string => {
	switch (choice.kind) {
		case 'request': {
			return tell(look, {id: `live.request.${choice.request}`});
		}

		case 'detach': {
			return tell(look, view?.config.isDemo ? text('live.choice.detach.demo') : text('live.choice.detach'));
		}

		case 'stay': {
			return tell(look, text('live.choice.stay'));
		}

		case 'go-on': {
			return tell(look, text('live.choice.go-on'));
		}
	}
};

const toChoices = (live: LiveModel, view: RunView, look: Look): Line =>
	openChoices(live, view).flatMap((choice, index) => {
		const digit = digitOf(choice);
		// Enter, which goes on from the end, stands in the footer.
		return digit === undefined
			? []
			: [
					...(index > 0 ? [span('  ')] : []),
					span(digit, 'active', {isBold: true}),
					span(` ${choiceLabel(choice, view, look)}`),
				];
	});

type Said = {readonly what: string; readonly otherwise: string; readonly command: string | undefined};

const bold = (line: string): Line => [span(line, undefined, {isBold: true})];

const toSaid = ({what, otherwise, command}: Said, width: number, room: number): readonly Line[] => {
	// A command is copied: it stands in one row, if need be alone.
	if (command !== undefined) {
		return [...(room > 1 ? [[span(what)]] : []), bold(command)];
	}

	const whatLines = wrapText(what, width - 2);
	const otherwiseLines = otherwise === '' ? [] : wrapText(otherwise, width - 2);
	if (whatLines.length + otherwiseLines.length <= room) {
		return [...whatLines.map(line => bold(line)), ...otherwiseLines.map((line): Line => [span(line, 'muted')])];
	}

	// With one row for both, what happens otherwise is worth more than the end of a long sentence.
	return room > 1 && otherwise !== ''
		? [bold(what), [span(otherwise, 'muted')]]
		: wrapText(otherwise === '' ? what : `${what} ${otherwise}`, width - 2).map(line => bold(line));
};

/**
 * What is waited for, or what to do now, and what happens otherwise, in `height` rows of which the last holds the
 * numbered choices.
 */
export const toNext = (frame: Frame, live: LiveModel, width: number, height: number): readonly Line[] => {
	const {view, look} = frame;
	const {glyphs} = look;
	const asked =
		live.asked === undefined || hasEnded(live, view)
			? undefined
			: text('live.next.asked', {request: {id: `live.request.${live.asked}`} as const});
	// Nothing drives the run any more, so its next step no longer applies.
	const [stopped] = live.end?.kind === 'problem' ? live.end.problem.nextSteps : [];
	const passed = live.dialog.kind === 'passed' ? live.dialog : undefined;
	const isPassed = passed !== undefined;
	const isAsking = view.gate !== undefined && !view.isReadOnly;
	const tone = isAsking || isPassed ? 'warn' : 'active';
	const what = tell(
		look,
		passed === undefined
			? (asked ?? stopped ?? view.next.text)
			: passed.isTyped
				? text('live.next.passed')
				: text('live.next.passed.menu'),
	);
	const otherwise =
		view.next.otherwise === undefined || asked !== undefined || stopped !== undefined || isPassed
			? ''
			: tell(look, text('live.next.otherwise', {what: view.next.otherwise}));
	const room = Math.max(1, height - 1);
	const command = isPassed || stopped !== undefined ? undefined : view.next.command;
	const lines = toSaid({what, otherwise, command}, width, room);
	const isCut = lines.length > room;
	const shown = toHeight(lines, room).map((line, index): Line => {
		// A sentence that stops in its middle must say so.
		const [first] = line;
		return isCut && index === room - 1 && first !== undefined
			? [{...first, text: `${cutEnd(first.text, width - 4, '')} ${glyphs.ellipsis}`}]
			: line;
	});
	const marked = shown.map(
		(line, index): Line =>
			lineWidth(line) === 0 ? line : [span(index === 0 ? `${glyphs.pointer} ` : '  ', tone, {isBold: true}), ...line],
	);
	// The digits of an open question are others.
	const choices = live.dialog.kind === 'none' ? toChoices(live, view, look) : [];
	return height > 1 ? [...marked, choices] : marked;
};
