import { Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AuthorizerSpec, decidesOn } from './authorizer-spec';

/** The headers that authorize, whatever the authorizer. */
const USUAL = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token'];

/** A part of a request, as WAF names it. */
export type RequestField = wafv2.CfnLoggingConfiguration.FieldToMatchProperty;

/** The parts of a request that let a caller in, as logs of WAF leave them out: also those that a function decides on. */
export function credentialFields(authorizers: readonly AuthorizerSpec[]): RequestField[] {
  const decided = authorizers.flatMap(spec => (spec.kind === 'lambda' ? [decidesOn(spec)] : []));
  // WAF knows no single parameter here: of a query with a token in it nothing is logged.
  const inQuery = decided.some(({ queryParameters }) => queryParameters.length > 0);
  const headers = new Set([...USUAL, ...decided.flatMap(one => one.headers.map(name => (Token.isUnresolved(name) ? name : name.toLowerCase())))]);
  return [...[...headers].map(Name => ({ singleHeader: { Name } })), ...inQuery ? [{ queryString: {} }] : []];
}
