import process from 'node:process';
import {measureKeys} from './key-to-frame.js';
import {measureStalls} from './stalls.js';
import {measureStartUp} from './start-up.js';
import {isMet, type Figure} from './statistics.js';

const print = (figure: Figure): void => {
	const verdict = isMet(figure) ? 'met   ' : 'missed';
	console.log(
		`${verdict}  ${figure.value.toFixed(2).padStart(8)}  goal ≤ ${String(figure.goal).padEnd(5)}  ${figure.name}  (${figure.detail})`,
	);
};

const figures: Figure[] = [];
for (const measure of [measureStartUp, measureKeys, measureStalls]) {
	for (const figure of await measure()) {
		figures.push(figure);
		print(figure);
	}
}

process.exitCode = figures.every(figure => isMet(figure)) ? 0 : 1;
