import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { isMap, pseudoParameterOf, referencesIn, Text, Value } from '../../model/value';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody may call for something that is not there. */
export const triggerPermissionLinked: Rule = {
  id: 'trigger-permission-linked',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A permission to invoke names a source that exists',
  threat: 'The rule, topic or bucket that the permission was for is gone, or its name was misspelt: whoever may create one of that name in the account starts '
    + 'the function with events of their own.',
  remedy: 'Remove the permission, or refer to its source: sourceArn: rule.ruleArn. Where the source is made outside of the application, pass its ARN in as a '
    + 'parameter, or acknowledge this.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://cwe.mitre.org/data/definitions/672.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Permission',
  check: (permission, app) => {
    const name = ownSource(permission);
    if (name === undefined || app.once(namesInUse).has(name) || app.resourceOf(permission.get('SourceArn')) !== undefined) return undefined;
    return noncompliant(permission, `nothing in the application is named ${name}, which the permission is for`, { property: 'SourceArn' });
  },
  // No fix: whether the permission or its source is missing, only the owner knows.
  examples: [
    compliant('made with its trigger', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
    }),
    compliant('a rule of another stack, by its name', ({ app, stack, cdk, events, iam, someFunction }) => {
      new events.Rule(new cdk.Stack(app, 'Rules'), 'Rule', { ruleName: 'nightly', schedule: events.Schedule.rate(cdk.Duration.days(1)) });
      const sourceArn = stack.formatArn({ service: 'events', resource: 'rule', resourceName: 'nightly' });
      someFunction().addPermission('Permission', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn });
    }),
    compliant('a topic of another account', ({ iam, someFunction }) => {
      const sourceArn = 'arn:aws:sns:eu-west-1:444455556666:orders';
      someFunction().addPermission('Permission', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn });
    }),
    compliant('a source that a parameter names', ({ stack, cdk, iam, someFunction }) => {
      const resource = new cdk.CfnParameter(stack, 'Topic').valueAsString;
      const sourceArn = stack.formatArn({ service: 'sns', resource });
      someFunction().addPermission('Permission', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn });
    }),
    compliant('a bucket from elsewhere, whose notifications are set up here', ({ stack, s3, notifications, someFunction }) => {
      const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'uploads-of-somebody');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(someFunction()));
    }),
    noncompliantExample('a rule that is not there', ({ stack, iam, someFunction }) => {
      const sourceArn = stack.formatArn({ service: 'events', resource: 'rule', resourceName: 'nightly' });
      someFunction().addPermission('Permission', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn });
    }),
    noncompliantExample('a raw permission for a bucket that is not there', ({ stack, cdk, someFunction }) => {
      const properties = {
        Action: 'lambda:InvokeFunction',
        FunctionName: someFunction().functionName,
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::gone',
        SourceAccount: cdk.Aws.ACCOUNT_ID,
      };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
  ],
};

const OWN_ACCOUNT = 'AWS::AccountId';

/**
 * The name of the source, where it is one of the stack's own account and its name is known.
 *
 * An account that is written in digits may be anybody's, and a name that holds a wildcard or something open means what the
 * deployment makes of it.
 */
function ownSource(permission: Resource): string | undefined {
  const arn = permission.get('SourceArn');
  const account = permission.get('SourceAccount');
  const isOwn = pseudoParameterOf(account) === OWN_ACCOUNT || accountOf(arn) === OWN_ACCOUNT;
  const last = arn instanceof Text ? arn.parts[arn.parts.length - 1] : arn;
  if (!isOwn || referencesIn(arn).length > 0 || typeof last !== 'string' || /[*?]/.test(last)) return undefined;
  const written = arn instanceof Text ? last.replace(/^:/, '') : last.replace(/^arn:([^:]*:){4}/, '');
  return /([^:/]+)$/.exec(written)?.[1];
}

/** The account of an ARN where it is the stack's own: nothing stands open behind it. */
function accountOf(arn: Value): string | undefined {
  if (!(arn instanceof Text)) return undefined;
  const open = arn.parts[arn.parts.length - 2];
  return pseudoParameterOf(open);
}

/** Every name that something but a permission is given or mentions: what it triggers by a bucket from elsewhere is a link too. */
function namesInUse(app: AppModel): ReadonlySet<string> {
  const resources = app.resources.filter(({ type }) => type !== 'AWS::Lambda::Permission' && !type.startsWith('AWS::IAM::'));
  return new Set(resources.flatMap(({ properties }) => [...lastWords(properties)]));
}

function* lastWords(value: Value): Generator<string> {
  const text = value instanceof Text ? value.parts[value.parts.length - 1] : value;
  if (typeof text === 'string') yield /([^:/]*)$/.exec(text)![1];
  else if (Array.isArray(value)) for (const one of value as readonly Value[]) yield* lastWords(one);
  else if (isMap(value)) for (const one of Object.values(value)) yield* lastWords(one);
}
