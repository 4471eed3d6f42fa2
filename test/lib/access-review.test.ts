import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Rampart } from '../../index';
import { AccessReview, SecurityAlarms } from '../../lib';
import { testApp } from '../support/synthesis';

function reviewed(props?: ConstructorParameters<typeof AccessReview>[2]): Template {
  const stack = new cdk.Stack(testApp(), 'Stack');
  new AccessReview(stack, 'Review', props);
  return Template.fromStack(stack);
}

describe('with no props', () => {
  const template = reviewed();

  test('looks for access from outside, and for access that nobody used for 90 days', () => {
    template.hasResourceProperties('AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' });
    template.hasResourceProperties('AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } } });
  });

  test('tells an encrypted topic of new findings', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
    expect(rules.map(({ EventPattern }) => EventPattern['detail-type'][0]).sort()).toEqual(['Access Analyzer Finding', 'Unused Access Finding for IAM entities']);
    for (const { Targets } of rules) expect(Targets[0].Arn).toEqual({ Ref: expect.stringMatching(/^ReviewTopic/) });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  });

  test('lets EventBridge use the key of the topic without asking whose rule it is, which EventBridge does not say', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(Properties.KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*',
    });
  });

  test('leaves GuardDuty and Inspector as they are', () => {
    template.resourceCountIs('AWS::GuardDuty::Detector', 0);
    template.resourceCountIs('Custom::AWS', 0);
  });
});

describe('on request', () => {
  const template = reviewed({ guardDuty: true, inspector: true, unusedAfter: cdk.Duration.days(30) });

  test('GuardDuty watches where functions connect to', () => {
    template.hasResourceProperties('AWS::GuardDuty::Detector', { Enable: true, Features: [{ Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' }] });
  });

  test('Inspector looks at functions and their code, and is not turned off again', () => {
    const [inspector] = Object.values(template.findResources('Custom::AWS'));
    expect(JSON.stringify(inspector.Properties.Create)).toContain('LAMBDA_CODE');
    expect(inspector.Properties.Delete).toBeUndefined();
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'inspector2:Enable', Resource: '*' },
          Match.objectLike({ Action: 'iam:CreateServiceLinkedRole', Condition: { StringEquals: { 'iam:AWSServiceName': 'inspector2.amazonaws.com' } } }),
        ],
      },
    });
  });

  test('all four tell the topic', () => {
    template.resourceCountIs('AWS::Events::Rule', 4);
  });
});

test('takes a topic that is there', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:operators');
  expect(new AccessReview(stack, 'Review', { topic }).topic).toBe(topic);
  Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 0);
});

describe('findings that could not be sent', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  Rampart.defaults(stack, { alarms: new SecurityAlarms(stack, 'Usual') });
  const reviews = [new AccessReview(stack, 'Own', { alarms: new SecurityAlarms(stack, 'Special') }), new AccessReview(stack, 'OfScope')];
  const template = Template.fromStack(stack);

  test.each([['Special', 'the alarms that are given', 0], ['Usual', 'the alarms of the scope', 1]])('raise an alarm at %s: %s', (id, _which, index) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      Dimensions: [{ Name: 'QueueName', Value: stack.resolve(reviews[index].undelivered.queueName) }],
      AlarmActions: [{ Ref: Match.stringLikeRegexp(`^${id}Topic`) }],
    });
  });

  test('raise none where nobody is told', () => {
    reviewed().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

test('fails with alarms of another Region', () => {
  const app = testApp();
  const far = new SecurityAlarms(new cdk.Stack(app, 'Far', { env: { account: '111122223333', region: 'us-east-1' } }), 'Alarms');
  const stack = new cdk.Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  expect(() => new AccessReview(stack, 'Review', { alarms: far })).toThrow('Stack/Review: alarms: Far/Alarms/Topic is in us-east-1');
});

test.each([cdk.Duration.hours(12), cdk.Duration.days(400)])('fails with %s', unusedAfter => {
  expect(() => reviewed({ unusedAfter })).toThrow(`Stack/Review: unusedAfter: from 1 to 365 days, got ${unusedAfter.toHumanString()}`);
});
