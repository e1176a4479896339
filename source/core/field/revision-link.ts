import {type BundleType} from '../cloud/code-deploy.js';

export type RevisionLink = {
	readonly bucket: string;
	readonly key: string;
	/** Absent when the ending tells nothing. */
	readonly bundleType?: BundleType;
	readonly version?: string;
	/** As S3 returns it, with its quotes (docs/facts.md CD 2.1). */
	readonly eTag?: string;
};

/** Guessed from the ending; CodeDeploy wants it named (docs/facts.md CD 2.1). */
export const bundleTypeOf = (key: string): BundleType | undefined => {
	const name = key.toLowerCase();
	if (name.endsWith('.zip')) {
		return 'zip';
	}

	if (name.endsWith('.tar.gz') || name.endsWith('.tgz')) {
		return 'tgz';
	}

	return name.endsWith('.tar') ? 'tar' : undefined;
};

const decode = (part: string): string | undefined => {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
};

const quoted = (eTag: string): string => (eTag.startsWith('"') ? eTag : `"${eTag}"`);

/** Of a name in DNS, with its scheme to spare: what is longer is not looked through for the parts of an address. */
const longestHost = 300;
const bucketName = /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/u;
const virtualHost = /^(?:https?:\/\/)?(?<bucket>[a-z\d][a-z\d.-]+)\.s3[.-]?[a-z\d.-]*\.amazonaws\.com(?:\.cn)?$/u;
const pathHost = /^(?:https?:\/\/)?s3[.-]?[a-z\d.-]*\.amazonaws\.com(?:\.cn)?$/u;

/**
 * Reads every syntax that the consoles take: `s3://bucket/key`, with `?versionId=…&etag=…`, `bucket.s3.amazonaws.com/key`
 * and the same with a region, with or without `https://`. Undefined when it is none of them.
 */
export const readRevisionLink = (raw: string): RevisionLink | undefined => {
	const link = raw.trim();
	const [address = '', query = ''] = link.split(/\?(.*)/u);
	const isS3 = /^s3:\/\//iu.test(address);
	const rest = isS3 ? address.slice('s3://'.length) : address.replace(/^https?:\/\//iu, '');
	const slash = rest.indexOf('/');
	if (slash <= 0 || slash > longestHost) {
		return undefined;
	}

	const host = rest.slice(0, slash);
	let bucket: string | undefined;
	let path = rest.slice(slash + 1);
	if (isS3) {
		bucket = host;
	} else if (pathHost.test(host)) {
		const next = path.indexOf('/');
		bucket = next > 0 ? path.slice(0, next) : undefined;
		path = next > 0 ? path.slice(next + 1) : '';
	} else {
		bucket = virtualHost.exec(host)?.groups?.['bucket'];
	}

	// Only addresses are percent-encoded; an s3:// link holds the key as it is.
	const key = isS3 ? path : decode(path);
	if (bucket === undefined || !bucketName.test(bucket) || key === undefined || key === '' || key.endsWith('/')) {
		return undefined;
	}

	const parameters = new Map(
		query
			.split('&')
			.filter(pair => pair.includes('='))
			.map(pair => {
				const at = pair.indexOf('=');
				return [pair.slice(0, at).toLowerCase(), decode(pair.slice(at + 1)) ?? ''] as const;
			}),
	);
	const bundleType = bundleTypeOf(key);
	const version = parameters.get('versionid');
	const eTag = parameters.get('etag');
	return {
		bucket,
		key,
		...(bundleType === undefined ? {} : {bundleType}),
		...(version === undefined || version === '' ? {} : {version}),
		...(eTag === undefined || eTag === '' ? {} : {eTag: quoted(eTag)}),
	};
};

/** The `s3://` form, which reads back as the same link. */
export const writeRevisionLink = (link: Omit<RevisionLink, 'bundleType'>): string => {
	const parameters = [
		...(link.version === undefined ? [] : [`versionId=${encodeURIComponent(link.version)}`]),
		...(link.eTag === undefined ? [] : [`etag=${encodeURIComponent(link.eTag)}`]),
	];
	return `s3://${link.bucket}/${link.key}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
};
