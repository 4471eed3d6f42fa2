import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { identityOf, isText, resourceBehind } from './identity-of';
import { allowByRule } from './rule-identity';
import { serviceOf as serviceNamed } from '../../../aspects/graphs/calling-services';
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

/** The sources that Lambda reads, whose records carry an ARN. */
const KINDS_READ = [...new Set(Object.values(READ))];

/** The same by how CDK's event sources call their mappings, as in `SqsEventSource:StackQueue1A2B3C4D`. */
const BY_ID: Readonly<Record<string, SourceKind>> = {
  DynamoDBEventSource: 'dynamodb',
  KinesisConsumerEventSource: 'kinesis',
  KinesisEventSource: 'kinesis',
  SqsEventSource: 'sqs',
};

/** A permission to call, as a template states it. */
export interface Call {
  /** `sns.amazonaws.com`, or what is no service. */
  readonly service?: string;
  readonly sourceArn?: string;
  readonly isUrl: boolean;
  /** Whether the permission stands in another stack than the function. */
  readonly isElsewhere: boolean;
}

/** Notes who may call by a permission: also what the CDK's own triggers and integrations give. */
export function allowByPermission(boundary: Boundary, fn: IConstruct, permission: lambda.Permission): void {
  const { sourceArn, scope, action } = permission;
  allowByCall(boundary, fn, {
    service: serviceOf(permission.principal, Stack.of(fn)),
    sourceArn,
    isUrl: permission.functionUrlAuthType !== undefined || permission.invokedViaFunctionUrl === true || action === 'lambda:InvokeFunctionUrl',
    isElsewhere: scope !== undefined && Stack.of(scope) !== Stack.of(fn),
  });
}

/** Notes who may call by a permission. */
export function allowByCall(boundary: Boundary, fn: IConstruct, { service, sourceArn: arn, isUrl, isElsewhere }: Call): void {
  if (isUrl) return boundary.allow('url', true);
  const kind = CALLING[serviceNamed(service ?? '') as keyof typeof CALLING] as typeof CALLING[keyof typeof CALLING] | undefined;
  if (kind === undefined) return boundary.allow('direct', true);
  if (kind === 'eventbridge') {
    const rule = resourceBehind(arn);
    return allowByRule(boundary, rule instanceof CfnRule ? rule : undefined);
  }
  // Whether an API calls for a route or to authorize, only its ARN says, which may be settled late.
  const isAuthorizer = kind === 'api' && (arn ?? '').includes('/authorizers/');
  return boundary.allow(isAuthorizer ? 'authorizer' : kind, () => identityOf({ kind: isAuthorizer ? 'authorizer' : kind, arn, fn, isElsewhere }));
}

/** Notes that a role may call: its calls carry no identity, except those that a service makes with it. */
export function allowByRole(boundary: Boundary, fn: IConstruct, grantee: iam.IGrantable): void {
  allowByTrust(boundary, Stack.of(fn).resolve((grantee.grantPrincipal as Partial<iam.Role>).assumeRolePolicy ?? ''));
}

/** Notes that somebody may call whom these services may stand for. */
export function allowByTrust(boundary: Boundary, ...policies: readonly unknown[]): void {
  boundary.allow('direct', true);
  const trust = JSON.stringify(policies);
  for (const [service, kind] of Object.entries(CALLING)) if (trust.includes(`"${service}.amazonaws.com"`)) boundary.allow(kind, true);
}

/** What Lambda reads for a function. */
export interface Reading {
  readonly arn?: string;
  /** What the mapping is called in the tree, by which CDK's event sources say what they are. */
  readonly id?: string;
  /** The resource that it is, where that is in the application; by default what the ARN refers to. */
  readonly resource?: CfnResource;
  /** Whether the mapping stands in another stack than the function, which then refers to the function and not the other way round. */
  readonly isElsewhere?: boolean;
}

/** What Lambda reads; nothing where its records carry no ARN, as those of Kafka, or where only the deployment knows what it is. */
export function kindRead({ arn, id = '', resource = resourceBehind(arn) }: Reading): SourceKind | undefined {
  return arn === undefined ? undefined : READ[resource?.cfnResourceType ?? serviceIn(arn) ?? ''] ?? BY_ID[id.split(':')[0]];
}

/** Notes what Lambda reads for the function. */
export function allowByMapping(boundary: Boundary, { isElsewhere = false, ...reading }: Reading): void {
  const { arn, resource = resourceBehind(arn) } = reading;
  const kind = kindRead(reading);
  const identity = arn === undefined || (isElsewhere && !isText(arn)) || arn;
  if (kind !== undefined) return boundary.allow(kind, identity);
  boundary.allow('direct', true);
  // What only the deployment knows may be any of them, whose records say which one they are of.
  if (arn !== undefined && resource === undefined && serviceIn(arn) === undefined) for (const any of KINDS_READ) boundary.allow(any, identity);
}

/** The service in an ARN, where that is known by now. */
function serviceIn(arn: string): string | undefined {
  const service = arn.split(':')[2] as string | undefined;
  return isText(service) ? service : undefined;
}

function serviceOf(principal: iam.IPrincipal, stack: Stack): string | undefined {
  // What is wrapped, as a principal with conditions, shows its service in the policy only.
  const [service] = [stack.resolve(principal.policyFragment.principalJson).Service ?? []].flat();
  return typeof service === 'string' ? service : undefined;
}
