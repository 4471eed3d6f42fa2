import { alarms } from '../../alarms/alarms';
import { customResourceHandlers } from '../../alarms/function-watched';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Template } from '../../model/template';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant, Subject } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What is worth an alarm. */
const WATCHABLE = ['AWS::Lambda::Function', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::SQS::Queue'];

/** What else alarms: a service that makes the alarms itself, a monitor of another product. */
const ALARMING = ['AWS::ApplicationInsights::Application', 'Datadog::Monitors::Monitor'];

/** An application alarms on something. */
export const appHasSecurityAlarms: Rule = {
  id: 'app-has-security-alarms',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An application with functions, APIs or queues alarms on something',
  threat: 'Guessed credentials, failing functions and events that are dropped make noise in metrics that nobody is told of, so an attacker can try for '
    + 'as long as it takes.',
  remedy: 'Alarm on the errors and throttles of functions, on messages in dead-letter queues and on 4XX answers of APIs, with a topic that somebody reads; '
    + 'acknowledge this where alarms are made outside of the application.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'app',
  check: app => {
    if (app.once(alarms).length > 0 || app.ofType(...ALARMING).length > 0) return undefined;
    const first = app.resources.find(resource => isWorthAnAlarm(resource, app));
    return first && noncompliant(stackOf(first.template), 'the application has functions, APIs or queues, and no alarm at all');
  },
  // No fix: an alarm needs somebody to tell, and which topic that is only its owner knows.
  examples: [
    compliant('one alarm', ({ stack, someFunction }) => {
      someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('nothing to alarm on', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('functions of the CDK alone', ({ stack, cdk, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { removalPolicy: cdk.RemovalPolicy.DESTROY, autoDeleteObjects: true });
    }),
    compliant('an alarm in another stack', ({ app, cdk, someFunction }) => {
      someFunction().metricErrors().createAlarm(new cdk.Stack(app, 'Monitoring'), 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('functions, and no alarm', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a queue written by hand', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
    }),
  ],
};

function isWorthAnAlarm(resource: Resource, app: AppModel): boolean {
  // A queue that a fix has added makes no application of what was none.
  return WATCHABLE.includes(resource.type) && resource.provenance === 'user' && resource.addedBy === undefined && !app.once(customResourceHandlers).has(resource.id);
}

/** The stack that a template makes, by its outermost one: no resource of it is to blame. */
function stackOf(template: Template): Subject {
  let outermost = template;
  for (let hops = 0; outermost.nestedStack && hops < 10; hops += 1) outermost = outermost.nestedStack.template;
  return { template: outermost, writtenId: '', id: `${outermost.path}#`, constructPath: outermost.stackPath, provenance: 'user' };
}
