import { fanOuts, rowsOf } from '../../graphs/cascades';
import { triggers } from '../../graphs/triggers';
import { AppModel } from '../../model/app-model';
import { compliant, noncompliantExample } from '../../rule/example';
import { Found, noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** One event stays a small thing. */
export const triggerCascadeBounded: Rule = {
  id: 'trigger-cascade-bounded',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'One event starts few functions, in a row and at once',
  threat: 'Each event of an attacker costs as many invocations as the cascade is long or wide: a little traffic at its beginning uses up the concurrency of '
    + 'the account at its end, and nobody who looks at one function sees why.',
  remedy: 'Let a state machine call what follows one after the other, and tell listeners apart by filters, so that an event starts only who needs it.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/concepts-event-driven-architectures.html',
    'https://docs.aws.amazon.com/step-functions/latest/dg/welcome.html',
    'https://cwe.mitre.org/data/definitions/405.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'app',
  check: app => [...rows(app), ...fans(app)],
  // No fix: which of the functions are to be one, only their author knows.
  examples: [
    compliant('three in a row', ({ stack, sqs, eventSources, someFunction }) => {
      const [first, second, third] = ['First', 'Second', 'Third'].map(id => someFunction(id));
      for (const [from, to] of [[first, second], [second, third]]) {
        const queue = new sqs.Queue(stack, `For${to.node.id}`);
        queue.grantSendMessages(from);
        to.addEventSource(new eventSources.SqsEventSource(queue));
      }
    }),
    compliant('many functions behind one API, of which each call starts one', ({ stack, apigateway, someFunction }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      for (let index = 0; index < 12; index += 1) api.root.addResource(`r${index}`).addMethod('GET', new apigateway.LambdaIntegration(someFunction(`F${index}`)));
    }),
    compliant('many listeners, told apart by filters', ({ stack, sns, subscriptions, someFunction }) => {
      const topic = new sns.Topic(stack, 'Topic');
      for (let index = 0; index < 12; index += 1) {
        const filterPolicy = { kind: sns.SubscriptionFilter.stringFilter({ allowlist: [`kind${index}`] }) };
        topic.addSubscription(new subscriptions.LambdaSubscription(someFunction(`F${index}`), { filterPolicy }));
      }
    }),
    noncompliantExample('five in a row, by queues', ({ stack, sqs, eventSources, someFunction }) => {
      const functions = ['First', 'Second', 'Third', 'Fourth', 'Fifth'].map(id => someFunction(id));
      functions.slice(1).forEach((to, index) => {
        const queue = new sqs.Queue(stack, `For${to.node.id}`);
        queue.grantSendMessages(functions[index]);
        to.addEventSource(new eventSources.SqsEventSource(queue));
      });
    }),
    noncompliantExample('eleven at once, raw subscriptions in another stack', ({ app, stack, cdk, sns, someFunction }) => {
      const TopicArn = new sns.Topic(stack, 'Topic').topicArn;
      const other = new cdk.Stack(app, 'Other');
      for (let index = 0; index < 11; index += 1) {
        const properties = { TopicArn, Protocol: 'lambda', Endpoint: someFunction(`F${index}`).functionArn };
        new cdk.CfnResource(other, `S${index}`, { type: 'AWS::SNS::Subscription', properties });
      }
    }),
  ],
};

function rows(app: AppModel): readonly Found[] {
  return rowsOf(app.once(triggers), app.settings.functionsInARow + 1).flatMap(functions => {
    const [first, ...others] = functions.flatMap(({ resource }) => resource ?? []);
    const way = functions.map(({ name }) => name).join(' → ');
    return first === undefined ? [] : [noncompliant(first, `${functions.length} functions start each other in a row: ${way}`, { detail: 'row', related: others })];
  });
}

function fans(app: AppModel): readonly Found[] {
  return fanOuts(app.once(triggers), app.settings.functionsAtOnce).flatMap(({ node, functions }) => {
    const related = functions.flatMap(({ resource }) => resource ?? []);
    const message = `one event on ${node.name} starts ${functions.length} functions at once: ${functions.map(({ name }) => name).join(', ')}`;
    return node.resource === undefined ? [] : [noncompliant(node.resource, message, { detail: 'at once', related })];
  });
}
