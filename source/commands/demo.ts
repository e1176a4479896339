import {exitCodes} from '../cli/exit-codes.js';
import {type Command} from './context.js';

export const demo: Command = async () => exitCodes.unexpected;
