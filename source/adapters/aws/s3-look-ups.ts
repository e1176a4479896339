import {HeadObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3';
import {type Bucket, type BucketObject} from '../../core/cloud/account.js';
import {type AwsSession} from './aws-session.js';
import {collectPages, withName} from './pages.js';

/** A list to choose from; a bucket may hold millions. */
const mostObjects = 2000;

const statusOf = (error: unknown): number | undefined => {
	if (typeof error !== 'object' || error === null || !('$metadata' in error)) {
		return undefined;
	}

	const metadata = error.$metadata;

	return typeof metadata === 'object' &&
		metadata !== null &&
		'httpStatusCode' in metadata &&
		typeof metadata.httpStatusCode === 'number'
		? metadata.httpStatusCode
		: undefined;
};

/** Whether the SDK will talk to something other than Amazon, by its own rules of environment and profile. */
const hasOtherEndpoint = async (session: AwsSession): Promise<boolean> => {
	const {config} = new S3Client(session.settings);
	const configured =
		'serviceConfiguredEndpoint' in config && typeof config.serviceConfiguredEndpoint === 'function'
			? ((await config.serviceConfiguredEndpoint()) as unknown)
			: undefined;

	return config.isCustomEndpoint === true || configured !== undefined;
};

export const createS3LookUps = async (session: AwsSession) => {
	const client = session.adopt(
		new S3Client({
			...session.settings,
			// A bucket cannot be put before the name of a loopback host.
			forcePathStyle: await hasOtherEndpoint(session),
		}),
	);

	const listSome = async (
		bucket: string,
		query: {readonly prefix: string; readonly size?: number; readonly token?: string},
		signal?: AbortSignal,
	) =>
		client.send(
			new ListObjectsV2Command({
				Bucket: bucket,
				Prefix: query.prefix,
				ContinuationToken: query.token,
				...(query.size !== undefined && {MaxKeys: query.size}),
			}),
			{abortSignal: signal},
		);

	return {
		async listBuckets(signal?: AbortSignal): Promise<readonly Bucket[]> {
			const found = await collectPages(async ContinuationToken => {
				const answer = await client.send(new ListBucketsCommand({MaxBuckets: 1000, ContinuationToken}), {
					abortSignal: signal,
				});

				return {values: answer.Buckets, next: answer.ContinuationToken};
			});

			return withName(found, 'Name').map(({Name}) => ({name: Name}));
		},

		async listObjects(bucket: string, prefix: string, signal?: AbortSignal): Promise<readonly BucketObject[]> {
			const found = await collectPages(async token => {
				const answer = await listSome(bucket, {prefix, ...(token !== undefined && {token})}, signal);

				return {values: answer.Contents, next: answer.NextContinuationToken};
			}, mostObjects);

			return withName(found, 'Key').map(object => ({
				key: object.Key,
				sizeBytes: object.Size ?? 0,
				modifiedAt: object.LastModified?.getTime() ?? 0,
				eTag: object.ETag ?? '',
			}));
		},

		async headObject(
			bucket: string,
			key: string,
			version?: string,
			signal?: AbortSignal,
		): Promise<BucketObject | undefined> {
			try {
				const answer = await client.send(
					new HeadObjectCommand({Bucket: bucket, Key: key, ...(version !== undefined && {VersionId: version})}),
					{abortSignal: signal},
				);

				return {
					key,
					sizeBytes: answer.ContentLength ?? 0,
					modifiedAt: answer.LastModified?.getTime() ?? 0,
					eTag: answer.ETag ?? '',
					...(answer.VersionId !== undefined && {version: answer.VersionId}),
				};
			} catch (error) {
				const status = statusOf(error);

				// The answer to a HEAD has no body and so no reason. A list of the same key says a missing bucket, an old
				// sign-in or another region in words; where it succeeds, it was the object or its version alone.
				if (status === 404 || status === 400 || status === 301) {
					await listSome(bucket, {prefix: key, size: 1}, signal);

					return undefined;
				}

				throw error;
			}
		},
	};
};
