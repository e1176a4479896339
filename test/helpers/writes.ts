import {type Simulator} from '../../source/simulator/server.js';

/** Operations that only look, by the words that the clouds' own names begin with. */
const isRead = (operation: string): boolean => /^(?:get|list|batchget|describe|head)/i.test(operation);

/** Every request that would change something in a cloud, whether it was done or not. */
export const writesOf = ({log}: Pick<Simulator, 'log'>, since = 0): readonly string[] =>
	log
		.slice(since)
		.map(({operation}) => operation)
		.filter(operation => !isRead(operation));
