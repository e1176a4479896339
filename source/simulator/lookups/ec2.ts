import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {images, instances, instanceTypes, offerings, pickStatuses, tags} from './ec2-compute.js';
import {answerDescribe, type DescribeContext} from './ec2-describe.js';
import {keyPairs, regions, securityGroups, subnets, vpcs, zones} from './ec2-network.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {LookUpError, QueryParameters, requestIdOf} from './request.js';
import {type XmlObject, xmlDocument} from './xml.js';

const version = '2016-11-15';
const namespace = `http://ec2.amazonaws.com/doc/${version}/`;

const operations: Readonly<Record<string, (context: DescribeContext) => XmlObject>> = {
	DescribeRegions: context => answerDescribe(regions, context),
	DescribeAvailabilityZones: context => answerDescribe(zones, context),
	DescribeVpcs: context => answerDescribe(vpcs, context),
	DescribeSubnets: context => answerDescribe(subnets, context),
	DescribeSecurityGroups: context => answerDescribe(securityGroups, context),
	DescribeKeyPairs: context => answerDescribe(keyPairs, context),
	DescribeImages: context => answerDescribe(images, context),
	DescribeInstanceTypes: context => answerDescribe(instanceTypes, context),
	DescribeInstanceTypeOfferings: context => answerDescribe(offerings, context),
	DescribeInstances: context => answerDescribe(instances, context),
	DescribeInstanceStatus: context => answerDescribe(pickStatuses(context), context),
	DescribeTags: context => answerDescribe(tags, context),
};

const headersOf = (requestId: string): Readonly<Record<string, string>> => ({
	'content-type': 'text/xml;charset=UTF-8',
	'x-amzn-requestid': requestId,
});

/** EC2's own error document: no namespace, a list of errors, and an id that is spelt `RequestID`. */
export const ec2Error = (request: SimulatedRequest, now: number, error: LookUpError): SimulatedReply => {
	const requestId = requestIdOf(request, now);

	return {
		status: error.status,
		headers: headersOf(requestId),
		body: xmlDocument('Response', undefined, {
			Errors: {Error: {Code: error.code, Message: error.message}},
			RequestID: requestId,
		}),
	};
};

export const ec2: LookUpProtocol = (request, world) => {
	try {
		const parameters = new QueryParameters(request);
		const operation = Object.hasOwn(operations, parameters.action) ? operations[parameters.action] : undefined;

		if (operation === undefined || parameters.version !== version) {
			throw new LookUpError('InvalidAction', `The action ${parameters.action} is not valid for this web service.`);
		}

		const requestId = requestIdOf(request, world.now);

		return {
			status: 200,
			headers: headersOf(requestId),
			body: xmlDocument(`${parameters.action}Response`, namespace, {
				requestId,
				...operation({parameters, world, request}),
			}),
		};
	} catch (error) {
		if (error instanceof LookUpError) {
			return ec2Error(request, world.now, error);
		}

		throw error;
	}
};
