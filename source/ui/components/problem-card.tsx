import {type ReactNode} from 'react';
import {type Problem} from '../../core/problem.js';
import {text} from '../../core/text-token.js';
import {wrapText} from '../fit.js';
import {span, type Line} from '../line.js';
import {drawable, tell, type Look} from '../look.js';
import {Rows} from './rows.js';

/** What happened, what to do next, and what a support case needs: the code and the request's id. */
export const toProblemLines = (problem: Problem, width: number, look: Look): readonly Line[] => {
	const {glyphs} = look;
	const message = wrapText(tell(look, problem.message), width - 2);
	const codes = [
		tell(look, {id: `live.problem.kind.${problem.kind}`}),
		tell(look, text('live.problem.code', {code: problem.code})),
		...(problem.requestId === undefined ? [] : [tell(look, text('live.problem.request', {id: problem.requestId}))]),
	].join(` ${glyphs.separator} `);
	return [
		...message.map((line, index) => [
			span(index === 0 ? `${glyphs.failed} ` : '  ', 'bad'),
			span(line, undefined, {isBold: index === 0}),
		]),
		...(problem.detail === undefined
			? []
			: wrapText(drawable(problem.detail), width - 2)
					.slice(0, 3)
					.map(line => [span(`  ${line}`, 'muted')])),
		...problem.nextSteps.flatMap(step =>
			wrapText(tell(look, step), width - 4).map((line, index) => [
				span(index === 0 ? `  ${glyphs.arrow} ` : '    ', 'active'),
				span(line),
			]),
		),
		[span(`  ${codes}`, 'muted')],
	];
};

export type ProblemCardProps = {readonly problem: Problem; readonly width: number; readonly look: Look};

export function ProblemCard({problem, width, look}: ProblemCardProps): ReactNode {
	return <Rows lines={toProblemLines(problem, width, look)} width={width} ellipsis={look.glyphs.ellipsis} />;
}
