import {type Refusal, type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {ec2, ec2Error} from './ec2.js';
import {iam, iamService} from './iam.js';
import {loadBalancers, loadBalancingClassic, loadBalancingV2} from './load-balancers.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {monitoring, monitoringJsonError, monitoringService} from './monitoring.js';
import {queryError} from './query-service.js';
import {LookUpError} from './request.js';
import {s3, s3Error, s3Operation} from './s3.js';
import {sns, snsService} from './sns.js';
import {sts, stsService} from './sts.js';

/** The look-up protocols by the service name of the request's signature. */
export const lookups: Readonly<Record<string, LookUpProtocol>> = {
	sts,
	ec2,
	elasticloadbalancing: loadBalancers,
	iam,
	s3,
	sns,
	monitoring,
};

/** The operation that a look-up request asks for, such as `DescribeVpcs` or `HeadObject`. */
export const lookUpOperation = (request: SimulatedRequest): string =>
	request.service === 's3'
		? s3Operation(request)
		: (request.headers['x-amz-target']?.split('.')[1] ??
			new URLSearchParams(request.body).get('Action') ??
			request.query.get('Action') ??
			'');

const isClassic = (request: SimulatedRequest): boolean =>
	(new URLSearchParams(request.body).get('Version') ?? request.query.get('Version')) === loadBalancingClassic.version;

/** An error in the words of the request's own protocol: for refusals and faults that come before the look-up. */
export const lookUpFault = (request: SimulatedRequest, now: number, fault: Refusal): SimulatedReply => {
	const error = new LookUpError(fault.code, fault.message, fault.status);

	switch (request.service) {
		case 'ec2': {
			return ec2Error(request, now, error);
		}

		case 's3': {
			return s3Error(request, now, error);
		}

		case 'monitoring': {
			return request.headers['x-amz-target'] === undefined
				? queryError(request, now, monitoringService.namespace, error)
				: monitoringJsonError(request, now, error);
		}

		case 'iam': {
			return queryError(request, now, iamService.namespace, error);
		}

		case 'sns': {
			return queryError(request, now, snsService.namespace, error);
		}

		case 'elasticloadbalancing': {
			return queryError(request, now, (isClassic(request) ? loadBalancingClassic : loadBalancingV2).namespace, error);
		}

		default: {
			return queryError(request, now, stsService.namespace, error);
		}
	}
};
