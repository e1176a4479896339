import {exitCodes} from '../cli/exit-codes.js';
import {type Command} from './context.js';

export const watch: Command = async () => exitCodes.unexpected;
