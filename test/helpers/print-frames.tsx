/** Prints the frames of a walk through the wizard and of every situation of a run, at two sizes and in both languages. */
import process from 'node:process';
import {initialLive} from '../../source/core/app/live.js';
import {Frame} from '../../source/ui/app.js';
import {unicodeGlyphs} from '../../source/ui/glyphs.js';
import {LiveScreen} from '../../source/ui/screens/live/live-screen.js';
import {openFrame} from './render-frame.js';
import {runViews, startedAt} from './run-views.js';
import {createBench, misfit} from './wizard-models.js';

const rows = 24;
const down = '\u001B[B';
/** To the forecast by way of lists, a filter, a typed answer, a verdict to mend, the pages of keys and of steps. */
const walk = [
	'\r',
	'?',
	'?',
	'\r',
	'\r',
	'/',
	's',
	'결',
	'\u0015',
	'\r',
	down,
	down,
	'\u001B[A',
	'\r',
	'm',
	'한글 ok',
	'\u0015',
];

for (const columns of [80, 120]) {
	for (const language of ['en', 'ko'] as const) {
		const bench = createBench({columns, rows, language, facts: misfit});
		const open = openFrame(<Frame model={bench.model} />, {columns, rows});

		const draw = (keys: string): void => {
			bench.press(keys);
			bench.answer();
			open.rerender(<Frame model={bench.model} />);
		};

		for (const keys of [...walk, 'a', '\r', ...Array.from({length: 8}, () => '\r'), 'g', '\u001B', 'q']) {
			draw(keys);
		}

		for (const view of Object.values(runViews)) {
			const live = {...initialLive({now: startedAt + 192_000}), focus: 'instances'} as const;
			const look = {language, glyphs: unicodeGlyphs};
			open.rerender(<LiveScreen live={live} view={view} columns={columns} rows={rows} look={look} />);
		}

		process.stdout.write(open.stdout.writes.map(frame => `${frame}\f`).join(''));
		open.close();
	}
}
