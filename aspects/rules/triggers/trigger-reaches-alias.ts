import { Starts } from '../../graphs/graph';
import { starts } from '../../graphs/triggers';
import { warmthOf } from '../../lambda/warm-versions';
import { Resource } from '../../model/resource';
import { isMap, Reference, Text, Value } from '../../model/value';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What was made ready is what callers reach. */
export const triggerReachesAlias: Rule = {
  id: 'trigger-reaches-alias',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'Triggers reach the version of a function that is kept ready',
  threat: 'Provisioned concurrency and SnapStart belong to published versions. A trigger of the function itself passes them by: it starts cold under load, '
    + 'runs whatever was uploaded last instead of what was released, and the instances that stand ready are paid for nothing.',
  remedy: 'Give the trigger the alias in place of the function: new LambdaRestApi(this, \'Api\', { handler: fn.addAlias(\'live\') }).',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const warmth = warmthOf(fn, app);
    if (warmth === undefined) return undefined;
    const passing = app.once(starts).starters(fn).filter(edge => edge.certain && passesBy(edge, fn));
    if (passing.length === 0) return undefined;
    const related = [...new Set(passing.map(({ declaredBy }) => declaredBy))];
    const message = `${[...new Set(passing.map(({ service }) => service))].join(', ')} invokes the function itself and passes by its ${warmth}, which a version has`;
    return noncompliant(fn, message, { related });
  },
  // No fix: another alias is another resource to the trigger, with permissions of its own, and runs another version.
  examples: [
    compliant('the API calls the alias', ({ stack, apigateway, lambda, someFunction }) => {
      const version = someFunction().currentVersion;
      const handler = new lambda.Alias(stack, 'Live', { aliasName: 'live', version, provisionedConcurrentExecutions: 1 });
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
    }),
    compliant('nothing is kept ready', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('provisioned concurrency of an alias, the API calls the function', ({ stack, apigateway, lambda, someFunction }) => {
      const handler = someFunction();
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version: handler.currentVersion, provisionedConcurrentExecutions: 1 });
      new apigateway.LambdaRestApi(stack, 'Api', { handler });
    }),
    noncompliantExample('SnapStart, started by a queue', ({ stack, lambda, sqs, eventSources, someFunction }) => {
      const fn = someFunction('Function', { runtime: lambda.Runtime.PYTHON_3_13, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS });
      fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('a raw subscription', ({ stack, cdk, lambda, sns, someFunction }) => {
      const fn = someFunction();
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion, provisionedConcurrentExecutions: 1 });
      const properties = { TopicArn: new sns.Topic(stack, 'Topic').topicArn, Protocol: 'lambda', Endpoint: fn.functionArn };
      new cdk.CfnResource(stack, 'Subscription', { type: 'AWS::SNS::Subscription', properties });
    }),
  ],
};

function passesBy({ declaredBy, property }: Starts, fn: Resource): boolean {
  if (declaredBy.type === 'AWS::Lambda::Url' && declaredBy.get('Qualifier') !== undefined) return false;
  return namesFunctionItself(declaredBy.get(declaredBy.type === 'AWS::Lambda::EventSourceMapping' ? 'FunctionName' : property), fn);
}

/** Whether a value, or something in it, means the function without a version or alias. */
function namesFunctionItself(value: Value, fn: Resource): boolean {
  if (value instanceof Reference) return value.resource === fn;
  if (value instanceof Text) {
    const { parts } = value;
    return parts.some((part, index) => part instanceof Reference && part.resource === fn && !/^:(?!\$LATEST)/.test(String(parts[index + 1] ?? '')));
  }
  if (Array.isArray(value)) return value.some(one => namesFunctionItself(one as Value, fn));
  return isMap(value) && Object.values(value).some(one => namesFunctionItself(one, fn));
}
