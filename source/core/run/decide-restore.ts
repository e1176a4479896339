/** A run that is looked at again for what it left. Nothing is started, created, continued or moved on. */
import {hasSucceeded} from './clean-up.js';
import {decideCleanUp} from './decide-back.js';
import {decideSuccess, dueFilter} from './decide-success.js';
import {type Decision} from './decision.js';
import {isBothSidesOver} from './left.js';
import {type Run} from './run.js';

export const decideRestore = (run: Run, now: number): Decision => {
	// Nothing of it was ever started, so that nothing can be left.
	if (run.blueGreenId === undefined) {
		const {previousOutcome, disownedId} = run;
		return {kind: 'end', outcome: previousOutcome ?? {kind: 'refused', ...(disownedId !== undefined && {disownedId})}};
	}

	// A success ends with a change of the group's filter, which only who goes on with the run may make.
	if (!isBothSidesOver(run, now) || (run.previousOutcome === undefined && dueFilter(run) !== undefined)) {
		return {kind: 'not-over'};
	}

	return hasSucceeded(run) ? decideSuccess(run, now) : decideCleanUp(run, now);
};
