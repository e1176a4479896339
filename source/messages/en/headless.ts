export const headless = {
	'headless.problem': 'Problem:',
	'headless.bug': 'This is a bug in spot-bluegreen: {message}',
	'headless.bug.next': 'Run it again with --debug to see where, and report it with what it prints.',
} as const;
