import { FixLevel } from '../../fix-level';
import { serviceOf } from '../../graphs/calling-services';
import { isNoArn, isSourceBound, namesBucket } from '../../graphs/source-bound';
import { boundToSource } from '../../lambda/permission-source-fix';
import { Resource } from '../../model/resource';
import { alternativesOf, patternOf, pseudoParameterOf, Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Services call a function only for a known resource or account.
 *
 * A bucket that is named by its ARN alone is lambda-permission-bucket-account-named; a text that is no ARN, which Lambda does not
 * take, lambda-permission-source-matches.
 */
export const lambdaPermissionSourceBound: Rule = {
  id: 'lambda-permission-source-bound',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'A service may call a function only on behalf of a known resource or account',
  threat: 'The service calls for whoever asks it: an attacker points a bucket, rule or load balancer of an account of their own at the function and runs '
    + 'it with events of their making (the confused deputy).',
  remedy: 'Give addPermission a sourceArn, or a sourceAccount where the source is not known yet.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://cwe.mitre.org/data/definitions/441.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: ['checkov:CKV_AWS_364', 'trivy:AWS-0067', 'controltower:CT.LAMBDA.PR.2'],
  target: 'AWS::Lambda::Permission',
  check: (permission, app) => {
    const principals = alternativesOf(permission.get('Principal'));
    const service = principals.map(principal => serviceOf(patternOf(principal) ?? '')).find(name => name !== undefined);
    // An account or a role is itself the one who calls; `*` is lambda-permission-no-public-principal's.
    if (service === undefined && !principals.some(isUnsaid)) return undefined;
    const sources = alternativesOf(permission.get('SourceArn'));
    if (sources.every(isNoArn) || (service === 's3' && sources.every(namesBucket))) return undefined;
    const bound = isSourceBound(permission, service ?? '');
    if (bound === 'yes') return undefined;
    const called = app.functionOf(permission.get('FunctionName'), permission.template.environment);
    const details = { property: service === 's3' ? 'SourceAccount' : 'SourceArn', ...(called === undefined ? {} : { related: [called] }) };
    if (service === undefined || bound === 'undecided') {
      return undecided(permission, 'who may call, and on whose behalf, is only known at deployment', details);
    }
    return noncompliant(permission, `${service} may call the function on behalf of anybody: neither SourceArn nor SourceAccount says for whom`, details);
  },
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Where the one trigger is in the same template, the service already sends exactly what is asked for; elsewhere it may call for other accounts today, '
      + 'and where the application tells others of the function, they may have it called by the same permission: there it is strict.',
    repair: ({ subject }, app) => boundToSource(subject as Resource, app),
  },
  examples: [
    compliant('what the CDK makes for buckets, topics, rules and APIs', ({ stack, s3, notifications, sns, subscriptions, events, targets, apigateway, someFunction }) => {
      const fn = someFunction();
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn));
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
      new events.Rule(stack, 'Rule', { schedule: events.Schedule.expression('rate(1 day)'), targets: [new targets.LambdaFunction(fn)] });
      new apigateway.LambdaRestApi(stack, 'Api', { handler: fn });
    }),
    compliant('an account, and a skill of Alexa by its token', ({ cdk, iam, someFunction }) => {
      const fn = someFunction();
      fn.addPermission('Account', { principal: new iam.AccountPrincipal(cdk.Aws.ACCOUNT_ID) });
      fn.addPermission('Skill', { principal: new iam.ServicePrincipal('alexa-appkit.amazon.com'), eventSourceToken: 'amzn1.ask.skill.0000' });
    }),
    noncompliantExample('a service and nothing else', ({ iam, someFunction }) => {
      someFunction().addPermission('Events', { principal: new iam.ServicePrincipal('events.amazonaws.com') });
    }),
    noncompliantExample('a rule that is in the stack, though the permission does not name it', ({ stack, events, iam, someFunction }) => {
      const fn = someFunction();
      new events.CfnRule(stack, 'Nightly', { scheduleExpression: 'rate(1 day)', targets: [{ id: 'fn', arn: fn.functionArn }] });
      fn.addPermission('Events', { principal: new iam.ServicePrincipal('events.amazonaws.com') });
    }),
    compliant('a bucket by its ARN alone, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::uploads' });
    }),
    noncompliantExample('S3 and nothing else', ({ iam, someFunction }) => {
      someFunction().addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com') });
    }),
    noncompliantExample('an ARN that is anybody\'s', ({ stack, cdk, someFunction }) => {
      const properties = { FunctionName: someFunction().functionName, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:*:*:*' };
      new cdk.CfnResource(stack, 'Topics', { type: 'AWS::Lambda::Permission', properties });
    }),
    noncompliantExample('the CDK itself, for the rotation of a secret', ({ stack, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: someFunction() });
    }),
    undecidedExample('a condition decides whether there is a source', ({ stack, cdk, lambda, someFunction }) => {
      const known = new cdk.CfnParameter(stack, 'Known');
      const isKnown = new cdk.CfnCondition(stack, 'IsKnown', { expression: cdk.Fn.conditionEquals(known.valueAsString, 'yes') });
      new lambda.CfnPermission(stack, 'Topic', {
        functionName: someFunction().functionName,
        action: 'lambda:InvokeFunction',
        principal: 'sns.amazonaws.com',
        sourceArn: cdk.Fn.conditionIf(isKnown.logicalId, 'arn:aws:sns:eu-west-1:111122223333:orders', cdk.Aws.NO_VALUE).toString(),
      });
    }),
  ],
};

function isUnsaid(principal: unknown): boolean {
  return principal instanceof Unknown && pseudoParameterOf(principal) !== 'AWS::AccountId';
}
