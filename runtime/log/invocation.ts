import { AsyncLocalStorage } from 'node:async_hooks';
import { SourceKind } from '../contract';

/** What Lambda hands to a handler beside the event; of it the boundary needs no more. */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** The call that is being served. */
export interface Invocation {
  readonly service: string;
  readonly function: string;
  readonly version: string;
  readonly requestId: string;
  readonly traceId?: string;
  readonly coldStart: boolean;
  readonly source: SourceKind;
  readonly action: string;
  readonly principal?: string;
}

// The runtime client may serve several calls at once in one process: what belongs to a call follows its promises.
const invocations = new AsyncLocalStorage<Invocation>();

let isCold = true;

/** The call that the running code belongs to; none during initialisation. */
export const currentInvocation = (): Invocation | undefined => invocations.getStore();

/** Runs the work as part of the call. */
export const during: <T>(invocation: Invocation, work: () => T) => T = /* @__PURE__ */ invocations.run.bind(invocations);

/** What is known before any call. */
interface About { readonly kind: SourceKind; readonly action: string; readonly service?: string }

/** What is known of a call when it comes in. */
export function invocationOf(context: LambdaContext, about: About): Invocation {
  // With provisioned concurrency the start was long before the first call.
  const coldStart = isCold && process.env.AWS_LAMBDA_INITIALIZATION_TYPE !== 'provisioned-concurrency';
  isCold = false;
  const name = context.functionName;
  return {
    service: about.service ?? name,
    function: name,
    version: context.functionVersion,
    requestId: context.awsRequestId,
    // Under concurrency the runtime client keeps the trace in the context alone; the variable belongs to one call at a time.
    traceId: (context as { xRayTraceId?: string }).xRayTraceId ?? process.env._X_AMZN_TRACE_ID,
    coldStart,
    source: about.kind,
    action: about.action,
  };
}
