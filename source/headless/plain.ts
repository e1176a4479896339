import {describeEvent} from '../core/run/describe.js';
import {logLinesOf} from '../core/run/failure.js';
import {toGuideQuestion} from '../core/run/guide.js';
import {type LogLine, type RunView} from '../core/run/run-view.js';
import {sayCapacity} from '../core/run/words.js';
import {stripControl} from '../core/strip-control.js';
import {text, type Text} from '../core/text-token.js';
import {type Language} from '../messages/catalogue.js';
import {problemLines, sayPlainly} from './print-problem.js';
import {type Reporter, type Sinks} from './reporter.js';
import {type Summary} from './summary.js';

const marks: Readonly<Record<LogLine['severity'], string>> = {info: ' ', good: '+', warn: '!', error: 'x'};

/** Clock time in UTC: logs of several machines are read side by side. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 19);

const resultText = (summary: Summary): Text => {
	const {result, isClean, isRestored, foreignOriginals, failure} = summary;

	if (result === 'succeeded' && foreignOriginals.length > 0) {
		return text('headless.end.succeeded-foreign');
	}

	if (result === 'succeeded' && isRestored !== true) {
		return text('headless.end.succeeded-differs');
	}

	if (result === 'succeeded') {
		return text(failure?.code === 'filter-behind' ? 'headless.end.succeeded-filter' : 'headless.end.succeeded');
	}

	if (failure?.code === 'disowned') {
		return text('headless.end.disowned');
	}

	return result === 'failed' || result === 'stopped'
		? {id: `headless.end.${result}-${isClean ? 'clean' : 'left'}`}
		: {id: `headless.end.${result}`};
};

/** The few lines that are the result of a run, for people. */
export const summaryLines = (summary: Summary, language: Language): readonly string[] => {
	const rows: ReadonlyArray<readonly [Text, string | null]> = [
		[text('headless.row.run'), summary.runId],
		[text('headless.row.deployment'), summary.deploymentId],
		[
			text('headless.row.tags'),
			summary.greenTags.length === 0 ? null : summary.greenTags.map(({key, value}) => `${key}=${value}`).join(', '),
		],
		[
			text('headless.row.capacity'),
			summary.capacity.present === null
				? null
				: sayPlainly(sayCapacity(summary.capacity.present, summary.capacity.unit), language),
		],
	];

	// What stands is told to whoever has to go on with it; a plan and its success are told as they happen.
	const operations = summary.result === 'succeeded' || summary.result === 'planned' ? [] : summary.operations;

	return [
		sayPlainly(resultText(summary), language),
		...operations.map(({kind, state, name, id}) => {
			const what = text(`headless.operation.${kind}`, {name: id === null ? name : `${name} (${id})`});
			return `  ${sayPlainly(text(`headless.operation.${state}`, {what}), language)}`;
		}),
		...rows.flatMap(([label, value]) =>
			value === null ? [] : [`  ${sayPlainly(label, language)}: ${stripControl(value)}`],
		),
		...(summary.next.length > 0
			? [`  ${sayPlainly(text('headless.row.next'), language)}:`, ...summary.next.map(command => `    ${command}`)]
			: []),
	];
};

/** One line a change, for logs and screen readers. */
export const createPlainReporter = ({output, errors}: Sinks, language: Language): Reporter => {
	let lastFailure: string | undefined;
	let toldAt = 0;

	const write = (written: string): void => {
		errors.lines([written]);
	};

	const failureLines = (view: RunView): readonly string[] => {
		const {failure} = view;

		if (!failure) {
			return [];
		}

		const question = toGuideQuestion(failure.requirement);
		const where = [failure.instanceId, failure.eventName, failure.scriptName].flatMap(part =>
			part === undefined ? [] : [stripControl(part)],
		);

		return [
			`${sayPlainly(text('headless.failure'), language)} ${sayPlainly(failure.what, language)} [${stripControl(failure.code)}]`,
			...(where.length > 0 ? [`  ${where.map(part => stripControl(part)).join(' · ')}`] : []),
			...(failure.cause ? [`  ${sayPlainly(failure.cause, language)}`] : []),
			...logLinesOf(failure).map(line => `  | ${stripControl(line)}`),
			...(question === undefined ? [] : [`  ${sayPlainly(text('live.failure.guide', {title: question}), language)}`]),
			...failure.nextSteps.map(step => `  ${sayPlainly(step, language)}`),
		];
	};

	return {
		event(before, event, after) {
			const hasMoved = before !== undefined && before.phase !== after.phase;

			if (hasMoved) {
				const from = sayPlainly({id: `live.phase.${before.phase}`}, language);
				const to = sayPlainly({id: `live.phase.${after.phase}`}, language);
				toldAt = Math.max(toldAt, event.at);
				write(`${timeOf(toldAt)} > ${from} → ${to}`);
			}

			const lines = describeEvent(before, event);

			for (const line of lines) {
				const said = sayPlainly(line.text, language);
				const instanceId = line.instanceId === undefined ? undefined : stripControl(line.instanceId);
				const subject = instanceId === undefined || said.includes(instanceId) ? '' : `${instanceId} `;
				// Lines stand in the order in which they were told; what a cloud told late says when it was.
				toldAt = Math.max(toldAt, line.at);
				const late = timeOf(line.at) === timeOf(toldAt) ? '' : ` (${timeOf(line.at)})`;
				write(`${timeOf(toldAt)} ${marks[line.severity]} ${subject}${said}${late}`);
			}

			return hasMoved || lines.length > 0;
		},
		beat(view, at) {
			toldAt = Math.max(toldAt, at);

			if (view === undefined) {
				write(`${timeOf(toldAt)}   ${sayPlainly(text('headless.beat.first'), language)}`);
				return;
			}

			const phase = sayPlainly({id: `live.phase.${view.phase}`}, language);
			const counts = sayPlainly(
				text('headless.beat', {
					phase,
					blue: view.blue.total,
					green: view.green.total,
					minutes: Math.floor(view.elapsedMs / 60_000),
				}),
				language,
			);
			write(`${timeOf(toldAt)}   ${counts} ${sayPlainly(view.next.text, language)}`);
		},
		note(note) {
			write(sayPlainly(note, language));
		},
		problem(problem) {
			errors.lines(problemLines(problem, language));
		},
		failure(view) {
			const lines = failureLines(view);
			const told = lines.join('\n');

			if (told !== '' && told !== lastFailure) {
				lastFailure = told;
				errors.lines(lines);
			}
		},
		end(summary) {
			output.lines(summaryLines(summary, language));
		},
	};
};
