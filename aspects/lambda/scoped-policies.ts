import { isEdgeFunction } from './edge-function';
import { functionsOfRole } from './execution-role';
import { AppModel } from '../model/app-model';
import { statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { entryOf, Reference, valuesOf } from '../model/value';
import { Link, PatchValue } from '../rule/patch';
import { Declined } from '../rule/rule';

const TRACES = [
  'xray:GetSamplingRules', 'xray:GetSamplingStatisticSummaries', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
];

const INTERFACES = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** What the policies that AWS manages for functions allow, besides writing to every log group. Source: the AWS Managed Policy Reference. */
const SCOPABLE: Readonly<Record<string, { readonly logs: boolean; readonly others: readonly string[] }>> = {
  AWSLambdaBasicExecutionRole: { logs: true, others: [] },
  AWSLambdaVPCAccessExecutionRole: { logs: true, others: INTERFACES },
  AWSXRayDaemonWriteAccess: { logs: false, others: TRACES },
};

/** Whether statements of one's own can stand in for a policy that AWS manages. */
export function isScopablePolicy(name: string): boolean {
  return Object.prototype.hasOwnProperty.call(SCOPABLE, name);
}

/** The statements that stand in for a managed policy on the role of functions: the same, but for their own log groups only. */
export function scopedStatements(name: string, role: Resource, app: AppModel): readonly PatchValue[] | Declined {
  // In the order of their names, so that the same application gives the same policy.
  const functions = [...functionsOfRole(role, app)].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
  if (functions.length === 0) return { declined: 'no function of the application has the role, so nothing says what it needs' };
  if (!isForFunctionsAlone(role) || functions.some(fn => isEdgeFunction(fn, app))) return { declined: 'others than functions of this region may take the role on, and may need the policy' };
  const { logs, others } = SCOPABLE[name];
  const groups = functions.map(fn => groupOf(fn));
  if (logs && (groups.includes(undefined) || functions.some(fn => fn.template !== role.template))) {
    return { declined: 'nothing says the name of the log group before the function is there: give the function a log group of the application' };
  }
  const everywhere = others.length === 0 ? [] : [{ Effect: 'Allow', Action: others, Resource: '*' }];
  return [...logs ? groups.flatMap(group => group!) : [], ...everywhere];
}

function isForFunctionsAlone(role: Resource): boolean {
  const principals = statementsOf(role.get('AssumeRolePolicyDocument')).map(({ principal }) => principal);
  return principals.length > 0 && principals.every(principal => valuesOf(entryOf(principal, 'Service')).join() === 'lambda.amazonaws.com' && Object.keys(principal as object).length === 1);
}

/** What CloudFormation adds to the name of a stack and a logical id, and what a function's name may have at most. */
const SUFFIX_LENGTH = '-1ABCDEFGHIJKL'.length;
const LONGEST_NAME = 64;

/**
 * The statements that let a function write to its log group, without a reference to the function: the role is there first.
 *
 * CloudFormation names a function by its stack and its logical id, which it cuts only where the name would be too long.
 */
function groupOf(fn: Resource): readonly PatchValue[] | undefined {
  const given = fn.get('LoggingConfig.LogGroup');
  if (given instanceof Reference && given.resource.type === 'AWS::Logs::LogGroup' && given.resource.template === fn.template) {
    return [writes(['logs:CreateLogStream', 'logs:PutLogEvents'], new Link(given.resource, 'Arn'))];
  }
  const name = fn.get('FunctionName');
  const { stackName } = fn.template;
  if (typeof given === 'string') return byName(given);
  if (given !== undefined) return undefined;
  if (typeof name === 'string') return byName(`/aws/lambda/${name}`);
  const isWhole = stackName !== undefined && `${stackName}-${fn.logicalId}`.length + SUFFIX_LENGTH <= LONGEST_NAME;
  return name === undefined && isWhole ? byName(`/aws/lambda/\${AWS::StackName}-${fn.logicalId}-*`) : undefined;
}

/** Lambda makes a group that is not declared. */
function byName(name: string): readonly PatchValue[] {
  return [writes(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], {
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}:*`,
  })];
}

function writes(actions: readonly string[], resource: PatchValue): PatchValue {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}
