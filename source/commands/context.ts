import {type Log} from '../adapters/log.js';
import {type Environment} from '../cli/environment.js';
import {type ExitCode} from '../cli/exit-codes.js';
import {type Mode} from '../cli/choose-mode.js';
import {type Invocation} from '../cli/parse-arguments.js';
import {type CloudClock} from '../runtime/cloud-clock.js';
import {type Sink} from '../headless/sink.js';
import {type Language} from '../messages/catalogue.js';

/** What every command is given. */
export type CommandContext = {
	readonly environment: Environment;
	/** Results. */
	readonly output: Sink;
	/** Everything else that is told. */
	readonly errors: Sink;
	readonly invocation: Invocation;
	readonly mode: Mode;
	readonly language: Language;
	readonly isAscii: boolean;
	readonly isDebug: boolean;
	/** The time that everything goes by; the clouds' once they have answered. */
	readonly time: CloudClock;
	/** One line a call, with `--debug`. */
	readonly log?: Log;
};

/** A command of the command line; settles to the exit code after everything is written. */
export type Command = (context: CommandContext) => Promise<ExitCode>;
