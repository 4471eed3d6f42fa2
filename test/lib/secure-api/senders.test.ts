import { Stack } from 'aws-cdk-lib';
import { checkingFunction, httpApi, idOf, ofType, restApi, someFunction } from './kit';
import { ApiAuthorizer } from '../../../lib';
import { Boundary } from '../../../lib/private/boundary';

test('a function is told which REST API may send', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/orders', { handler });
  expect(stack.resolve(Boundary.of(handler)!.facts())).toEqual({ allow: { api: [{ Ref: idOf(stack, 'AWS::ApiGateway::RestApi') }] } });
});

test('a function is told which HTTP API may send', () => {
  const { stack, api, handler } = httpApi();
  api.addRoute('GET', '/orders', { handler });
  expect(stack.resolve(Boundary.of(handler)!.facts())).toEqual({ allow: { api: [{ Ref: idOf(stack, 'AWS::ApiGatewayV2::Api') }] } });
});

test.each([['REST', restApi], ['HTTP', httpApi]])('a function that authorizes is told whose %s requests it decides on', (_, make) => {
  const { stack, api, handler } = make();
  const deciding = someFunction(stack, 'Deciding');
  api.addRoute('GET', '/orders', { handler, authorizer: ApiAuthorizer.lambda(deciding) });
  expect(JSON.stringify(stack.resolve(Boundary.of(deciding)!.facts()))).toMatch(/^\{"allow":\{"authorizer":\[\{"Fn::Join":.*"arn:".*:execute-api:/);
});

test.each([['REST', restApi], ['HTTP', httpApi]])('a function of another stack knows only that an API sends (%s): the API refers to it already', (_, make) => {
  const made = make();
  const other = new Stack(made.stack.node.root as any, 'Functions');
  const handler = checkingFunction(other);
  made.api.addRoute('GET', '/orders', { handler, authorizer: ApiAuthorizer.lambda(handler) });
  expect(other.resolve(Boundary.of(handler)!.facts())).toEqual({ allow: { api: true, authorizer: true } });
  expect(ofType(made.stack, 'AWS::Lambda::Permission')).toHaveLength(2);
  expect(ofType(other, 'AWS::Lambda::Permission')).toHaveLength(0);
});
