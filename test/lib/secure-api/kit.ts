import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiAuthorizer, SecureApi, SecureApiProps, SecureApiType, SecureFunction } from '../../../lib';
import { testApp } from '../../support/synthesis';

export type Properties = Record<string, any>;

export const ORDER = { type: 'object', required: ['item'], properties: { item: { type: 'string' } } };

/** A function whose code is given ready to run: it checks no schemas. */
export function someFunction(scope: Stack, id = 'Orders', timeout?: Duration): SecureFunction {
  return new SecureFunction(scope, id, { code: lambda.Code.fromInline('exports.handler = async () => {};'), timeout });
}

/** A function that is bundled, and checks schemas. */
export function checkingFunction(scope: Stack, id = 'Checking'): SecureFunction {
  return new SecureFunction(scope, id, { entry: join(__dirname, '../../../examples/orders-api/handlers/status.ts') });
}

/** An API in a stack of its own. */
export function restApi(props: Partial<SecureApiProps> = {}) {
  const stack = new Stack(testApp(), 'Stack');
  return { stack, handler: someFunction(stack), api: new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam(), ...props }) };
}

export function httpApi(props: Partial<SecureApiProps> = {}) {
  return restApi({ type: SecureApiType.HTTP, ...props });
}

/** The properties of the resources of a type. */
export function ofType(stack: Stack, type: string): Properties[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties: properties = {} }) => properties);
}

/** The logical id of the only resource of a type. */
export function idOf(stack: Stack, type: string): string {
  const ids = Object.keys(Template.fromStack(stack).findResources(type));
  expect(ids).toHaveLength(1);
  return ids[0];
}
