import { TREE_REFERENCE } from '../../aspects/model/evaluate';
import { Link, patchValueOf } from '../../aspects/rule/patch';
import { modelOfTemplate } from '../support/synthesis';

const app = modelOfTemplate({ Resources: { Stage: { Type: 'AWS::ApiGateway::Stage', Metadata: { 'aws:cdk:path': 'Stack/Stage' } } } });
const [stage] = app.resources;

test('turns references of a construct tree to links, however deep', () => {
  const json = [{ Value: { 'Fn::Join': ['', ['a', { [TREE_REFERENCE]: ['Stack/Stage', 'Arn'] }]] }, Name: { [TREE_REFERENCE]: ['Stack/Stage', 'Ref'] } }];

  expect(patchValueOf(stage, json)).toEqual([{ Value: { 'Fn::Join': ['', ['a', new Link(stage, 'Arn')]] }, Name: new Link(stage) }]);
});

test('carries everything else over as it stands', () => {
  const json = [true, null, 3, { Ref: 'Table' }, { 'Fn::If': ['IsProd', { A: 1 }, { Ref: 'AWS::NoValue' }] }];

  expect(patchValueOf(stage, json)).toEqual(json);
});

test('gives nothing where a reference leads out of the application', () => {
  const away = { [TREE_REFERENCE]: ['Other/Stage', 'Ref'] };

  expect(patchValueOf(stage, [away])).toBeUndefined();
  expect(patchValueOf(stage, { A: { B: away } })).toBeUndefined();
});
