import { CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { FixLevel } from '../../aspects/fix-level';
import { AppModel } from '../../aspects/model/app-model';
import { RESOURCE_LIMIT } from '../../aspects/remediation/editor';
import { remediate } from '../../aspects/remediation/remediate';
import { repairInRounds } from '../../aspects/remediation/rounds';
import { TreeEditor } from '../../aspects/remediation/tree-editor';
import { AddResource, Link, SetProperty } from '../../aspects/rule/patch';
import { RULES } from '../../aspects/rules';
import { treeSources } from '../../aspects/synthesis/tree-source';
import { exampleKit } from '../support/example-kit';
import { testApp } from '../support/synthesis';

function tree(build: (stack: Stack) => void) {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  build(stack);
  const model = new AppModel(treeSources(app));
  return { app, stack, editor: new TreeEditor(app, model), at: (path: string) => model.at(path)! };
}

const queue = (stack: Stack, id: string, properties: object = {}) => new CfnResource(stack, id, { type: 'AWS::SQS::Queue', properties: properties as never });
const resources = (stack: Stack) => (stack.node.root as ReturnType<typeof testApp>).synth().getStackByName(stack.stackName).template.Resources;

describe('a tree editor', () => {
  test('sets a nested property beside what stands there, and says what stood there before', () => {
    const { stack, editor, at } = tree(one => queue(one, 'Queue', { Config: { A: 1, B: 2 } }));

    const changes = editor.apply([new SetProperty(at('Stack/Queue'), 'Config.A', [{ Ref: 'AWS::Region' }])], 'a-rule');

    expect(changes).toEqual([{ constructPath: 'Stack/Queue', property: 'Config.A', before: 1, after: [{ Ref: 'AWS::Region' }] }]);
    expect(resources(stack).Queue.Properties).toEqual({ Config: { A: [{ Ref: 'AWS::Region' }], B: 2 } });
  });

  test('tells references that stood there by logical ids', () => {
    const { editor, at } = tree(one => {
      const target = queue(one, 'Target');
      queue(one, 'Queue', { Config: [{ Arn: target.getAtt('Arn'), Url: target.ref, Delay: 1 }] });
    });

    const [change] = editor.apply([new SetProperty(at('Stack/Queue'), 'Config', [])], 'a-rule');

    expect(change.before).toEqual([{ Arn: { 'Fn::GetAtt': ['Target', 'Arn'] }, Url: { Ref: 'Target' }, Delay: 1 }]);
  });

  test('forgets what it has read of a resource that it changed', () => {
    const { editor, at } = tree(one => queue(one, 'Queue', { Delay: 1 }));
    expect(at('Stack/Queue').get('Delay')).toBe(1);

    editor.apply([new SetProperty(at('Stack/Queue'), 'Delay', 2)], 'a-rule');

    expect(at('Stack/Queue').get('Delay')).toBe(2);
  });

  test('takes a map that is set beside what stands there as the CDK does', () => {
    const { editor, at } = tree(one => queue(one, 'Queue', { Config: { A: 1 } }));
    expect(at('Stack/Queue').get('Config')).toEqual({ A: 1 });

    editor.apply([new SetProperty(at('Stack/Queue'), 'Config', { B: 2 })], 'a-rule');

    expect(at('Stack/Queue').get('Config')).toEqual({ A: 1, B: 2 });
  });

  // What was changed is not rendered again: to say what has become of it must be right.
  test.each(RULES.filter(({ fix }) => fix !== undefined).map(rule => [rule.id, rule] as const))('knows what the tree renders after the fix of %s', (_id, rule) => {
    const kit = exampleKit();
    rule.examples.find(({ verdict }) => verdict === 'noncompliant')!.build(kit);
    const editor = new TreeEditor(kit.app, new AppModel(treeSources(kit.app)));
    editor.app.resources.forEach(({ definition }) => definition); // all is read before anything is changed

    repairInRounds(editor, { rules: [rule], level: rule.fix!.levels.at(-1)!, acknowledgements: [], within: () => true });

    const known = ({ resources: all }: AppModel) =>
      Object.fromEntries(all.map(one => [one.id, { ...one.definition, DependsOn: [...one.dependsOn].sort() }]));
    expect(known(editor.app)).toEqual(known(new AppModel(treeSources(kit.app))));
  });

  test('adds a resource once, however many fixes want it, and makes each of them wait for it', () => {
    const { stack, editor, at } = tree(one => ['A', 'B', 'Role'].forEach(id => queue(one, id)));
    const policy = (waiting: string) => new AddResource(at('Stack/Role'), 'Policy', 'AWS::IAM::Policy', { Roles: [new Link(at('Stack/Role'))] }, { before: [at(waiting)], deletionPolicy: 'Retain' });

    expect(editor.apply([policy('Stack/A')], 'a-rule')).toHaveLength(1);
    expect(editor.apply([policy('Stack/B')], 'a-rule')).toHaveLength(0);

    const [id] = Object.keys(resources(stack)).filter(one => one.startsWith('RolePolicy'));
    expect(resources(stack)[id]).toMatchObject({ Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] }, DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect([resources(stack).A.DependsOn, resources(stack).B.DependsOn]).toEqual([[id], [id]]);
  });

  test('links to a resource that the same fix adds, listed or not', () => {
    const { stack, editor, at } = tree(one => queue(one, 'Queue'));
    const group = new AddResource(at('Stack/Queue'), 'LogGroup', 'AWS::Logs::LogGroup', {});

    const changes = editor.apply([new SetProperty(at('Stack/Queue'), 'Group', new Link(group)), new SetProperty(at('Stack/Queue'), 'Arn', new Link(group, 'Arn'))], 'a-rule');

    const [id] = Object.keys(resources(stack)).filter(one => one !== 'Queue');
    expect(resources(stack).Queue.Properties).toEqual({ Group: { Ref: id }, Arn: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(changes.map(change => change.after)).toContainEqual({ Ref: id });
  });

  test('refuses a reference to another stack', () => {
    const { editor, at } = tree(one => { queue(one, 'Queue'); queue(new Stack(one.node.root as never, 'Other'), 'Queue'); });
    expect(editor.obstacle([new SetProperty(at('Stack/Queue'), 'Arn', new Link(at('Other/Queue'), 'Arn'))])).toBe('it would need a reference to another stack');
  });

  test('refuses a resource that is not in the tree', () => {
    const { editor } = tree(one => queue(one, 'Queue'));
    const { at } = tree(one => queue(one, 'Elsewhere'));
    expect(editor.obstacle([new SetProperty(at('Stack/Elsewhere'), 'A', 1)])).toBe('Elsewhere cannot be changed from here');
  });

  test.each<[string, (stack: Stack) => void]>([
    ['a reference', stack => queue(stack, 'Target', { Arn: queue(stack, 'Queue').getAtt('Arn') })],
    ['a substitution', stack => { queue(stack, 'Queue'); queue(stack, 'Target', { Arn: { 'Fn::Sub': ['x${Queue.Arn}${y}', { y: 1 }] } }); }],
    ['a written attribute', stack => { queue(stack, 'Queue'); queue(stack, 'Target', { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }); }],
    ['DependsOn', stack => queue(stack, 'Target').addOverride('DependsOn', [queue(stack, 'Queue').logicalId])],
    ['a dependency between constructs', stack => queue(stack, 'Target').node.addDependency(queue(stack, 'Queue'))],
    ['two hops', stack => queue(stack, 'Target', { A: queue(stack, 'Middle', { B: queue(stack, 'Queue').ref }).ref })],
  ])('refuses to make a circle over %s', (_, build) => {
    const { editor, at } = tree(build);
    const circle = 'it would make a circle of dependencies';
    expect(editor.obstacle([new SetProperty(at('Stack/Queue'), 'Arn', new Link(at('Stack/Target'), 'Arn'))])).toBe(circle);
    expect(editor.obstacle([new AddResource(at('Stack/Target'), 'Added', 'X::Y', { A: new Link(at('Stack/Target')) }, { before: [at('Stack/Queue')] })])).toBe(circle);
    expect(editor.obstacle([new SetProperty(at('Stack/Target'), 'Arn', new Link(at('Stack/Queue'), 'Arn'))])).toBeUndefined();
  });

  test('refuses to pass the quota of resources, counting what it added', () => {
    const { editor, at } = tree(one => { for (let index = 0; index < RESOURCE_LIMIT - 1; index += 1) queue(one, `Queue${index}`); });
    const added = (name: string) => [new AddResource(at('Stack/Queue0'), name, 'AWS::Logs::LogGroup', {})];

    expect(editor.obstacle(added('One'))).toBeUndefined();
    editor.apply(added('One'), 'a-rule');

    expect(editor.obstacle(added('One'))).toBeUndefined();
    expect(editor.obstacle(added('Two'))).toBe('its stack would have more than 500 resources');
  });

  test('measures a policy that refers to other resources', () => {
    const { app, stack } = tree(one => queue(one, 'Queue'));
    const Statement = [{ Effect: 'Allow', Action: ['sqs:Get*', 's3:List*'], Resource: (stack.node.findChild('Queue') as CfnResource).getAtt('Arn') }];
    new CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });

    const notes = remediate(app, { rules: RULES.filter(({ id }) => id === 'iam-policy-no-partial-wildcard'), level: FixLevel.STRICT, acknowledgements: [], within: () => true });

    expect(notes.map(({ declined }) => declined)).toEqual([undefined, undefined]);
    expect(resources(stack).Policy.Properties.PolicyDocument.Statement[0]).toMatchObject({ Action: expect.arrayContaining(['sqs:GetQueueUrl']), Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } });
  });

  test('works in nested stacks', () => {
    const app = testApp();
    const nested = new NestedStack(new Stack(app, 'Stack'), 'Nested');
    queue(nested, 'Queue');
    const model = new AppModel(treeSources(app));
    const editor = new TreeEditor(app, model);
    const resource = model.at('Stack/Nested/Queue')!;

    expect(editor.obstacle([new SetProperty(resource, 'A', 1)])).toBeUndefined();
    expect(editor.apply([new SetProperty(resource, 'A', 1)], 'a-rule')).toHaveLength(1);
  });
});
