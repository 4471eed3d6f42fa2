import { App, Aspects, CfnOutput, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, CfnAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { FixLevel, Rampart, SecurityRemediation, SecurityRemediationProps } from '../../index';
import { synthesise } from '../support/audited';
import { sourcesOf, testApp } from '../support/synthesis';

const ONLY = ['lambda-function-error-alarm', 'alarm-has-action'];

function someFunction(stack: Stack, id = 'Function'): Function {
  return new Function(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') });
}

function repair(scope: App | Stage, alarmTopic: ITopic, props: SecurityRemediationProps = {}): void {
  Aspects.of(scope).add(new SecurityRemediation({ only: ONLY, alarmTopic, ...props }), { priority: SecurityRemediation.PRIORITY });
}

/** What the alarms of a stack tell. */
function told(stack: Stack): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties.AlarmActions);
}

describe('a topic for alarms', () => {
  test('of the same stack is referred to', () => {
    const stack = new Stack(testApp(), 'Shop');
    someFunction(stack);
    repair(stack.node.root as App, new Topic(stack, 'Topic'));

    expect(told(stack)).toEqual([[{ Ref: expect.stringMatching(/^Topic/) }]]);
  });

  test('of another stack is imported, and the stacks are deployed in that order', () => {
    const app = testApp();
    const [shop, monitoring] = ['Shop', 'Monitoring'].map(id => new Stack(app, id));
    someFunction(shop);
    repair(app, new Topic(monitoring, 'Topic'));

    expect(told(shop)).toEqual([[{ 'Fn::ImportValue': expect.stringMatching(/^Monitoring:/) }]]);
    expect(shop.dependencies).toEqual([monitoring]);
  });

  test.each<[string, (shop: Stack, monitoring: Stack) => void]>([
    ['a reference', (shop, monitoring) => {
      new Alarm(monitoring, 'Alarm', { metric: someFunction(shop, 'Watched').metricErrors(), threshold: 1, evaluationPeriods: 1 });
    }],
    ['an output', (shop, monitoring) => {
      new CfnOutput(monitoring, 'Output', { value: someFunction(shop, 'Watched').functionName });
    }],
    ['a dependency between the stacks', (shop, monitoring) => {
      monitoring.node.addDependency(shop);
    }],
  ])('is not told from a stack that its own stack needs: %s', (_, need) => {
    const app = testApp();
    const [shop, monitoring] = ['Shop', 'Monitoring'].map(id => new Stack(app, id));
    someFunction(shop);
    need(shop, monitoring);
    repair(app, new Topic(monitoring, 'Topic'), { only: ['lambda-function-error-alarm'] });

    expect(told(shop)).toEqual([]);
    expect(() => app.synth()).not.toThrow();
  });

  test('of another Region or Stage is not told', () => {
    const app = testApp();
    const shop = new Stack(app, 'Shop', { env: { region: 'eu-west-1', account: '111122223333' } });
    someFunction(shop);
    repair(app, Topic.fromTopicArn(shop, 'Topic', 'arn:aws:sns:us-east-1:111122223333:alarms'));
    const stage = new Stage(app, 'Prod');
    const staged = new Stack(stage, 'Shop');
    someFunction(staged);
    repair(stage, new Topic(new Stack(app, 'Monitoring'), 'Topic'));

    expect([told(shop), told(staged)]).toEqual([[], []]);
  });

  test('of the parent is not told from a nested stack, but by its ARN', () => {
    const parent = new Stack(testApp(), 'Shop');
    const [nested, other] = ['Nested', 'Other'].map(id => new NestedStack(parent, id));
    [nested, other].forEach(stack => someFunction(stack));
    repair(parent.node.root as App, new Topic(parent, 'Topic'));
    Aspects.of(other).add(new SecurityRemediation({ only: ONLY, alarmTopic: Topic.fromTopicArn(parent, 'Named', 'arn:aws:sns:eu-west-1:111122223333:alarms') }), { priority: 901 });

    expect([told(nested), told(other)]).toEqual([[], [['arn:aws:sns:eu-west-1:111122223333:alarms']]]);
  });

  test('is told by an alarm that tells nobody, but not where somebody has turned its actions off', () => {
    const stack = new Stack(testApp(), 'Shop');
    const metric = new Metric({ namespace: 'Shop', metricName: 'Orders' });
    new Alarm(stack, 'Silent', { metric, threshold: 1, evaluationPeriods: 1 });
    new CfnAlarm(stack, 'Off', { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, actionsEnabled: false });
    repair(stack.node.root as App, new Topic(stack, 'Topic'));

    expect(told(stack)).toEqual([[{ Ref: expect.stringMatching(/^Topic/) }], undefined]);
  });

  test('comes with the fixes of a whole application, whose audit is then silent about alarms', () => {
    const app = testApp();
    const stack = new Stack(app, 'Shop');
    someFunction(stack);
    const alarmTopic = new Topic(stack, 'Topic');
    Rampart.protect(app, { fix: FixLevel.SAFE, only: ['lambda-function-error-alarm', 'lambda-function-throttle-alarm', 'app-has-security-alarms'], alarmTopic, reportOnly: true });

    const [{ body }] = sourcesOf(app);

    expect(Object.values(body.Resources as object).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')).toHaveLength(2);
    expect(Object.keys(body.Resources as object).filter(id => /Alarm/.test(id)).sort()).toEqual([
      expect.stringMatching(/^FunctionResourceErrorsAlarm\w*$/), expect.stringMatching(/^FunctionResourceThrottlesAlarm\w*$/),
    ]);
  });

  test('is that of the nearest part which names one, to the audit and to the repairs, in whichever order they were named', () => {
    const inOrder = (order: readonly ('app' | 'shop')[]) => {
      const app = testApp();
      const [books, shop] = ['Books', 'Shop'].map(id => new Stack(app, id));
      [shop, books].forEach(stack => someFunction(stack));
      const ofPart = { app: [app, 'all'], shop: [shop, 'shop'] } as const;
      for (const part of order) {
        const [scope, name] = ofPart[part];
        const alarmTopic = Topic.fromTopicArn(scope === app ? books : shop, name, `arn:aws:sns:eu-west-1:111122223333:${name}`);
        // One part repairs, and knows what is said of the other.
        const fix = scope === app ? FixLevel.SAFE : undefined;
        Rampart.protect(scope, { fix, only: ['lambda-function-error-alarm'], alarmTopic, reportOnly: true });
      }
      app.synth();
      return [told(shop), told(books)];
    };

    for (const order of [['app', 'shop'], ['shop', 'app']] as const) {
      expect(inOrder(order)).toEqual([[['arn:aws:sns:eu-west-1:111122223333:shop']], [['arn:aws:sns:eu-west-1:111122223333:all']]]);
    }
  });

  test('of one part is not what the audit asks about another', () => {
    const app = testApp();
    const at = (id: string, region: string) => new Stack(app, id, { env: { region, account: '111122223333' } });
    const [near, far] = [at('Near', 'eu-west-1'), at('Far', 'us-east-1')];
    for (const stack of [near, far]) {
      someFunction(stack);
      const alarmTopic = Topic.fromTopicArn(stack, 'Topic', `arn:aws:sns:${stack.region}:111122223333:alarms`);
      Rampart.protect(stack, { only: ['lambda-function-error-alarm'], alarmTopic, reportOnly: true });
    }

    const { findings } = synthesise(app);

    expect(findings.map(({ constructPath, fix }) => [constructPath, fix]).sort()).toEqual([['Far/Function/Resource', 'SAFE'], ['Near/Function/Resource', 'SAFE']]);
  });
});

test.each<[SecurityRemediationProps, RegExp]>([
  [{ trustedLayerAccounts: ['1'] }, /trustedLayerAccounts: an account is twelve digits, got "1"/],
  [{ permissionsBoundary: 'boundary', functionsAtOnce: 0 }, /permissionsBoundary: .*, got "boundary"; functionsAtOnce: a whole number of at least 1, got 0/],
  [{ sensitivityTag: ' ' }, /sensitivityTag: the key of a tag, got nothing/],
])('fails for settings that cannot be: %j', (props, fault) => {
  expect(() => new SecurityRemediation(props)).toThrow(fault);
});
