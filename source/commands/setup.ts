import {type Command} from './context.js';

/** The guided way. With nobody there it is `deploy` without a profile: every missing answer is named. */
export const setup: Command = async context => {
	const {invocation, mode} = context;

	if (mode !== 'interactive') {
		const {deploy} = await import('./deploy.js');
		return deploy(context);
	}

	const {openApp} = await import('./open-app.js');
	const isAnswered =
		Object.keys(invocation.fields).length > 0 ||
		invocation.sets.length > 0 ||
		invocation.values['revision'] !== undefined ||
		invocation.values['region'] !== undefined;

	if (!isAnswered) {
		return openApp(context, {start: {kind: 'setup'}});
	}

	const {answersOf} = await import('./deploy.js');
	const {whyUnfit} = await import('../headless/judge-answers.js');
	const {refuseUsage} = await import('./refuse.js');
	const {draft, given, reasons} = answersOf(context);
	const wrong = [...reasons, ...whyUnfit(draft, given)];
	return wrong.length > 0 ? refuseUsage(context, wrong) : openApp(context, {start: {kind: 'setup', answers: draft}});
};
