import { starts } from '../../graphs/triggers';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A function answers few kinds of callers. */
export const triggerFewPerFunction: Rule = {
  id: 'trigger-few-per-function',
  theme: 'triggers',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'At most three kinds of source start one function',
  threat: 'Each kind of source sends events of another form. A handler that takes many must guess which it was given, and an attacker who reaches the '
    + 'weakest source sends what another one would have been trusted with; its role is the sum of what all of them need.',
  remedy: 'Give each kind of source a function of its own, with the shared code in a module.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/concepts-application-design.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['serverless-rules:WS1002'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const starters = app.once(starts).starters(fn).filter(({ certain }) => certain);
    const kinds = [...new Set(starters.map(({ service }) => service))].sort();
    if (kinds.length <= app.settings.kindsOfSource) return undefined;
    return noncompliant(fn, `${kinds.length} kinds of source start the function: ${kinds.join(', ')}`, { related: [...new Set(starters.map(({ declaredBy }) => declaredBy))] });
  },
  // No fix: how the handler is to be parted, only its author knows.
  examples: [
    compliant('an API and a schedule', ({ stack, cdk, apigateway, events, targets, someFunction }) => {
      const handler = someFunction();
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(handler)] });
    }),
    compliant('many queues, one kind of event', ({ stack, sqs, eventSources, someFunction }) => {
      const fn = someFunction();
      for (const id of ['A', 'B', 'C', 'D', 'E']) fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, id)));
    }),
    noncompliantExample('an API, a topic, a queue and a schedule', ({ stack, cdk, apigateway, events, targets, sns, sqs, subscriptions, eventSources, someFunction }) => {
      const handler = someFunction();
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(handler));
      handler.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(handler)] });
    }),
    noncompliantExample('a raw subscription among them, in another stack', ({ app, stack, cdk, s3, sns, sqs, notifications, eventSources, someFunction }) => {
      const fn = someFunction();
      fn.addFunctionUrl();
      fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn));
      const topics = new cdk.Stack(app, 'Topics');
      const properties = { TopicArn: new sns.Topic(topics, 'Topic').topicArn, Protocol: 'lambda', Endpoint: fn.functionArn };
      new cdk.CfnResource(topics, 'Subscription', { type: 'AWS::SNS::Subscription', properties });
    }),
  ],
};
