import { RESOURCE_LIMIT } from '../../aspects/remediation/editor';
import { TemplateEditor } from '../../aspects/remediation/template-editor';
import { AddResource, Link, Retain, SetProperty } from '../../aspects/rule/patch';

function edited(body: object) {
  const editor = new TemplateEditor([{ path: 'template.yaml', body: body as never }]);
  const at = (id: string) => editor.app.resources.find(one => one.logicalId === id)!;
  return { editor, at, resources: () => editor.templates[0].body.Resources as Record<string, any> };
}

const queue = (properties: object = {}, more: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties, ...more });
const sam = (type: string, properties: object = {}) => ({ Type: `AWS::Serverless::${type}`, Properties: properties });

describe('a template editor', () => {
  test('sets a nested property beside what stands there, and leaves the template that it was given alone', () => {
    const body = { Resources: { Queue: queue({ Config: { A: 1, B: 2 } }) } };
    const { editor, at, resources } = edited(body);

    const changes = editor.apply([new SetProperty(at('Queue'), 'Config.A', [{ Ref: 'AWS::Region' }])], 'a-rule');

    expect(changes).toEqual([{ template: 'template.yaml', logicalId: 'Queue', property: 'Config.A', before: 1, after: [{ Ref: 'AWS::Region' }] }]);
    expect(resources().Queue.Properties).toEqual({ Config: { A: [{ Ref: 'AWS::Region' }], B: 2 } });
    expect(at('Queue').get('Config.B')).toBe(2);
    expect(body.Resources.Queue.Properties).toEqual({ Config: { A: 1, B: 2 } });
    expect(editor.edits).toEqual([{ template: 'template.yaml', at: ['Resources', 'Queue', 'Properties', 'Config', 'A'], value: [{ Ref: 'AWS::Region' }] }]);
  });

  test('lets a resource outlive its place in the template', () => {
    const { editor, at, resources } = edited({ Resources: { Queue: queue({}, { DeletionPolicy: 'Delete' }) } });
    expect(editor.apply([new Retain(at('Queue'))], 'a-rule')).toMatchObject([{ property: 'DeletionPolicy', before: 'Delete', after: 'Retain' }, { property: 'UpdateReplacePolicy' }]);
    expect(resources().Queue).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('adds a resource once, under the condition of the one that it serves, and makes each that wants it wait in an order of its own', () => {
    const { editor, at, resources } = edited({ Resources: { A: queue({}, { DependsOn: 'B', Condition: 'C' }), B: queue({}, { Condition: 'C' }) }, Conditions: { C: true } });
    const policy = (name: string) => new AddResource(at('B'), name, 'AWS::IAM::Policy', { Roles: [new Link(at('B'))] }, { before: [at('A')], deletionPolicy: 'Retain' });

    expect(editor.apply([policy('Second')], 'a-rule')).toHaveLength(1);
    expect(editor.apply([policy('First')], 'a-rule')).toHaveLength(1);
    expect(editor.apply([policy('First')], 'a-rule')).toHaveLength(0);

    expect(resources().BFirst).toEqual({
      Type: 'AWS::IAM::Policy',
      Condition: 'C',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Metadata: { Rampart: { addedBy: 'a-rule' } },
      Properties: { Roles: [{ Ref: 'B' }] },
    });
    expect(resources().A.DependsOn).toEqual(['B', 'BFirst', 'BSecond']);
    expect([...editor.settle()]).toEqual(['template.yaml#BSecond', 'template.yaml#BFirst']);
    expect(at('BFirst').addedBy).toBe('a-rule');
  });

  test.each<[string, object, (at: (id: string) => any) => any, string]>([
    ['a name that somebody has given', { A: queue(), AKey: queue() }, at => new AddResource(at('A'), 'Key', 'AWS::KMS::Key', {}), 'the template has something named AKey already'],
    ['a place that a function makes', { A: queue({ Config: { 'Fn::If': ['C', {}, {}] } }) }, at => new SetProperty(at('A'), 'Config.X', 1), 'Config of A is made by a CloudFormation function'],
    ['a place in a text', { A: queue({ Policy: '{}' }) }, at => new SetProperty(at('A'), 'Policy.X', 1), 'Policy of A is made by a CloudFormation function'],
    ['what stands there already', { A: queue({ Tags: ['x'] }) }, at => new SetProperty(at('A'), 'Tags', ['x']), 'what stands in Tags of A has another shape than CloudFormation takes'],
    ['properties that a function makes', { A: { Type: 'AWS::SQS::Queue', Properties: { 'Fn::Transform': {} } } }, at => new SetProperty(at('A'), 'X', 1), 'what of A is made by a CloudFormation function'],
    ['a reference to what a condition may leave out', { A: queue(), B: queue({}, { Condition: 'C' }) }, at => new SetProperty(at('A'), 'X', new Link(at('B'))), 'the condition C may leave out what A would need'],
    ['a circle', { A: queue({ X: { Ref: 'B' } }), B: queue() }, at => new SetProperty(at('B'), 'X', new Link(at('A'))), 'it would make a circle of dependencies'],
    ['a circle over something added', { A: queue(), B: queue({ X: { Ref: 'A' } }) },
      at => new SetProperty(at('A'), 'X', new Link(new AddResource(at('A'), 'Y', 'X::Y::Z', { Z: new Link(at('B')) }))), 'it would make a circle of dependencies'],
    ['what follows from a SAM resource and is written otherwise there', { A: sam('Function', { Events: { E: { Type: 'SQS', Properties: { Queue: 'arn' } } } }) },
      at => new SetProperty(at('AE'), 'BisectBatchOnFunctionError', true), 'it follows from a SAM resource, in which this cannot be written'],
    ['a reference to a hash of SAM', { A: sam('Api', { StageName: 'prod' }), B: queue() }, at => new SetProperty(at('B'), 'X', new Link(at('ADeployment'))),
      'it follows from a SAM resource, in which this cannot be written'],
  ])('refuses %s', (_, Resources, patch, obstacle) => {
    const { editor, at } = edited({ Resources, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Parameters: { P: { Type: 'String' } } });
    expect(editor.obstacle([patch(at)])).toBe(obstacle);
  });

  test('sees a circle over what it has added before', () => {
    const { editor, at } = edited({ Resources: { Role: queue(), Fn: queue({ Role: { Ref: 'Role' } }), Other: queue() } });
    editor.apply([new AddResource(at('Role'), 'Grant', 'AWS::IAM::Policy', { Roles: [new Link(at('Role'))] }, { before: [at('Other')] })], 'a-rule');
    expect(editor.obstacle([new SetProperty(at('Role'), 'X', new Link(at('Other')))])).toBe('it would make a circle of dependencies');
  });

  test('refuses to pass the quota of resources', () => {
    const { editor, at } = edited({ Resources: Object.fromEntries(Array.from({ length: RESOURCE_LIMIT - 1 }, (_, index) => [`Q${index}`, queue()])) });
    const added = (name: string) => [new AddResource(at('Q0'), name, 'AWS::KMS::Key', {})];
    editor.apply(added('One'), 'a-rule');
    expect([editor.obstacle(added('One')), editor.obstacle(added('Two'))]).toEqual([undefined, 'its stack would have more than 500 resources']);
  });

  test('writes what follows from a SAM resource into that one, by the name that SAM has for it', () => {
    const { editor, at, resources } = edited({ Resources: { Fn: sam('Function', { Timeout: 3 }), Machine: sam('StateMachine'), Api: sam('Api', { StageName: 'prod' }) } });

    editor.apply([new SetProperty(at('Fn'), 'TracingConfig.Mode', 'Active')], 'a-rule');
    expect(editor.obstacle([new SetProperty(at('Fn'), 'KmsKeyArn', 'arn')])).toBe('another fix changes it first');
    editor.apply([new SetProperty(at('Machine'), 'TracingConfiguration.Enabled', true), new SetProperty(at('ApiprodStage'), 'TracingEnabled', true)], 'a-rule');
    editor.settle();

    expect(resources()).toMatchObject({
      Fn: { Properties: { Timeout: 3, Tracing: 'Active' } }, Machine: { Properties: { Tracing: { Enabled: true } } }, Api: { Properties: { StageName: 'prod', TracingEnabled: true } },
    });
    expect(editor.obstacle([new SetProperty(at('Fn'), 'KmsKeyArn', 'arn')])).toBeUndefined();
    expect(at('Fn').get('TracingConfig.Mode')).toBe('Active');
  });

  test('leaves a list alone to which the globals of SAM add theirs', () => {
    const { editor, at } = edited({ Globals: { Function: { Layers: ['a'] } }, Resources: { Fn: sam('Function', { Layers: ['b'] }) } });
    expect(editor.obstacle([new SetProperty(at('Fn'), 'Layers', ['c'])])).toBe('it follows from a SAM resource, in which this cannot be written');
    expect(editor.obstacle([new SetProperty(at('Fn'), 'Timeout', 4)])).toBeUndefined();
  });
});
