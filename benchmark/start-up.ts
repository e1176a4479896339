import {median, type Figure} from './statistics.js';
import {open} from './terminal.js';

const rounds = 12;

/** The word that only a real wizard frame holds: the header of the first screen. */
export const firstFrameMark = 'spot-bluegreen';

const program = 'build/cli.cjs';

type Sample = {readonly bare: number; readonly value: number};

const timeToExit = async (argv: readonly string[]): Promise<number> => open(argv).exited;

const timeToFrame = async (argv: readonly string[], mark: string): Promise<number> => {
	const terminal = open(argv);
	const at = await terminal.until(text => text.includes(mark));
	terminal.kill();
	await terminal.exited;
	return at;
};

/** Runs the floor and the measured command alternately, so that both meet the same weather. */
const paired = async (measure: () => Promise<number>): Promise<readonly Sample[]> => {
	const samples: Sample[] = [];
	for (let round = 0; round < rounds; round++) {
		const bare = await timeToExit(['-e', '0']);
		samples.push({bare, value: await measure()});
	}

	return samples;
};

const toFigure = (name: string, goal: number, samples: readonly Sample[]): Figure => ({
	name,
	goal,
	value: median(samples.map(({bare, value}) => value / bare)),
	detail: `${median(samples.map(sample => sample.value)).toFixed(0)} ms / ${median(samples.map(sample => sample.bare)).toFixed(0)} ms`,
});

/** Start-up against bare Node, and the first frame against an Ink program that nobody bundled. */
export const measureStartUp = async (): Promise<readonly Figure[]> => {
	const frames = await paired(async () => timeToFrame([program], firstFrameMark));
	const hellos = await paired(async () => timeToFrame(['benchmark/fixtures/ink-hello.js'], 'ready'));
	const versions = await paired(async () => timeToExit([program, '--version']));
	const helps = await paired(async () => timeToExit([program, '--help']));
	const relative = (samples: readonly Sample[]) => median(samples.map(({bare, value}) => value / bare));
	return [
		toFigure('first wizard frame / bare node', 7, frames),
		{
			name: 'first wizard frame / unbundled Ink hello',
			goal: 0.45,
			value: relative(frames) / relative(hellos),
			detail: `${relative(frames).toFixed(2)} / ${relative(hellos).toFixed(2)} times bare node`,
		},
		toFigure('--version / bare node', 1.5, versions),
		toFigure('--help / bare node', 1.5, helps),
	];
};
