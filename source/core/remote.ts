import {type Problem} from './problem.js';

/**
 * An answer that comes from elsewhere. `request` is the number of the request that is awaited: a reply with another
 * number is late and is dropped.
 */
export type Remote<Value> =
	| {readonly state: 'idle'}
	| {readonly state: 'loading'; readonly request: number}
	| {readonly state: 'loaded'; readonly value: Value; readonly at: number}
	| {readonly state: 'failed'; readonly problem: Problem; readonly at: number};

export const idle: {readonly state: 'idle'} = {state: 'idle'};
