import {Buffer} from 'node:buffer';
import {type SimulatedReply, type SimulatedRequest} from '../protocol.js';
import {account} from './account.js';
import {type SimulatedBucket, type SimulatedObject, type SimulatedObjectVersion} from './account-types.js';
import {type LookUpProtocol} from './look-up-protocol.js';
import {pageOf, pageSizeOf} from './paging.js';
import {LookUpError, requestIdOf} from './request.js';
import {type XmlObject, xmlDocument} from './xml.js';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** What the rest of `<Owner>` says in every answer. */
const owner: XmlObject = {
	ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a',
	DisplayName: 'trainee',
};

const headersOf = (request: SimulatedRequest, now: number): Readonly<Record<string, string>> => ({
	'content-type': 'application/xml',
	'x-amz-request-id': requestIdOf(request, now).replaceAll('-', '').slice(0, 16).toUpperCase(),
	'x-amz-id-2': 'simulated',
});

/** Bucket and key of the address, also when a client puts the bucket into the host name. */
const addressOf = (request: SimulatedRequest): {readonly bucket: string; readonly key: string} => {
	const path = request.path.replace(/^\//, '');
	const [first = '', ...rest] = path.split('/');
	const hosted = /^([\da-z.-]+)\.localhost(?::\d+)?$/.exec(request.headers['host'] ?? '')?.[1];

	return hosted === undefined
		? {bucket: decodeURIComponent(first), key: decodeURIComponent(rest.join('/'))}
		: {bucket: hosted, key: decodeURIComponent(path)};
};

/** The name of the S3 operation that the address and its sub-resource mean. */
export const s3Operation = (request: SimulatedRequest): string => {
	const {bucket, key} = addressOf(request);

	if (request.method === 'HEAD') {
		return key === '' ? 'HeadBucket' : 'HeadObject';
	}

	if (bucket === '') {
		return 'ListBuckets';
	}

	if (key !== '') {
		return 'GetObject';
	}

	if (request.query.has('location')) {
		return 'GetBucketLocation';
	}

	if (request.query.has('versions')) {
		return 'ListObjectVersions';
	}

	return request.query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
};

/** S3's error document. A HEAD has no body: its reader sees the status alone. */
export const s3Error = (request: SimulatedRequest, now: number, error: LookUpError): SimulatedReply => {
	const headers = headersOf(request, now);
	const otherRegion = error.extra['Region'];

	return {
		status: error.status,
		headers: {...headers, ...(otherRegion !== undefined && {'x-amz-bucket-region': otherRegion})},
		body:
			request.method === 'HEAD'
				? ''
				: xmlDocument('Error', undefined, {
						Code: error.code,
						Message: error.message,
						...error.extra,
						RequestId: headers['x-amz-request-id'],
						HostId: headers['x-amz-id-2'],
					}),
	};
};

const denied = (): LookUpError => new LookUpError('AccessDenied', 'Access Denied', 403);

const findBucket = (
	request: SimulatedRequest,
	name: string,
	options: {readonly anyRegion?: boolean} = {},
): SimulatedBucket => {
	const bucket = account.buckets.find(each => each.name === name);

	if (bucket === undefined) {
		throw new LookUpError('NoSuchBucket', 'The specified bucket does not exist', 404, {BucketName: name});
	}

	if (options.anyRegion !== true && bucket.region !== request.region) {
		throw new LookUpError(
			'PermanentRedirect',
			'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
			301,
			{Endpoint: `s3.${bucket.region}.amazonaws.com`, Bucket: name, Region: bucket.region},
		);
	}

	return bucket;
};

const readable = (bucket: SimulatedBucket): SimulatedBucket => {
	if (!bucket.isReadable) {
		throw denied();
	}

	return bucket;
};

const listBuckets = (request: SimulatedRequest): string => {
	const prefix = request.query.get('prefix') ?? '';
	const wantedRegion = request.query.get('bucket-region');
	const size = pageSizeOf(request.query.get('max-buckets') ?? undefined, {
		name: 'max-buckets',
		least: 1,
		most: 10_000,
		fallback: 10_000,
		error: 'InvalidArgument',
	});
	const page = pageOf(
		account.buckets.filter(
			({name, region}) => name.startsWith(prefix) && (wantedRegion === null || region === wantedRegion),
		),
		{
			size,
			token: request.query.get('continuation-token') ?? undefined,
			list: 'buckets',
			tokenError: 'InvalidArgument',
		},
	);

	return xmlDocument('ListAllMyBucketsResult', namespace, {
		Owner: owner,
		Buckets: {
			Bucket: page.items.map(({name, createdAt, region}) => ({
				Name: name,
				CreationDate: createdAt,
				BucketRegion: region,
			})),
		},
		ContinuationToken: page.next,
	});
};

/** Keys are listed by their UTF-8 bytes. */
const byKey = (a: SimulatedObject, b: SimulatedObject): number =>
	Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

type Listed =
	| {readonly kind: 'object'; readonly object: SimulatedObject}
	| {readonly kind: 'prefix'; readonly prefix: string};

/** Objects under a prefix, those behind a delimiter rolled up into common prefixes. */
const rollUp = (objects: readonly SimulatedObject[], prefix: string, delimiter: string): readonly Listed[] => {
	const listed: Listed[] = [];
	const seen = new Set<string>();

	for (const object of objects.filter(({key}) => key.startsWith(prefix)).sort(byKey)) {
		const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);

		if (cut === -1) {
			listed.push({kind: 'object', object});
			continue;
		}

		const common = object.key.slice(0, cut + delimiter.length);

		if (!seen.has(common)) {
			seen.add(common);
			listed.push({kind: 'prefix', prefix: common});
		}
	}

	return listed;
};

const newestOf = ({versions}: SimulatedObject): SimulatedObjectVersion => {
	const [newest] = versions;

	if (newest === undefined) {
		throw new LookUpError('InternalError', 'An object without a version', 500);
	}

	return newest;
};

const listObjects = (request: SimulatedRequest, bucket: SimulatedBucket): string => {
	const prefix = request.query.get('prefix') ?? '';
	const delimiter = request.query.get('delimiter') ?? '';
	const startAfter = request.query.get('start-after') ?? '';
	const isEncoded = request.query.get('encoding-type') === 'url';
	const encode = (key: string): string => (isEncoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
	const size = pageSizeOf(request.query.get('max-keys') ?? undefined, {
		name: 'max-keys',
		least: 0,
		most: 2_147_483_647,
		fallback: 1000,
		error: 'InvalidArgument',
	});
	const objects = bucket.objects.filter(({key}) => startAfter === '' || key > startAfter);
	const page = pageOf(rollUp(objects, prefix, delimiter), {
		size: Math.min(size, 1000),
		token: request.query.get('continuation-token') ?? undefined,
		list: `objects/${bucket.name}/${prefix}`,
		tokenError: 'InvalidArgument',
	});

	return xmlDocument('ListBucketResult', namespace, {
		Name: bucket.name,
		Prefix: encode(prefix),
		Delimiter: delimiter === '' ? undefined : encode(delimiter),
		MaxKeys: Math.min(size, 1000),
		EncodingType: isEncoded ? 'url' : undefined,
		KeyCount: page.items.length,
		IsTruncated: page.next !== undefined,
		NextContinuationToken: page.next,
		Contents: page.items.flatMap(entry => {
			if (entry.kind === 'prefix') {
				return [];
			}

			const newest = newestOf(entry.object);

			return [
				{
					Key: encode(entry.object.key),
					LastModified: newest.modifiedAt,
					ETag: newest.eTag,
					Size: newest.sizeBytes,
					StorageClass: 'STANDARD',
				},
			];
		}),
		CommonPrefixes: page.items.flatMap(entry => (entry.kind === 'prefix' ? [{Prefix: encode(entry.prefix)}] : [])),
	});
};

const listVersions = (request: SimulatedRequest, bucket: SimulatedBucket): string => {
	const prefix = request.query.get('prefix') ?? '';
	const size = Math.min(Number(request.query.get('max-keys') ?? 1000), 1000);
	const marker = request.query.get('key-marker') ?? '';
	const versionMarker = request.query.get('version-id-marker') ?? '';
	const all = bucket.objects
		.filter(({key}) => key.startsWith(prefix))
		.sort(byKey)
		.flatMap(({key, versions}) => versions.map((version, index) => ({key, version, isLatest: index === 0})));
	const after =
		marker === ''
			? 0
			: 1 +
				all.findLastIndex(
					({key, version}) =>
						key < marker || (key === marker && (versionMarker === '' || version.id === versionMarker)),
				);
	const shown = all.slice(after, after + size);
	const last = shown.at(-1);
	const isTruncated = after + size < all.length;

	return xmlDocument('ListVersionsResult', namespace, {
		Name: bucket.name,
		Prefix: prefix,
		KeyMarker: marker,
		VersionIdMarker: versionMarker,
		MaxKeys: size,
		IsTruncated: isTruncated,
		NextKeyMarker: isTruncated ? last?.key : undefined,
		NextVersionIdMarker: isTruncated ? last?.version.id : undefined,
		Version: shown.map(({key, version, isLatest}) => ({
			Key: key,
			VersionId: version.id,
			IsLatest: isLatest,
			LastModified: version.modifiedAt,
			ETag: version.eTag,
			Size: version.sizeBytes,
			Owner: owner,
			StorageClass: 'STANDARD',
		})),
	});
};

const headObject = (
	request: SimulatedRequest,
	bucket: SimulatedBucket,
	key: string,
): Readonly<Record<string, string>> => {
	const object = bucket.objects.find(each => each.key === key);
	const wanted = request.query.get('versionId');

	if (object === undefined) {
		throw new LookUpError('NoSuchKey', 'The specified key does not exist.', 404, {Key: key});
	}

	const version = wanted === null ? newestOf(object) : object.versions.find(({id}) => id === wanted);

	if (version === undefined) {
		// A version that could be one is missing; anything else is no version at all.
		throw /^[\w.-]{20,}$/.test(wanted ?? '')
			? new LookUpError('NoSuchVersion', 'The specified version does not exist.', 404, {Key: key})
			: new LookUpError('InvalidArgument', 'Invalid version id specified', 400);
	}

	return {
		'content-type': key.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
		'content-length': String(version.sizeBytes),
		'accept-ranges': 'bytes',
		etag: version.eTag,
		'last-modified': new Date(version.modifiedAt).toUTCString(),
		...(bucket.isVersioned && {'x-amz-version-id': version.id}),
	};
};

const answer = (request: SimulatedRequest, headers: Readonly<Record<string, string>>): SimulatedReply => {
	const address = addressOf(request);
	const operation = s3Operation(request);
	const reply = (body: string): SimulatedReply => ({status: 200, headers, body});

	switch (operation) {
		case 'ListBuckets': {
			return reply(listBuckets(request));
		}

		case 'GetBucketLocation': {
			const {region} = findBucket(request, address.bucket, {anyRegion: true});
			// The oldest region is said by saying nothing.
			const place = region === 'us-east-1' ? '' : region;

			return reply(
				`<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="${namespace}">${place}</LocationConstraint>`,
			);
		}

		case 'HeadBucket': {
			const bucket = readable(findBucket(request, address.bucket));

			return {status: 200, headers: {...headers, 'x-amz-bucket-region': bucket.region}, body: ''};
		}

		case 'HeadObject': {
			const bucket = readable(findBucket(request, address.bucket));

			return {status: 200, headers: {...headers, ...headObject(request, bucket, address.key)}, body: ''};
		}

		case 'ListObjectsV2': {
			return reply(listObjects(request, readable(findBucket(request, address.bucket))));
		}

		case 'ListObjectVersions': {
			return reply(listVersions(request, readable(findBucket(request, address.bucket))));
		}

		default: {
			throw new LookUpError(
				'NotImplemented',
				'A header you provided implies functionality that is not implemented',
				501,
			);
		}
	}
};

export const s3: LookUpProtocol = (request, world) => {
	try {
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			throw new LookUpError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
		}

		return answer(request, headersOf(request, world.now));
	} catch (error) {
		if (error instanceof LookUpError) {
			return s3Error(request, world.now, error);
		}

		throw error;
	}
};
