export const demo = {
	'demo.serving': 'The simulator serves at {url}. Stop it with Ctrl+C. Point tools at it with:',
	'demo.port-taken': 'The port {port} cannot be used.',
	'demo.port-taken.next': 'Choose another one with --port, or leave --port out.',
	'demo.begin': 'DEMO · scenario {scenario} · {speed}× as fast as the clock · no network, no credentials',
	'demo.answers':
		'DEMO · Nobody is asked here: the demo answers gates itself, as --ready continue --confirm {name} would.',
	'demo.gate.waiting':
		'DEMO · The deployment waits for a person. On the screen you would choose: continue, stop, or stop and roll back.',
	'demo.gate.continued':
		'DEMO · After {minutes} minutes the demo continues it, as a person would with --ready continue.',
} as const;
