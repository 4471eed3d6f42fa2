import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { checkingFunction } from './kit';
import { ApiAuthorizer, SecureApi } from '../../../lib';
import { CompiledSchemas, SCHEMAS_FILE } from '../../../runtime/contract';
import { testApp } from '../../support/synthesis';

test('a schema of Zod becomes a model of API Gateway and a module in the bundle of the function, which agree', () => {
  const app = testApp({ context: { 'aws:cdk:bundling-stacks': ['**'] } });
  const stack = new Stack(app, 'Stack');
  const order = z.object({ item: z.string().max(5), price: z.number().gt(0) });
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam() });
  api.addRoute('POST', '/orders', { handler: checkingFunction(stack), body: z.toJSONSchema(order, { io: 'input' }) });
  const { directory } = app.synth();

  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith(SCHEMAS_FILE));
  expect(files).toHaveLength(1);
  const module = { exports: {} as CompiledSchemas };
  runInContext(readFileSync(join(directory, files[0]), 'utf8'), createContext({ module, exports: module.exports }));
  const { body } = module.exports.routes!['POST /orders'];
  expect([{ item: 'a', price: 1 }, { item: 'a', price: 0 }, { item: 'a', price: 1, admin: true }].map(value => body!(value))).toEqual([true, false, false]);
});
