import {exitCodes} from '../cli/exit-codes.js';
import {type Command} from './context.js';

export const deploy: Command = async () => exitCodes.unexpected;
