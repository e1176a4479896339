export const run = {
	'run.problem.left-nothing': 'The call was never answered, and it left nothing behind.',
	'run.problem.bug': 'The program failed while it was driving the run. Both clouds go on.',
	'run.problem.bug.next': 'Take the run up again with the watch command; nothing is done twice.',
	'run.problem.not-found': 'There is no run {runId} in the journal of this machine.',
	'run.problem.not-found.next': 'List the runs with the runs command, or give the id of a deployment.',
} as const;
