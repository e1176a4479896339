import {text, type Text} from '../text-token.js';

/** The seven questions at the guide's end, by the requirement that each became. */
const questions: Readonly<Record<string, Text>> = {
	D1: text('live.guide.D1'),
	D2: text('live.guide.D2'),
	D3: text('live.guide.D3'),
	D4: text('live.guide.D4'),
	D5: text('live.guide.D5'),
	D6: text('live.guide.D6'),
	D7: text('live.guide.D7'),
};

/** The guide's question that a failure belongs to, in words: an id would tell a reader nothing. */
export const toGuideQuestion = (requirement: string | undefined): Text | undefined =>
	requirement === undefined ? undefined : questions[requirement];
