import {sayPlainly} from './print-problem.js';
import {type Reporter, type Sinks} from './reporter.js';
import {schemaVersion, toSummaryProblem} from './summary.js';

/**
 * The events as they are, one JSON document a line, for programs. The first line names the schema; readers leave out
 * members and types that they do not know.
 */
export const createNdjsonReporter = ({output}: Sinks): Reporter => {
	const write = (document: object): void => {
		output.json(document);
	};

	write({schema: 'spot-bluegreen.events', version: schemaVersion});

	return {
		event(_, event) {
			// The journal is the owner's alone; what is written here ends in logs.
			write(event.type === 'run-started' ? {...event, config: {...event.config, answers: undefined}} : event);
			return true;
		},
		beat(view, at) {
			write({
				type: 'heartbeat',
				at,
				phase: view?.phase ?? null,
				elapsedMs: view?.elapsedMs ?? null,
				blue: view?.blue.total ?? null,
				green: view?.green.total ?? null,
			});
		},
		note(note) {
			write({type: 'note', id: note.id, text: sayPlainly(note, 'en')});
		},
		problem(problem) {
			write({type: 'problem', ...toSummaryProblem(problem)});
		},
		failure() {
			// The summary holds it.
		},
		end(summary) {
			write({type: 'summary', ...summary});
		},
	};
};
