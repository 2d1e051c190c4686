import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What is known of the request under way, for logs, the record of transitions and rate limits. Set by the server for each request and
 * socket event. reads: it changes nothing. device: a hash of the number that this browser keeps; only requests that change something are
 * sure to have one. askedMs: when the payment channel was first asked on its behalf, by performance.now(): from then on somebody waits.
 */
export type RequestContext = { requestId: string; address: string; reads?: boolean; device?: string; askedMs?: number };
export const requestContext = new AsyncLocalStorage<RequestContext>();
export const currentRequest = () => requestContext.getStore();
