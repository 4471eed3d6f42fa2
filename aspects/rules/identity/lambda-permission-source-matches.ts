import { serviceOf } from '../../graphs/calling-services';
import { isNoArn } from '../../graphs/source-bound';
import { ownEntry } from '../../model/json';
import { alternativesOf, Answer, patternOf, Reference, Text, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The services as their ARNs spell them, where that is not the principal's own first word. Source: the Service Authorization Reference. */
const IN_ARNS: Readonly<Record<string, readonly string[]>> = {
  'apigateway': ['execute-api', 'apigateway'],
  'appsync': ['appsync'],
  'bedrock': ['bedrock'],
  'cloudfront': ['cloudfront'],
  'cognito-idp': ['cognito-idp'],
  'config': ['config'],
  'connect': ['connect'],
  'elasticloadbalancing': ['elasticloadbalancing'],
  'events': ['events'],
  'iot': ['iot'],
  'lambda.alarms.cloudwatch': ['cloudwatch'],
  'lexv2': ['lex'],
  'logs': ['logs'],
  's3': ['s3'],
  'secretsmanager': ['secretsmanager'],
  'ses': ['ses'],
  'sns': ['sns'],
  'vpc-lattice': ['vpc-lattice'],
};

/** A permission's source is one of the service that it lets in. */
export const lambdaPermissionSourceMatches: Rule = {
  id: 'lambda-permission-source-matches',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The source of a permission belongs to the service that may call',
  threat: 'The permission never holds, so the trigger that was meant is refused: events are lost, alarms and checks behind them stay silent, and the usual cure '
    + 'is a permission without a source, which is open to everybody\'s resources.',
  remedy: 'Give sourceArn the ARN of what the principal calls for: a rule\'s for events.amazonaws.com, arnForExecuteApi() for apigateway.amazonaws.com.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://cwe.mitre.org/data/definitions/1220.html',
  ],
  covers: ['cfn-lint:W3664'],
  target: 'AWS::Lambda::Permission',
  check: permission => {
    const service = serviceOf(patternOf(permission.get('Principal')) ?? '');
    const expected = service === undefined ? undefined : ownEntry(IN_ARNS, service);
    const source = permission.get('SourceArn');
    if (expected === undefined || source === undefined) return undefined; // none is lambda-permission-source-bound's
    const written = alternativesOf(source).filter(one => one !== undefined);
    if (written.every(isNoArn)) return noncompliant(permission, `\`${written.join('`, `')}\` is no ARN: Lambda refuses the permission`, { property: 'SourceArn' });
    const services = written.map(serviceIn);
    const answers = services.map((one): Answer => (one === undefined ? 'undecided' : expected.includes(one) ? 'yes' : 'no'));
    if (answers.every(answer => answer === 'yes')) return undefined;
    return answers.every(answer => answer === 'no')
      ? noncompliant(permission, `${service} never calls for a source of ${services.join(' or ')}, so the permission never holds`, { property: 'SourceArn' })
      : undecided(permission, 'only the deployment knows whether the source is one of the service that may call', { property: 'SourceArn' });
  },
  // No fix: which of the two is the mistake, only its author knows.
  examples: [
    compliant('what the CDK makes', ({ stack, s3, notifications, sns, subscriptions, events, targets, apigateway, someFunction }) => {
      const fn = someFunction();
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn));
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
      new events.Rule(stack, 'Rule', { schedule: events.Schedule.expression('rate(1 day)'), targets: [new targets.LambdaFunction(fn)] });
      new apigateway.LambdaRestApi(stack, 'Api', { handler: fn });
    }),
    compliant('no source at all, which is another rule\'s', ({ iam, someFunction }) => {
      someFunction().addPermission('Rule', { principal: new iam.ServicePrincipal('events.amazonaws.com') });
    }),
    noncompliantExample('a topic for the principal of EventBridge', ({ stack, iam, sns, someFunction }) => {
      someFunction().addPermission('Topic', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: new sns.Topic(stack, 'Topic').topicArn });
    }),
    noncompliantExample('an API for the principal of S3', ({ stack, cdk, someFunction }) => {
      const properties = {
        FunctionName: someFunction().functionName,
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceArn: cdk.Fn.sub('arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:a1b2c3/*'),
      };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
    noncompliantExample('a text that is no ARN', ({ stack, lambda, someFunction }) => {
      const functionName = someFunction().functionName;
      new lambda.CfnPermission(stack, 'Permission', { functionName, action: 'lambda:InvokeFunction', principal: 'sns.amazonaws.com', sourceArn: 'orders' });
    }),
    undecidedExample('a source that a parameter names', ({ stack, cdk, iam, someFunction }) => {
      const source = new cdk.CfnParameter(stack, 'Source');
      someFunction().addPermission('Topic', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: source.valueAsString });
    }),
  ],
};

/** What resource types call themselves in ARNs, where that is not their name in CloudFormation. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway', cognito: 'cognito-idp', elasticloadbalancingv2: 'elasticloadbalancing', vpclattice: 'vpc-lattice',
};

/** The service of an ARN, or of the resource whose ARN is referred to. */
function serviceIn(arn: Value): string | undefined {
  const first = arn instanceof Text ? arn.parts[0] : arn;
  if (first instanceof Reference) {
    const name = first.resource.type.split('::')[1].toLowerCase();
    // The outputs of a custom resource or of a nested stack may be the ARN of anything.
    return ['cloudformation', 'serverless'].includes(name) || first.resource.type.startsWith('Custom::') ? undefined : ownEntry(TYPE_NAMES, name) ?? name;
  }
  const [, service] = /^arn:[^:]*:([^:*]+):/.exec(patternOf(arn) ?? '') ?? [];
  return service;
}
