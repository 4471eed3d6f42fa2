import { AppModel } from '../../aspects/model/app-model';
import { elementsOf, TemplateElement } from '../../aspects/model/element';

const app = new AppModel([{
  path: 'app.json',
  body: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } }, Outputs: { Queue: { Value: 'a' }, Other: { Value: 'b' } }, Parameters: { Bad: 'x' } },
  constructPathOf: id => (id === 'Other' ? 'Stack/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Other' : undefined),
}]);
const [template] = app.templates;

test('the elements of a section stand in template order, apart from resources of the same name', () => {
  expect(elementsOf(template, 'Outputs').map(({ id }) => id)).toEqual(['app.json#Outputs.Queue', 'app.json#Outputs.Other']);
  expect(elementsOf(template, 'Outputs')[0].definition).toEqual({ Value: 'a' });
});

test('an element knows its construct and who made it', () => {
  const [queue, other] = elementsOf(template, 'Outputs');
  expect([queue.constructPath, queue.provenance, other.provenance]).toEqual([undefined, 'user', 'helper']);
});

test('a malformed element is empty', () => {
  expect(new TemplateElement(template, 'Parameters', 'Bad').definition).toEqual({});
});
