import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as fc from 'fast-check';
import { JsonObject } from '../../aspects/model/json';
import { SecureFunction } from '../../lib';
import { Boundary } from '../../lib/private/boundary';
import { circles } from '../support/circles';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const PATTERN = { 'source': ['shop.orders'], 'detail-type': ['Created'] };
const invoking = (resource: string) => new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [resource] });

/** A way to trigger a function that no method of it learns of, and what has to be known of it. */
interface Trigger {
  readonly add: (scope: cdk.Stack, fn: SecureFunction) => void;
  readonly known: object;
}

/** Whatever `add` makes that has a name, the facts name it so. */
const TRIGGERS: Readonly<Record<string, Trigger>> = {
  'a raw permission and rule': {
    add: (scope, fn) => {
      const rule = new events.CfnRule(scope, 'Rule', { eventPattern: PATTERN, targets: [{ arn: fn.functionArn, id: 'fn' }] });
      new lambda.CfnPermission(scope, 'Permission', { action: 'lambda:InvokeFunction', functionName: fn.functionArn, principal: 'events.amazonaws.com', sourceArn: rule.attrArn });
    },
    known: { eventbridge: [{ source: ['shop.orders'], detailType: ['Created'] }] },
  },
  'a raw permission for any rule': {
    add: (scope, fn) => new lambda.CfnPermission(scope, 'Permission', { action: 'lambda:InvokeFunction', functionName: fn.lambda.functionName, principal: 'events.amazonaws.com' }),
    known: { eventbridge: [{}] },
  },
  'a raw permission for a topic': {
    add: (scope, fn) => new lambda.CfnPermission(scope, 'Permission', {
      action: 'lambda:InvokeFunction', functionName: fn.alias.functionArn, principal: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:123456789012:news',
    }),
    known: { sns: ['arn:aws:sns:eu-west-1:123456789012:news'] },
  },
  'a raw permission for an account': {
    add: (scope, fn) => new lambda.CfnPermission(scope, 'Permission', { action: 'lambda:InvokeFunction', functionName: fn.functionArn, principal: '111122223333' }),
    known: { direct: true },
  },
  'a raw permission for a URL': {
    add: (scope, fn) => new lambda.CfnPermission(scope, 'Permission', { action: 'lambda:InvokeFunctionUrl', functionName: fn.functionArn, principal: '*', functionUrlAuthType: 'NONE' }),
    known: { url: true },
  },
  'a raw URL': { add: (scope, fn) => new lambda.CfnUrl(scope, 'Url', { authType: 'AWS_IAM', targetFunctionArn: fn.lambda.functionArn }), known: { url: true } },
  'a raw mapping': {
    add: (scope, fn) => new lambda.CfnEventSourceMapping(scope, 'Mapping', { functionName: fn.functionArn, eventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:jobs' }),
    known: { sqs: ['arn:aws:sqs:eu-west-1:123456789012:jobs'] },
  },
  'a resource in CloudFormation\'s own words': {
    add: (scope, fn) => new cdk.CfnResource(scope, 'Mapping', {
      type: 'AWS::Lambda::EventSourceMapping', properties: { FunctionName: fn.functionArn, EventSourceArn: new kinesis.Stream(scope, 'Stream', { streamName: 'clicks' }).streamArn },
    }),
    known: { kinesis: [{ 'Fn::GetAtt': [expect.stringMatching(/^Stream/), 'Arn'] }] },
  },
  'a mapping of Kafka': {
    add: (scope, fn) => new lambda.CfnEventSourceMapping(scope, 'Mapping', { functionName: fn.functionArn, topics: ['orders'] }),
    known: { direct: true },
  },
  'a mapping added to the alias': {
    add: (scope, fn) => fn.alias.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(scope, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:jobs'))),
    known: { sqs: ['arn:aws:sqs:eu-west-1:123456789012:jobs'] },
  },
  'a rule with the function behind the alias': {
    add: (scope, fn) => new events.Rule(scope, 'Rule', { eventPattern: { source: ['shop.orders'] }, targets: [new targets.LambdaFunction(fn.lambda)] }),
    known: { eventbridge: [{ source: ['shop.orders'] }] },
  },
  'a rule that gives an input of its own': {
    add: (scope, fn) => new events.Rule(scope, 'Rule', {
      eventPattern: { source: ['shop.orders'] }, targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromObject({ id: events.EventField.eventId }) })],
    }),
    known: { direct: true, eventbridge: [{ source: ['shop.orders'] }] },
  },
  'a rule that gives a part of the event': {
    add: (scope, fn) => new events.Rule(scope, 'Rule', {
      eventPattern: { source: ['shop.orders'] }, targets: [new targets.LambdaFunction(fn.lambda, { event: events.RuleTargetInput.fromEventPath('$.detail') })],
    }),
    known: { direct: true, eventbridge: [{ source: ['shop.orders'] }] },
  },
  'a rule that gives another function an input of its own': {
    add: (scope, fn) => {
      const other = new SecureFunction(scope, 'Other', { code: CODE });
      new events.Rule(scope, 'Rule', {
        eventPattern: { source: ['shop.orders'] },
        targets: [new targets.LambdaFunction(fn), new targets.LambdaFunction(other, { event: events.RuleTargetInput.fromText('go') })],
      });
    },
    known: { eventbridge: [{ source: ['shop.orders'] }] },
  },
  'a rule with a name that keeps the time and gives an input of its own': {
    add: (scope, fn) => new events.Rule(scope, 'Rule', {
      ruleName: 'nightly', schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromObject({ mode: 'full' }) })],
    }),
    known: { schedule: true },
  },
  'a grant on the alias': { add: (scope, fn) => fn.alias.grantInvoke(new iam.User(scope, 'User')), known: { direct: true } },
  'a grant on the live version': {
    add: (scope, fn) => fn.grantInvokeVersion(new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), fn.version),
    known: { direct: true },
  },
  'a grant on a URL by its alias': {
    add: (scope, fn) => fn.alias.grantInvokeUrl(new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() })), known: { url: true },
  },
  'an alias of somebody else': {
    add: (scope, fn) => new lambda.Alias(scope, 'Beta', { aliasName: 'beta', version: fn.version }).addPermission('Topic', {
      principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: 'arn:aws:sns:eu-west-1:123456789012:news',
    }),
    known: { sns: ['arn:aws:sns:eu-west-1:123456789012:news'] },
  },
  'a raw schedule': {
    add: (scope, fn) => new scheduler.CfnSchedule(scope, 'Schedule', {
      flexibleTimeWindow: { mode: 'OFF' }, scheduleExpression: 'rate(1 hour)', target: { arn: fn.functionArn, roleArn: 'arn:aws:iam::123456789012:role/clock' },
    }),
    known: { schedule: true },
  },
  'a pipe': {
    add: (scope, fn) => new pipes.CfnPipe(scope, 'Pipe', {
      roleArn: 'arn:aws:iam::123456789012:role/pipe', source: 'arn:aws:sqs:eu-west-1:123456789012:jobs', target: fn.functionArn,
    }),
    known: { direct: true },
  },
  'a state machine': {
    add: (scope, fn) => new sfn.StateMachine(scope, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(scope, 'Invoke', { lambdaFunction: fn })),
    }),
    known: { direct: true },
  },
  'a statement of a role that a service assumes': {
    add: (scope, fn) => new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') }).addToPolicy(invoking(fn.functionArn)),
    known: { direct: true, schedule: true },
  },
  'a policy that stands in a role': {
    add: (scope, fn) => new iam.Role(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'), inlinePolicies: { Call: new iam.PolicyDocument({ statements: [invoking(`${fn.lambda.functionArn}:*`)] }) },
    }),
    known: { direct: true, api: true },
  },
  'a raw managed policy': {
    add: (scope, fn) => new iam.CfnManagedPolicy(scope, 'Policy', {
      policyDocument: { Statement: { Effect: 'Allow', Action: ['s3:GetObject', 'lambda:*'], Resource: ['arn:aws:s3:::b/*', fn.functionArn] } },
    }),
    known: { direct: true },
  },
  'a custom resource': { add: (scope, fn) => new cdk.CustomResource(scope, 'Custom', { serviceToken: fn.functionArn }), known: { direct: true } },
};

/** What says nothing of who may send. */
const OTHERS: Readonly<Record<string, (scope: cdk.Stack, fn: SecureFunction) => void>> = {
  'a policy that denies': (scope, fn) => new iam.ManagedPolicy(scope, 'Policy', {
    statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] })],
  }),
  'a policy that lets read the configuration': (scope, fn) => new iam.ManagedPolicy(scope, 'Policy', {
    statements: [new iam.PolicyStatement({ actions: ['lambda:GetFunction'], resources: [fn.functionArn] })],
  }),
  'a trigger of another function': scope => new SecureFunction(scope, 'Other', { code: CODE }).addPermission('Topic', { principal: new iam.ServicePrincipal('sns.amazonaws.com') }),
  'a rule without a permission': (scope, fn) => new events.CfnRule(scope, 'Rule', { eventPattern: PATTERN, targets: [{ arn: fn.functionArn, id: 'fn' }] }),
};

/** What the function is told of its senders when the application is complete. */
function told(layout: 'one stack' | 'two stacks' | 'nested', add: (scope: cdk.Stack, fn: SecureFunction) => void) {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  const fn = new SecureFunction(stack, 'Orders', { code: CODE });
  const scope = { 'one stack': () => stack, 'two stacks': () => new cdk.Stack(app, 'Other'), 'nested': () => new cdk.NestedStack(stack, 'Nested') }[layout]();
  add(scope, fn);
  const assembly = app.synth();
  return { allow: stack.resolve(Boundary.of(fn)!.facts().allow), stack, assembly };
}

test.each(Object.entries(TRIGGERS))('%s is known to the function', (_, { add, known }) => {
  const { allow, stack } = told('one stack', add);
  expect(allow).toEqual(known);
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { RAMPART_FACTS: Match.anyValue() } } });
});

test.each(Object.entries(OTHERS))('%s lets nobody in', (_, add) => {
  expect(told('one stack', add).allow).toBeUndefined();
});

test('what is known of several triggers makes no circle of stacks or resources', () => {
  const some = fc.record({
    layout: fc.constantFrom('one stack' as const, 'two stacks' as const, 'nested' as const),
    names: fc.uniqueArray(fc.constantFrom(...Object.keys(TRIGGERS)), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(fc.property(some, ({ layout, names }) => {
    // Each in a part of its own, so that their ids do not collide.
    const { assembly, allow } = told(layout, (scope, fn) => {
      for (const [index, name] of names.entries()) {
        const part = new cdk.NestedStack(scope, `Part${index}`);
        TRIGGERS[name].add(part, fn);
      }
    });
    for (const { template } of assembly.stacksRecursively) if (template.Resources !== undefined) expect(circles(template as JsonObject)).toEqual([]);
    expect(Object.keys(allow)).toEqual([...new Set(names.flatMap(name => Object.keys(TRIGGERS[name].known)))].sort());
  }), { numRuns: 60 });
}, 300_000);

test('a logical id that somebody wrote by hand is understood', () => {
  const { allow } = told('one stack', (stack, fn) => {
    const id = (construct: cdk.IResource) => stack.getLogicalId(construct.node.defaultChild as cdk.CfnResource);
    new cdk.CfnResource(stack, 'Mapping', {
      type: 'AWS::Lambda::EventSourceMapping', properties: { FunctionName: { Ref: id(fn.alias) }, EventSourceArn: { 'Fn::GetAtt': [id(new sqs.Queue(stack, 'Queue')), 'Arn'] } },
    });
    new cdk.CfnResource(stack, 'Permission', {
      type: 'AWS::Lambda::Permission', properties: { FunctionName: { 'Fn::Sub': `\${${id(fn.lambda)}.Arn}` }, Action: 'lambda:InvokeFunction', Principal: '111122223333' },
    });
  });
  expect(allow).toEqual({ direct: true, sqs: [{ 'Fn::GetAtt': [expect.stringMatching(/^Queue/), 'Arn'] }] });
});

test('an Aspect of a user may add a trigger', () => {
  const { allow } = told('one stack', (stack, fn) => cdk.Aspects.of(stack).add({
    visit: node => {
      if (node !== fn || stack.node.tryFindChild('Late') !== undefined) return;
      new lambda.CfnPermission(stack, 'Late', { action: 'lambda:InvokeFunction', functionName: fn.functionArn, principal: '111122223333' });
    },
  }));
  expect(allow).toEqual({ direct: true });
});

test('functions in Stages know their own triggers, by one Aspect for each Stage', () => {
  const app = testApp();
  const functions = ['Test', 'Production'].map(name => {
    const stage = new cdk.Stage(app, name);
    const stack = new cdk.Stack(stage, 'Stack');
    const [fn] = ['Orders', 'Reports'].map(id => new SecureFunction(stack, id, { code: CODE }));
    if (name === 'Production') new lambda.CfnUrl(stack, 'Url', { authType: 'AWS_IAM', targetFunctionArn: fn.functionArn });
    expect(cdk.Aspects.of(stage).all).toHaveLength(1);
    return fn;
  });
  app.synth();
  expect(functions.map(fn => Boundary.of(fn)!.facts().allow)).toEqual([undefined, { url: true }]);
});

test('the policy of a user is not frozen by looking at it', () => {
  const { stack } = told('one stack', (scope, fn) => {
    const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] });
    // Of roles the CDK freezes them itself.
    const policy = new iam.Policy(scope, 'Policy', { statements: [statement], users: [new iam.User(scope, 'User')] });
    cdk.Aspects.of(policy).add({ visit: node => { if (node === policy.node.defaultChild) statement.addResources('arn:aws:s3:::b/*'); } }, { priority: 899 });
    fn.addPermission('Account', { principal: new iam.AccountPrincipal('111122223333') });
  });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('arn:aws:s3:::b/*');
});

describe('a permission that the CDK gives to the alias', () => {
  test('is bound to the account, where the service states its own', () => {
    const { stack } = told('one stack', (scope, fn) => new secretsmanager.Secret(scope, 'Secret').addRotationSchedule('Rotation', { rotationLambda: fn.alias as lambda.Alias }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('stays as it is where the service states none, or a source is named', () => {
    const { stack } = told('one stack', (_, fn) => {
      fn.alias.addPermission('Rules', { principal: new iam.ServicePrincipal('events.amazonaws.com') });
      fn.alias.addPermission('Logs', { principal: new iam.ServicePrincipal('logs.amazonaws.com'), sourceArn: 'arn:aws:logs:eu-west-1:123456789012:*' });
    });
    for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))) expect(Properties.SourceAccount).toBeUndefined();
  });

  test('is left to its author where he wrote it himself', () => {
    const { stack } = told('one stack', (scope, fn) => new lambda.CfnPermission(scope, 'Raw', { action: 'lambda:InvokeFunction', functionName: fn.functionArn, principal: 'logs.amazonaws.com' }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { SourceAccount: Match.absent() });
  });
});
