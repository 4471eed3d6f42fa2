import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Rampart } from '../../index';
import { RotationRehearsal, SecretBackedFunction, SecretSource, SecurityAlarms } from '../../lib';
import { definitionOf, run } from '../support/state-machine';
import { testApp } from '../support/synthesis';

const stack = new cdk.Stack(testApp(), 'Stack');
const alarms = new SecurityAlarms(stack, 'Alarms');
const billing = new SecretBackedFunction(stack, 'Billing', { code: lambda.Code.fromInline('exports.handler = 1'), secrets: { key: SecretSource.generated() } });
const rehearsal = new RotationRehearsal(stack, 'Rehearsal', { alarms, secret: billing.secret('key') });
rehearsal.grantRehearse(new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() }));
const template = Template.fromStack(stack);
const MACHINE = /^Rehearsal/;

test('rotates, waits until the new value is in force, and never reads it', async () => {
  let looks = 0;
  const { actions, error } = await run(template, MACHINE, {
    'secretsmanager:describeSecret': () => {
      looks += 1;
      return looks === 1 ? {} : { LastRotatedDate: new Date(looks === 2 ? 0 : Date.now() + 60_000).toISOString() };
    },
  });

  expect(error).toBeUndefined();
  expect(actions).toEqual(['secretsmanager:rotateSecret', ...Array.from({ length: 3 }, () => 'secretsmanager:describeSecret')]);
});

test('may rotate this secret by its function, and nothing else', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: Match.stringLikeRegexp('^RehearsalRehearse') }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: ['secretsmanager:RotateSecret', 'secretsmanager:DescribeSecret'], Resource: { Ref: Match.stringLikeRegexp('^BillingSecrets') } }),
        Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: { Ref: Match.stringLikeRegexp('^BillingSecretsSharedGeneratorLive') } }),
      ]),
    },
  });
});

test('is tried once a week, and may be tried by hand', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(7 days)', Target: Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^Rehearsal') } }) });
  template.hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: Match.stringLikeRegexp('^Operator') }], PolicyDocument: { Statement: [Match.objectLike({ Action: 'states:StartExecution' })] } });
});

test.each(['ExecutionsFailed', 'ExecutionsTimedOut'])('raises an alarm on %s', MetricName => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/States', MetricName, Threshold: 1, AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmsTopic') }] });
});

test('takes a secret of others, with the function that rotates it, and its own times', () => {
  const other = new cdk.Stack(testApp(), 'Other');
  new RotationRehearsal(other, 'Rehearsal', {
    alarms: new SecurityAlarms(other, 'Alarms'),
    secret: secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders'),
    rotation: lambda.Function.fromFunctionArn(other, 'Rotation', 'arn:aws:lambda:eu-west-1:111122223333:function:rotate'),
    schedule: scheduler.ScheduleExpression.rate(cdk.Duration.days(1)),
    timeout: cdk.Duration.hours(1),
  });
  const made = Template.fromStack(other);

  made.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 day)' });
  expect(JSON.stringify(made.findResources('AWS::StepFunctions::StateMachine'))).toContain('TimeoutSeconds\\":3600');
});

test('fails without the function that rotates, and with a time that is none, and says both', () => {
  const other = new cdk.Stack(testApp(), 'Other');
  const secret = secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders');
  expect(() => new RotationRehearsal(other, 'Rehearsal', { alarms: new SecurityAlarms(other, 'Alarms'), secret, timeout: cdk.Duration.seconds(1) }))
    .toThrow('Other/Rehearsal: rotation: give the function that rotates Other/Secret; only for the secrets of SecretSource it is known; timeout: from 1 minute to 1 day, in whole seconds, got 1 second');
});

test.each([cdk.Duration.minutes(1), cdk.Duration.hours(1), cdk.Duration.days(1), cdk.Duration.seconds(cdk.Token.asNumber({ Ref: '86400' }))])(
  'looks no more often in %s than an execution has events for', timeout => {
    const other = new cdk.Stack(testApp(), 'Other');
    const rotation = lambda.Function.fromFunctionName(other, 'Rotation', 'rotate');
    new RotationRehearsal(other, 'Rehearsal', {
      alarms: new SecurityAlarms(other, 'Alarms'), secret: secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders'), rotation, timeout,
    });
    const { States } = definitionOf(Template.fromStack(other), MACHINE);
    // A look is a wait, a call and a choice: two, five and two events. What only the deployment knows may be a day.
    const longest = timeout.isUnresolved() ? 86_400 : timeout.toSeconds();
    expect(9 * longest / States.Wait.Seconds).toBeLessThan(25_000);
  },
);

test('every role that it makes is bounded by what its scope says, also the one by which it is scheduled', () => {
  const other = new cdk.Stack(testApp(), 'Other');
  const secret = secretsmanager.Secret.fromSecretNameV2(other, 'Secret', 'orders');
  const settings = { alarms: new SecurityAlarms(other, 'Alarms'), rotation: lambda.Function.fromFunctionName(other, 'Rotation', 'rotate') };
  Rampart.defaults(other, { permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(other, 'Boundary', 'boundary') });
  new RotationRehearsal(other, 'Rehearsal', { ...settings, secret });
  const made = Template.fromStack(other);

  made.resourceCountIs('AWS::IAM::Role', 2);
  made.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: Match.objectLike({ 'Fn::Join': Match.anyValue() }) });
  made.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [Match.objectLike({
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': Match.anyValue() } },
      })],
    },
  });
  made.hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: Match.stringLikeRegexp('^RehearsalScheduleRole') }],
    PolicyDocument: { Statement: [Match.objectLike({ Action: 'states:StartExecution' }), Match.objectLike({ Action: 'sqs:SendMessage' })] },
  });
});
