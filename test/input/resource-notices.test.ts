import { parseTemplate } from '../../aspects/input/parse-template';
import { resourceNotices } from '../../aspects/input/resource-notices';

function said(template: string): string[] {
  return resourceNotices({ path: 't.yaml', body: parseTemplate(template, 't.yaml') }).map(({ logicalId, message }) => `${logicalId}: ${message}`);
}

const KINDS = 'and must be a text such as AWS::SQS::Queue, so it was not judged';

test.each([
  ['a resource with a type', 'Resources: { A: { Type: AWS::SQS::Queue } }', []],
  ['a template without resources', '{"Resources": {}}', [': the template holds no resources, so nothing was judged; was it rendered?']],
  ['a resource that is a text', 'Resources: { A: text, B: { Type: AWS::SQS::Queue } }', ['A: the resource is a string and must be a map with a Type, so it was not judged']],
  ['a resource that is empty', 'Resources: { A: }', ['A: the resource is empty and must be a map with a Type, so it was not judged']],
  ['a resource without a type', 'Resources: { A: { Properties: {} } }', ['A: the resource has no Type, so it was not judged']],
  ['a resource with a type that is no text', 'Resources: { A: { Type: [AWS::SQS::Queue] }, B: { Type: } }', [`A: the Type of the resource is a list ${KINDS}`, `B: the Type of the resource is empty ${KINDS}`]],
  ['a type of nothing', 'Resources: { A: { Type: Queue }, B: { Type: __proto__ } }', [`A: the Type of the resource is "Queue" ${KINDS}`, `B: the Type of the resource is "__proto__" ${KINDS}`]],
  ['a template language', 'Resources: {{ resources }}', ['{"resources":null}: the resource is empty and must be a map with a Type, so it was not judged; was the template rendered?']],
  ['a loop', 'Resources: { "Fn::ForEach::Queues": [Name, [A], {}] }', ['Fn::ForEach::Queues: what Fn::ForEach::Queues makes is only known at deployment, so it was not judged']],
])('%s', (_, template, messages) => {
  expect(said(template)).toEqual(messages);
});

test('a stack of a synthesis may hold nothing', () => {
  expect(resourceNotices({ path: 't.json', body: {}, stackPath: 'Outputs' })).toEqual([]);
});
