/**
 * The lines of a journal, one event each. A line that this version cannot read ends the reading and is never skipped.
 * The only exception is a line that breaks off because its writer died.
 */
import {deepestLevel, parseJson} from '../parse-json.js';
import {text, type Text} from '../text-token.js';
import {type RunEvent} from './event.js';
import {type JournalStop} from './journal-problem.js';
import {parseEvent} from './parse-event.js';

/**
 * The format that this program writes. It stands in the events with which a process takes a journal: `run-started` and
 * `run-resumed`. Without it they are of format 1. When to raise it: docs/decisions/0018-journal-format.md.
 */
export const journalFormat = 2;

/** The longest that was ever seen, of a thousand instances, had 1.8 MB. */
export const longestLineBytes = 16 * 1024 * 1024;

const takesJournal = ({type}: RunEvent): boolean => type === 'run-started' || type === 'run-resumed';

/** An event as a journal keeps it, without the line break. */
export const toJournalLine = (event: RunEvent): string => {
	const {type, ...members} = event;
	return JSON.stringify(takesJournal(event) ? {type, format: journalFormat, ...members} : event);
};

export type TakenLines = {
	readonly events: readonly RunEvent[];
	/** How many lines were read; a line that breaks off at the end is not counted, it may still be written. */
	readonly count: number;
	readonly stop?: JournalStop;
};

type ReadLine =
	| {readonly kind: 'event'; readonly event: RunEvent; readonly format: number}
	| {readonly kind: 'torn'; readonly why: Text}
	| {readonly kind: 'damaged' | 'newer'; readonly why: Text};

const formatOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'format' in value ? value.format : 1;

const readLine = (line: string | undefined): ReadLine => {
	if (line === undefined) {
		const megabytes = longestLineBytes / 1024 / 1024;
		return {kind: 'damaged', why: text('run.journal.long-line', {megabytes})};
	}

	const parsed = parseJson(line);

	switch (parsed.kind) {
		case 'too-deep': {
			return {kind: 'damaged', why: text('run.journal.too-deep', {levels: deepestLevel})};
		}

		case 'invalid': {
			return {kind: parsed.isCutOff ? 'torn' : 'damaged', why: text('run.journal.not-json')};
		}

		case 'value': {
			break;
		}
	}

	const read = parseEvent(parsed.value);

	if (read.kind !== 'event') {
		return read;
	}

	const format = takesJournal(read.event) ? formatOf(parsed.value) : 1;
	return typeof format === 'number'
		? {...read, format}
		: {kind: 'damaged', why: text('run.journal.bad-member', {member: 'format'})};
};

/** Why an event cannot stand where it stands. */
const whyMisplaced = (event: RunEvent, isFirst: boolean, runId: string): Text | undefined => {
	if (event.type !== 'run-started') {
		return isFirst ? text('run.journal.no-beginning') : undefined;
	}

	return event.config.runId === runId ? undefined : text('run.journal.other-run', {runId: event.config.runId});
};

/**
 * The events of the lines up to the first one that cannot be taken. A line is `undefined` where it is longer than
 * `longestLineBytes`. A line that breaks off is left out where nothing follows, or the event of a process that took the
 * run up after its writer had died.
 */
export const takeLines = (
	lines: Iterable<string | undefined>,
	{runId, linesBefore}: {readonly runId: string; readonly linesBefore: number},
): TakenLines => {
	const events: RunEvent[] = [];
	let stop: JournalStop | undefined;
	let torn: JournalStop | undefined;
	let read = 0;
	let count = 0;

	for (const line of lines) {
		read++;

		if (line?.trim() === '') {
			count = torn === undefined ? read : count;
			continue;
		}

		const found = readLine(line);
		const here = linesBefore + read;

		if (found.kind === 'torn') {
			torn ??= {kind: 'damaged', line: here, why: found.why};
			continue;
		}

		if (torn !== undefined && !(found.kind === 'event' && found.event.type === 'run-resumed')) {
			return {events, count, stop: stop ?? torn};
		}

		if (found.kind !== 'event') {
			return {events, count, stop: stop ?? {kind: found.kind, line: here, why: found.why}};
		}

		const misplaced = whyMisplaced(found.event, linesBefore + events.length === 0, runId);

		if (misplaced !== undefined) {
			return {events, count, stop: stop ?? {kind: 'damaged', line: here, why: misplaced}};
		}

		if (found.format > journalFormat) {
			// Events that both formats share are still shown.
			stop ??= {
				kind: 'newer',
				line: here,
				why: text('run.journal.format', {format: found.format, known: journalFormat}),
			};
		}

		events.push(found.event);
		count = read;
		torn = undefined;
	}

	return {events, count, ...(stop && {stop})};
};

/** The last `run-ended` among these lines; lines that cannot be read are skipped. */
export const findEnd = (
	lines: Iterable<string | undefined>,
): Extract<RunEvent, {readonly type: 'run-ended'}> | undefined => {
	// Nearly always it is the last line.
	for (const line of [...lines].reverse()) {
		const found = readLine(line);

		if (found.kind === 'event' && found.event.type === 'run-ended') {
			return found.event;
		}
	}

	return undefined;
};
