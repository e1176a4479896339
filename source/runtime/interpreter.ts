/** Obeys the commands of the interactive program through the ports, and answers with messages. */
import {type AppCommand} from '../core/app/command.js';
import {type AppMessage} from '../core/app/message.js';
import {type AppModel, type AppOptions} from '../core/app/model.js';
import {initialModel} from '../core/app/initial-model.js';
import {update} from '../core/app/update.js';
import {type Draft} from '../core/field/field.js';
import {type RunExtras, toRunConfig} from '../core/flow/to-run-config.js';
import {fail, ok, type Problem, type Result} from '../core/problem.js';
import {type Profile} from '../core/profile/profile.js';
import {text} from '../core/text-token.js';
import {type Clock} from '../ports/clock.js';
import {type Ports} from '../ports/ports.js';
import {type RunHandle, resumeRun, startRun, watchDeployment} from './drive.js';
import {gatherFacts} from './gather-facts.js';
import {createLookUp} from './look-up.js';
import {perform} from './perform.js';
import {openEachOnce, placeOf, type Place} from './place.js';
import {rememberOutcome} from './remember-outcome.js';
import {createStore, type Store} from './store.js';
import {withoutWrites} from './without-writes.js';

export type InterpreterOptions = {
	readonly clock: Clock;
	/** Between 0 and 1, for the jitter of polling. */
	readonly random?: () => number;
	/** How far this machine's clock is ahead of the clouds', where it is far off. */
	readonly clockSkewMs?: () => number | undefined;
	/** Called once for each place; nothing of a cloud is loaded before the first call. */
	openPorts(place: Place): Ports | Promise<Ports>;
	/** Marks of runs and policies that no answer gives. */
	runExtras(profileName: string | undefined): RunExtras;
	/** Calls back four times a second until told to stop; tests give their own. */
	every?(call: () => void): () => void;
	/** Draws the whole frame again. */
	redraw?(): void;
	/** Hands the terminal to another program and takes it back; the same as just running it where there is none. */
	aside?<Value>(work: () => Promise<Value>): Promise<Value>;
};

const tickMs = 250;

const everyTick = (call: () => void): (() => void) => {
	const timer = setInterval(call, tickMs);
	return () => {
		clearInterval(timer);
	};
};

const bug = (error: unknown): Problem => ({
	kind: 'bug',
	code: 'unexpected',
	message: text('wizard.problem.unexpected', {message: error instanceof Error ? error.message : String(error)}),
	nextSteps: [text('wizard.problem.unexpected.next')],
	isRetryable: false,
	...(error instanceof Error && error.stack !== undefined && {detail: error.stack}),
});

/** Whatever is thrown, though nothing expected is, becomes a Problem: the screen says so instead of waiting for ever. */
const settled = async <Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> => {
	try {
		return await work();
	} catch (error) {
		return fail(bug(error));
	}
};

export type AppInterpreter = {
	interpret(command: AppCommand, dispatch: (message: AppMessage) => void): void;
	/** Set once the screen exists. */
	attach(terminal: Pick<InterpreterOptions, 'redraw' | 'aside'>): void;
};

const createInterpreter = (options: InterpreterOptions): AppInterpreter => {
	const {clock} = options;
	const every = options.every ?? everyTick;
	let terminal: Pick<InterpreterOptions, 'redraw' | 'aside'> = options;
	const openOnce = openEachOnce(async place => options.openPorts(place));
	let factsAbort: AbortController | undefined;
	let stopTicker: (() => void) | undefined;
	let run: RunHandle | undefined;
	let isLeaving = false;
	/** What has to be over before the process may end. */
	const work = new Set<Promise<unknown>>();
	let waitingDraft: Draft | undefined;
	let draftWriter: Promise<void> | undefined;
	/** Any ports: profiles and journal are the same everywhere. */
	let lastPlace: Place = {};

	const portsAt = async (place: Place): Promise<Ports> => {
		lastPlace = place;
		return openOnce(place);
	};

	const anyPorts = async (): Promise<Ports> => portsAt(lastPlace);

	const profileStore = async (): Promise<Ports['profiles']> => {
		const {profiles} = await anyPorts();
		return profiles;
	};

	const track = (promise: Promise<unknown>): void => {
		work.add(promise);
		const forget = async (): Promise<void> => {
			await Promise.allSettled([promise]);
			work.delete(promise);
		};

		void forget();
	};

	/** The newest draft wins; while one is being written the ones between are never on the disk at all. */
	const writeDrafts = async (dispatch: (message: AppMessage) => void): Promise<void> => {
		const {profiles} = await anyPorts();

		while (waitingDraft !== undefined) {
			const answers = waitingDraft;
			waitingDraft = undefined;
			const written = await settled(async () =>
				profiles.writeDraft({version: 1, name: 'draft', answers, updatedAt: clock.now()}),
			);

			if (!written.isOk) {
				dispatch({type: 'draft-save-failed', problem: written.problem});
			}
		}
	};

	const saveDraft = (answers: Draft, dispatch: (message: AppMessage) => void): void => {
		waitingDraft = answers;

		if (draftWriter) {
			return;
		}

		const writer = async (): Promise<void> => {
			try {
				await writeDrafts(dispatch);
			} catch (error) {
				dispatch({type: 'draft-save-failed', problem: bug(error)});
			} finally {
				draftWriter = undefined;
			}
		};

		draftWriter = writer();
		track(draftWriter);
	};

	/** Answers are on the disk before anything goes out: whatever happens out there loses none of them. */
	const online = async <Value>(draft: Draft, ask: (opened: Ports) => Promise<Result<Value>>): Promise<Result<Value>> =>
		settled(async () => {
			await draftWriter;
			return ask(await portsAt(placeOf(draft)));
		});

	const drive = async (
		dispatch: (message: AppMessage) => void,
		begin: (opened: Ports) => RunHandle,
		place: Place = {},
	): Promise<void> => {
		try {
			const opened = await portsAt(placeOf(place));

			if (isLeaving) {
				return;
			}

			run = begin(opened);
			dispatch({type: 'run-finished', end: await run.finished});
		} catch (error) {
			dispatch({type: 'run-finished', end: {kind: 'problem', problem: bug(error)}});
		} finally {
			run = undefined;
		}
	};

	const driveOptions = (dispatch: (message: AppMessage) => void) => ({
		onEvent(event: Extract<AppMessage, {readonly type: 'run-event-seen'}>['event']) {
			dispatch({type: 'run-event-seen', event});
		},
		...(options.random && {random: options.random}),
		...(options.clockSkewMs && {clockSkewMs: options.clockSkewMs}),
	});

	const identify = async (
		command: Extract<AppCommand, {readonly type: 'identify'}>,
		dispatch: (message: AppMessage) => void,
	): Promise<void> => {
		const {request, draft} = command;
		await Promise.all([
			(async () => {
				const result = await online(draft, async opened => opened.account.getIdentity());
				dispatch({type: 'aws-identified', request, now: clock.now(), result});
			})(),
			(async () => {
				const result = await online(draft, async opened => opened.elastigroups.listAccounts());
				dispatch({type: 'spot-identified', request, now: clock.now(), result});
			})(),
		]);
	};

	const readSavedWork = async (dispatch: (message: AppMessage) => void): Promise<void> => {
		const [draft, profiles, openRuns] = await Promise.all([
			settled(async () => {
				const store = await profileStore();
				return store.readDraft();
			}),
			settled(async (): Promise<Result<readonly Profile[]>> => {
				const store = await profileStore();
				const list = await store.list();

				if (!list.isOk) {
					return list;
				}

				const readable = list.value.filter(summary => summary.problem === undefined);
				const read = await Promise.all(readable.map(async summary => store.read(summary.name)));
				return ok(
					read
						.flatMap(result => (result.isOk ? [result.value] : []))
						.sort((one, other) => other.updatedAt - one.updatedAt),
				);
			}),
			settled(async () => {
				const {journal} = await anyPorts();
				return journal.list();
			}),
		]);
		dispatch({
			type: 'saved-work-read',
			now: clock.now(),
			draft,
			profiles,
			// A journal that cannot be read is told by the commands that need it; here it only offers less.
			openRuns: (openRuns.isOk ? openRuns.value.runs : [])
				.filter(({ended}) => ended === undefined)
				.map(({runId, started}) => ({runId, config: started.config})),
		});
	};

	const settleWork = async (dispatch: (message: AppMessage) => void): Promise<void> => {
		isLeaving = true;
		stopTicker?.();
		stopTicker = undefined;

		factsAbort?.abort();
		await run?.detach();

		while (work.size > 0) {
			await Promise.allSettled(work);
		}

		dispatch({type: 'work-settled'});
	};

	const interpret = (command: AppCommand, dispatch: (message: AppMessage) => void): void => {
		switch (command.type) {
			case 'identify': {
				void identify(command, dispatch);
				break;
			}

			case 'look-up-options': {
				const {key, query, request, draft} = command;
				void (async () => {
					const result = await online(draft, async opened => createLookUp(opened)(query, draft));
					dispatch({type: 'options-looked-up', key, request, now: clock.now(), result});
				})();

				break;
			}

			case 'gather-facts': {
				const {request, draft} = command;
				factsAbort?.abort();
				const abort = new AbortController();
				factsAbort = abort;
				void (async () => {
					const result = await online(draft, async opened => ok(await gatherFacts(opened, draft, abort.signal)));
					dispatch({type: 'facts-gathered', request, now: clock.now(), result});
				})();

				break;
			}

			case 'perform-operation': {
				const {request, operation, draft} = command;
				track(
					(async () => {
						const result = await online(draft, async opened => perform(opened, operation, draft));
						dispatch({type: 'operation-performed', request, now: clock.now(), result});
					})(),
				);
				break;
			}

			case 'read-saved-work': {
				void readSavedWork(dispatch);
				break;
			}

			case 'save-draft': {
				saveDraft(command.answers, dispatch);
				break;
			}

			case 'delete-draft': {
				track(
					settled(async () => {
						await draftWriter;
						const store = await profileStore();
						return store.deleteDraft();
					}),
				);
				break;
			}

			case 'write-profile': {
				const {profile} = command;
				track(
					(async () => {
						const result = await settled(async () => {
							const store = await profileStore();
							return store.write({...profile, version: 1, updatedAt: clock.now()});
						});
						dispatch({type: 'profile-written', result, name: profile.name});
					})(),
				);
				break;
			}

			case 'remember-outcome': {
				track(
					settled(async () => {
						const problem = await rememberOutcome(await profileStore(), command.run);
						return problem ? fail(problem) : ok(undefined);
					}),
				);
				break;
			}

			case 'edit-document': {
				const {key, text: before, extension} = command;
				void (async () => {
					const edit = async () =>
						settled(async () => {
							const {editor} = await anyPorts();
							return editor.edit(before, extension);
						});
					const result = await (terminal.aside ? terminal.aside(edit) : edit());
					dispatch({type: 'document-edited', key, result});
				})();

				break;
			}

			case 'start-run': {
				const {draft, facts, profileName} = command;
				const config = toRunConfig(draft, facts, options.runExtras(profileName));
				dispatch({type: 'run-prepared', result: config});

				if (config.isOk) {
					void drive(dispatch, opened => startRun(opened, config.value, driveOptions(dispatch)), config.value);
				}

				break;
			}

			case 'resume-run': {
				void drive(
					dispatch,
					opened =>
						resumeRun(opened, command.runId, {
							...driveOptions(dispatch),
							mayLookOn: true,
							...(command.isReopening && {purpose: 'restore' as const, policy: {cleanUp: 'ask', restore: 'ask'}}),
						}),
					command.place,
				);
				break;
			}

			case 'watch-deployment': {
				void drive(dispatch, opened =>
					watchDeployment(withoutWrites(opened), command.deploymentId, driveOptions(dispatch)),
				);
				break;
			}

			case 'request-of-run': {
				run?.request(command.request);
				break;
			}

			case 'detach-run': {
				void run?.detach();
				break;
			}

			case 'start-ticker': {
				stopTicker ??= every(() => {
					dispatch({type: 'ticked', now: clock.now()});
				});
				break;
			}

			case 'stop-ticker': {
				stopTicker?.();
				stopTicker = undefined;
				break;
			}

			case 'redraw': {
				terminal.redraw?.();
				break;
			}

			case 'settle-work': {
				void settleWork(dispatch);
				break;
			}
		}
	};

	return {
		interpret,
		attach(given) {
			terminal = given;
		},
	};
};

/** The program's store and what connects it to the screen, which `mount` draws. */
export const createAppStore = (
	app: AppOptions,
	options: InterpreterOptions,
): {readonly store: Store<AppModel, AppMessage>; attach: AppInterpreter['attach']} => {
	const interpreter = createInterpreter(options);
	return {
		store: createStore(initialModel(app), update, interpreter.interpret),
		attach(terminal) {
			interpreter.attach(terminal);
		},
	};
};
