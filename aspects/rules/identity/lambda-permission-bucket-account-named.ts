import { FixLevel } from '../../fix-level';
import { serviceOf } from '../../graphs/calling-services';
import { isSourceBound, namesBucket } from '../../graphs/source-bound';
import { boundToSource } from '../../lambda/permission-source-fix';
import { Resource } from '../../model/resource';
import { alternativesOf, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'SourceAccount';

/** A permission for a bucket says whose bucket it is. One that names no bucket either is lambda-permission-source-bound. */
export const lambdaPermissionBucketAccountNamed: Rule = {
  id: 'lambda-permission-bucket-account-named',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A permission for a bucket names the account of the bucket, too',
  threat: 'The ARN of a bucket names no account: once the bucket is gone, whoever makes one of that name has the function called with objects and events of '
    + 'their making.',
  remedy: 'Give addPermission a sourceAccount beside the sourceArn of the bucket; addEventNotification does so by itself.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/lambda-function-public-access-prohibited.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://cwe.mitre.org/data/definitions/441.html',
  ],
  // The tools that ask for SourceArn or SourceAccount take the ARN of a bucket for an answer.
  covers: ['guard:LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED', 'securityhub:Lambda.1'],
  target: 'AWS::Lambda::Permission',
  check: (permission, app) => {
    const services = alternativesOf(permission.get('Principal')).map(principal => serviceOf(patternOf(principal) ?? ''));
    if (!services.includes('s3') || !alternativesOf(permission.get('SourceArn')).every(namesBucket)) return undefined;
    const bound = isSourceBound(permission, 's3');
    if (bound === 'yes') return undefined;
    const called = app.functionOf(permission.get('FunctionName'), permission.template.environment);
    const details = { property: PROPERTY, ...(called === undefined ? {} : { related: [called] }) };
    return bound === 'no' ? noncompliant(permission, 'nothing says whose bucket it is: once it is gone, anybody may make one of its name and have the function called', details)
      : undecided(permission, 'only the deployment knows whether the permission says whose bucket it is', details);
  },
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Where the bucket is in the same application, S3 already sends its account; elsewhere it may lie in another account today.',
    repair: ({ subject }, app) => boundToSource(subject as Resource, app),
  },
  examples: [
    compliant('what the CDK makes for a notification', ({ stack, s3, notifications, someFunction }) => {
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(someFunction()));
    }),
    compliant('the account alone', ({ cdk, iam, someFunction }) => {
      someFunction().addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceAccount: cdk.Aws.ACCOUNT_ID });
    }),
    compliant('neither bucket nor account, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com') });
    }),
    noncompliantExample('a bucket by its ARN alone', ({ iam, someFunction }) => {
      someFunction().addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::uploads' });
    }),
    noncompliantExample('a bucket of the application, in a raw resource', ({ stack, cdk, s3, someFunction }) => {
      const SourceArn = new s3.Bucket(stack, 'Bucket').bucketArn;
      const properties = { FunctionName: someFunction().functionName, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceArn };
      new cdk.CfnResource(stack, 'Permission', { type: 'AWS::Lambda::Permission', properties });
    }),
    undecidedExample('a condition decides whether the account is named', ({ stack, cdk, lambda, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsKnown', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Known').valueAsString, 'yes') });
      new lambda.CfnPermission(stack, 'Permission', {
        functionName: someFunction().functionName,
        action: 'lambda:InvokeFunction',
        principal: 's3.amazonaws.com',
        sourceArn: 'arn:aws:s3:::uploads',
        sourceAccount: cdk.Fn.conditionIf('IsKnown', '111122223333', cdk.Aws.NO_VALUE).toString(),
      });
    }),
  ],
};
