declare module 'proxy-from-env' {
	/** The proxy of a URL as the environment says, or an empty string where the URL is to be reached without one. */
	export const getProxyForUrl: (url: string) => string;
}
