import {type AppStart} from '../core/app/model.js';
import {type Clock} from '../ports/clock.js';
import {type Directories} from '../cli/environment.js';
import {exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type Place} from './composition.js';
import {type CommandContext} from './context.js';

export type OpenOptions = {
	readonly start: AppStart;
	readonly place?: Place;
	readonly isDemo?: boolean;
	readonly clock?: Clock;
	readonly directories?: Directories;
};

export const openApp = async (context: CommandContext, options: OpenOptions): Promise<ExitCode> => {
	throw new Error(`${context.mode} ${options.start.kind} ${exitCodes.done}`);
};
