import {account} from './account.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf} from './paging.js';
import {answerQuery, members, type QueryService} from './query-service.js';

/** SNS answers a hundred topics at a time and lets nobody choose. */
const pageSize = 100;

export const snsService: QueryService = {
	namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
	version: '2010-03-31',
	operations: {
		ListTopics(parameters, _world, request) {
			const page = pageOf(request.region === account.region ? account.topicArns : [], {
				size: pageSize,
				token: parameters.one('NextToken'),
				list: 'topics',
				tokenError: 'InvalidParameter',
			});

			return {Topics: members(page.items, arn => ({TopicArn: arn})), NextToken: page.next};
		},
	},
};

export const sns: LookUpProtocol = (request, world) => answerQuery(snsService, request, world);
