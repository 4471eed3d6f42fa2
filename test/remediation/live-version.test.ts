import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FixLevel, Rampart } from '../../index';
import { testApp } from '../support/synthesis';

function versions(fix?: FixLevel): { ids: string[]; function: Record<string, unknown> } {
  const app = testApp({ context: { '@aws-cdk/aws-lambda:recognizeLayerVersion': true } });
  const stack = new Stack(app, 'Stack');
  const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') });
  new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: fn.currentVersion });
  Rampart.protect(app, { only: ['lambda-function-traced'], fix });
  const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> = app.synth().getStackByName('Stack').template.Resources;
  const of = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);
  return { ids: of('AWS::Lambda::Version').map(([id]) => id), function: of('AWS::Lambda::Function')[0][1].Properties };
}

test('a repaired function gets a new version, so that its alias serves what was repaired', () => {
  const before = versions();
  const after = versions(FixLevel.SAFE);
  expect([before.function.TracingConfig, after.function.TracingConfig]).toEqual([undefined, { Mode: 'Active' }]);
  expect(after.ids).toHaveLength(1);
  expect(after.ids).not.toEqual(before.ids);
});
