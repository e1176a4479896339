/** One model, changed by messages in the order they came. */
export type Store<Model, Message> = {
	dispatch(message: Message): void;
	getModel(): Model;
	/** Called once after all changes of a turn; answers how to stop that. */
	subscribe(listener: () => void): () => void;
};

/**
 * Messages dispatched while another is handled wait their turn, so that `update` always sees a settled model. Commands
 * are interpreted after the model has changed. Listeners are told at the end of the turn: a burst of keys, or the
 * replay of a journal, is one frame.
 */
export const createStore = <Model, Message, Command>(
	initialModel: Model,
	update: (model: Model, message: Message) => readonly [Model, readonly Command[]],
	interpret: (command: Command, dispatch: (message: Message) => void) => void,
): Store<Model, Message> => {
	let model = initialModel;
	let isBusy = false;
	let isTelling = false;
	const queue: Message[] = [];
	const listeners = new Set<() => void>();

	const tell = (): void => {
		if (isTelling) {
			return;
		}

		isTelling = true;
		queueMicrotask(() => {
			isTelling = false;

			for (const listener of listeners) {
				listener();
			}
		});
	};

	const dispatch = (message: Message): void => {
		queue.push(message);

		if (isBusy) {
			return;
		}

		isBusy = true;
		const before = model;

		try {
			for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
				const [after, commands] = update(model, next);
				model = after;

				for (const command of commands) {
					interpret(command, dispatch);
				}
			}
		} finally {
			isBusy = false;
		}

		if (model !== before) {
			tell();
		}
	};

	return {
		dispatch,
		getModel: () => model,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
