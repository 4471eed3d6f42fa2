import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { identityOf, resourceBehind } from './identity-of';
import { allowByRule } from './rule-identity';
import { SourceKind } from '../../../runtime/contract';
import { Boundary } from '../boundary';

/** The sources that call by permission, by their service; what any other service sends carries no identity. */
const CALLING = { 'apigateway': 'api', 'cognito-idp': 'cognito', 'events': 'eventbridge', 's3': 's3', 'scheduler': 'schedule', 'sns': 'sns' } as const;

/** The sources that Lambda reads for a function, by the service in their ARN and by their type. */
const READ: Readonly<Record<string, SourceKind>> = {
  'dynamodb': 'dynamodb',
  'kinesis': 'kinesis',
  'sqs': 'sqs',
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::StreamConsumer': 'kinesis',
  'AWS::SQS::Queue': 'sqs',
};

/** Notes who may call by a permission: also what the CDK's own triggers and integrations give. */
export function allowByPermission(boundary: Boundary, fn: IConstruct, permission: lambda.Permission): void {
  const { sourceArn: arn, scope, action } = permission;
  const isUrl = permission.functionUrlAuthType !== undefined || permission.invokedViaFunctionUrl === true || action === 'lambda:InvokeFunctionUrl';
  if (isUrl) return boundary.allow('url', true);
  const kind = serviceKind(permission.principal, Stack.of(fn));
  if (kind === undefined) return boundary.allow('direct', true);
  if (kind === 'eventbridge') {
    const rule = resourceBehind(arn);
    return allowByRule(boundary, rule instanceof CfnRule ? rule : undefined);
  }
  const isElsewhere = scope !== undefined && Stack.of(scope) !== Stack.of(fn);
  // Whether an API calls for a route or to authorize, only its ARN says, which may be settled late.
  const isAuthorizer = kind === 'api' && (arn ?? '').includes('/authorizers/');
  return boundary.allow(isAuthorizer ? 'authorizer' : kind, () => identityOf({ kind: isAuthorizer ? 'authorizer' : kind, arn, fn, isElsewhere }));
}

/** Notes that a role may call: its calls carry no identity, except those that a service makes with it. */
export function allowByRole(boundary: Boundary, fn: IConstruct, grantee: iam.IGrantable): void {
  boundary.allow('direct', true);
  const trust = JSON.stringify(Stack.of(fn).resolve((grantee.grantPrincipal as Partial<iam.Role>).assumeRolePolicy ?? ''));
  for (const [service, kind] of Object.entries(CALLING)) if (trust.includes(`"${service}.amazonaws.com"`)) boundary.allow(kind, true);
}

/** Notes what Lambda reads for the function. */
export function allowByMapping(boundary: Boundary, { eventSourceArn: arn }: lambda.EventSourceMappingOptions): void {
  const kind = READ[resourceBehind(arn)?.cfnResourceType ?? arn?.split(':')[2] ?? ''];
  if (arn === undefined || kind === undefined) return boundary.allow('direct', true);
  return boundary.allow(kind, arn);
}

function serviceKind(principal: iam.IPrincipal, stack: Stack): typeof CALLING[keyof typeof CALLING] | undefined {
  // What is wrapped, as a principal with conditions, shows its service in the policy only.
  const [service] = [stack.resolve(principal.policyFragment.principalJson).Service ?? []].flat();
  return typeof service === 'string' ? CALLING[service.replace(/\.amazonaws\.com$/, '') as keyof typeof CALLING] : undefined;
}
