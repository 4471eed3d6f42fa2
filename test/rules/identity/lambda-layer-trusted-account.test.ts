import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { judge } from '../../../aspects/engine/audit';
import { AWS_LAYERS, isPublishedByAws } from '../../../aspects/lambda/layer-publishers';
import { lambdaLayerTrustedAccount } from '../../../aspects/rules/identity/lambda-layer-trusted-account';
import { modelOfTemplate } from '../../support/synthesis';

function messages(layers: unknown, more: object = {}): string[] {
  const app = modelOfTemplate({ Resources: { Function: { Type: 'AWS::Lambda::Function', Properties: { Layers: layers } }, ...more } });
  return judge(app, [lambdaLayerTrustedAccount]).judgements.map(({ found }) => `${found.verdict} ${found.message}`);
}

test('AWS publishes by every account that aws-cdk-lib takes its layers from', () => {
  const facts = readFileSync(join(dirname(require.resolve('aws-cdk-lib/package.json')), 'region-info/lib/built-ins.generated.js'), 'utf8');
  const accounts = new Set([...facts.matchAll(/:lambda:[a-z0-9-]+:(\d{12}):layer:/g)].map(([, account]) => account));

  expect(accounts.size).toBeGreaterThan(50);
  expect([...accounts].filter(account => !isPublishedByAws(account))).toEqual([]);
});

test('every publisher is documented', () => {
  expect(AWS_LAYERS.filter(({ link }) => !link.startsWith('https://'))).toEqual([]);
});

test('the layers of one account are one finding', () => {
  expect(messages(['a', 'b'].map(name => `arn:aws:lambda:eu-west-1:111122223333:layer:${name}:1`)))
    .toEqual(['noncompliant 111122223333 publishes a, b: neither this account by name nor AWS']);
});

test('an output of something else is undecided, a condition that leaves the layer out is fine', () => {
  expect(messages([{ 'Fn::GetAtt': ['Custom', 'Arn'] }], { Custom: { Type: 'Custom::Layer' } })).toEqual(['undecided only the deployment knows whose layers the function runs']);
  expect(messages({ 'Fn::If': ['Unknown', [{ 'Fn::Sub': '${Layer}' }], { Ref: 'AWS::NoValue' }] }, { Layer: { Type: 'AWS::Lambda::LayerVersion' } })).toEqual([]);
  expect(messages([{ 'Fn::Join': ['', [{ Ref: 'Layer' }, '']] }, { 'Fn::Sub': '${Layer}:1' }], { Layer: { Type: 'AWS::Lambda::LayerVersion' } })).toEqual([]);
});
