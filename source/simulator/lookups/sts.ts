import {type LookUpProtocol} from './look-up-protocol.js';
import {account} from './account.js';
import {answerQuery, type QueryService} from './query-service.js';

export const stsService: QueryService = {
	namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
	version: '2011-06-15',
	operations: {
		GetCallerIdentity: () => ({Arn: account.caller.arn, UserId: account.caller.userId, Account: account.id}),
	},
};

export const sts: LookUpProtocol = (request, world) => answerQuery(stsService, request, world);
