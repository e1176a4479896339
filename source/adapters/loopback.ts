/** Whether a host, as an address holds it, is this machine itself; names that a resolver decides about are not. */
export const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1]?)$/i.test(hostname);
