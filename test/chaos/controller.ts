/** A process of the program on one of the machines, and the person in front of it. */
import {type Gate, type RunRequest} from '../../source/core/run/action.js';
import {decide} from '../../source/core/run/decide.js';
import {type RunEvent} from '../../source/core/run/event.js';
import {fold, type Run} from '../../source/core/run/fold.js';
import {type RunHandle} from '../../source/runtime/drive.js';
import {carryOut} from './commands.js';
import {judgeEvent} from './judge-calls.js';
import {createMortal} from './mortal.js';
import {openPorts} from './process-ports.js';
import {type Random} from './random.js';
import {type Actor, type ControllerEnd, count, type Stage, tell, violate} from './stage.js';
import {type Answers, type ControllerPlan} from './story.js';

export type Controller = Actor & {
	/** When the person wants to answer what is asked now. */
	readonly nextAnswerAt: number | undefined;
	begin(): void;
	request(request: RunRequest): void;
	/** Lets the person look, and answer. */
	attend(): void;
	/** From now on the person is patient, and says this. */
	sayFrom(answers: Answers): void;
	/** Looks whether it still looks. */
	checkAttention(): void;
};

const longestSilenceMs = 5 * 60_000;
const patientHesitationMs = 5000;

const silent: Answers = {
	ready: 'leave',
	'clean-up': 'leave',
	restore: 'leave',
	'foreign-originals': 'leave',
	'unclear-start': 'leave',
};

/** `restore` says yes to what it was given leave for, and leaves every other question alone. */
const answersOf = ({command, answers}: ControllerPlan): Answers => {
	switch (command) {
		case 'restore': {
			return {...silent, 'clean-up': 'clean-up', restore: 'restore'};
		}

		case 'dry-restore': {
			return silent;
		}

		case 'deploy':
		case 'watch':
		case 'look-on': {
			return answers;
		}
	}
};

type Asked = {readonly kind: Gate['kind']; readonly at: number; readonly isAnswered: boolean};

export const createController = (stage: Stage, plan: ControllerPlan, name: string, random: Random): Controller => {
	const {time} = stage;
	const machine = stage.machines[plan.machine];
	let answers = answersOf(plan);
	let {hesitationMs} = plan;
	let run: Run | undefined;
	let runId: string | undefined;
	let handle: RunHandle | undefined;
	let end: ControllerEnd | undefined;
	let asked: Asked | undefined;

	const finish = (how: ControllerEnd): void => {
		if (end === undefined) {
			end = how;
			tell(stage, name, `is over: ${JSON.stringify(how.kind === 'drive' ? how.end : how).slice(0, 300)}`);
			count(stage, `end: ${how.kind === 'drive' ? how.end.kind : how.kind}`);
		}
	};

	const mortal = createMortal(plan.kill, where => {
		count(stage, `killed: ${where.split(' ')[0] ?? ''}`);
		tell(stage, name, `is killed ${where}`);
		finish({kind: 'killed'});
	});

	const onEvent = (event: RunEvent): void => {
		run = fold(run, event);
		runId = run.config.runId;
		// What comes before the first line of its own is told from the journal.
		if (mortal.lines > 0) {
			judgeEvent(stage, actor, event);
		}
	};

	const work = async (): Promise<void> => {
		try {
			finish(
				await carryOut(stage, plan, ports, {
					onEvent,
					random: () => random.next(),
					clockSkewMs: ports.clockSkewMs,
					onHandle(made) {
						handle = made;
						runId = made.runId;
					},
				}),
			);
		} catch (error: unknown) {
			finish({kind: 'crashed', error});
			violate(stage, 'no-bug', `${name} crashes: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
		}
	};

	/** What a person is asked now. */
	const question = (): Gate['kind'] | undefined => {
		// A dry run writes no lines.
		const isTakenUp = mortal.lines > 0 || plan.command === 'dry-restore';
		const isOurs = plan.command !== 'look-on' && isTakenUp && run !== undefined && run.outcome === undefined;
		const decision = isOurs && run !== undefined ? decide(run, ports.clock.now()) : undefined;
		return decision?.kind === 'ask' && decision.answer === undefined ? decision.gate.kind : undefined;
	};

	const answer = (kind: Gate['kind']): void => {
		const said = answers[kind];
		tell(stage, name, `is asked at ${kind}; the person says ${said}`);
		count(stage, `answer: ${kind} ${said}`);
		if (said === 'leave') {
			void handle?.detach();
		} else if (said !== 'wait') {
			handle?.request(said);
		}
	};

	const actor: Controller = {
		name,
		plan,
		machine,
		get runId() {
			return runId;
		},
		get run() {
			return run;
		},
		get end() {
			return end;
		},
		get nextAnswerAt() {
			return end !== undefined || asked === undefined || asked.isAnswered || machine.clock.isAsleep
				? undefined
				: asked.at + hesitationMs;
		},
		begin() {
			tell(stage, name, `begins: ${plan.command} ${plan.command === 'deploy' ? plan.version : ''}`);
			count(stage, `command: ${plan.command}`);
			void work();
		},
		request(request) {
			if (end === undefined && handle !== undefined) {
				tell(stage, name, `is asked for ${request} by its person`);
				count(stage, `request: ${request}`);
				handle.request(request);
			}
		},
		attend() {
			if (end !== undefined || machine.clock.isAsleep) {
				return;
			}

			const kind = question();
			if (kind !== asked?.kind) {
				asked = kind && {kind, at: time.now(), isAnswered: false};
			}

			if (asked !== undefined && !asked.isAnswered && time.now() >= asked.at + hesitationMs) {
				asked = {...asked, isAnswered: true};
				answer(asked.kind);
			}
		},
		sayFrom(said) {
			answers = said;
			hesitationMs = patientHesitationMs;
			asked = undefined;
		},
		checkAttention() {
			const now = machine.clock.steadyNow();
			const silentMs = now - (ports.lastSignOfLife() ?? now);
			if (end === undefined && silentMs > longestSilenceMs * stage.story.lateness) {
				violate(stage, 'attentive', `${name} looks at nothing for more than ${longestSilenceMs / 60_000} minutes`);
			}
		},
	};
	const ports = openPorts(stage, actor, mortal, random);
	return actor;
};
