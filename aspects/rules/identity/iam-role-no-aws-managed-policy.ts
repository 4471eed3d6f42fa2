import { FixLevel } from '../../fix-level';
import { allowsAll, awsManagedPolicy } from '../../lambda/managed-policies';
import { isScopablePolicy, scopedStatements } from '../../lambda/scoped-policies';
import { AppModel } from '../../model/app-model';
import { isObject, Json, listOf } from '../../model/json';
import { membersOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { patternOf, Unknown, valuesOf } from '../../model/value';
import { isTold } from '../../policy/told';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { PatchValue, patchValueOf, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Roles have policies of the application's own.
 *
 * LOW for a policy that AWS writes for the work of one service (`service-role/`) and for one that sends traces: these allow
 * little, but on every resource. Those of all that a service can do are iam-role-no-full-access-policy, AdministratorAccess is
 * iam-role-no-administrator-access, and the one role of an account that API Gateway writes logs with is made as its documentation says.
 */
export const iamRoleNoAwsManagedPolicy: Rule = {
  id: 'iam-role-no-aws-managed-policy',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'No policy that AWS manages is attached',
  threat: 'Such policies are for every resource of the account, so the role writes to the logs or reads the data of other applications too; and AWS adds actions to them '
    + 'without asking.',
  remedy: 'Grant what is needed on named resources (logGroup.grantWrite(fn), table.grantReadData(fn)) to a role of your own, instead of managedPolicies.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['cdk-nag:IAMNoManagedPolicies'],
  target: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'],
  *check(principal: Resource) {
    for (const { value, certain } of membersOf(valuesOf(principal.get('ManagedPolicyArns')))) {
      const arn = patternOf(value) ?? '';
      const name = awsManagedPolicy(arn);
      const details = { property: 'ManagedPolicyArns', ...(name === undefined ? {} : { detail: name }) };
      if (value instanceof Unknown) yield undecided(principal, 'whether AWS manages a policy that is attached is only known at deployment', details);
      if (value instanceof Unknown || name === undefined || ELSEWHERE.includes(name) || allowsAll(name)) continue;
      // SAM attaches it where tracing is on; its actions know no resources, and nothing else can be written there.
      if (principal.writtenAs !== undefined && name === 'AWSXrayWriteOnlyAccess') continue;
      const message = `AWS manages the policy ${name}, which is for every resource`;
      yield certain ? noncompliant(principal, message, { ...details, severity: severityOf(arn, name) })
        : undecided(principal, `${message}; whether it is attached is only known at deployment`, details);
    }
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'The same actions are allowed in the same update of the role, for the log groups of its functions only: the logs of Lambda go where they went. Code that '
      + 'writes to other log groups by itself needs a grant of its own.',
    after: ['lambda-function-log-group-owned'],
    repair: ({ subject, detail }, app) => repair(subject as Resource, detail ?? '', app),
  },
  examples: [
    compliant('a grant on its own log group, and a policy of the application', ({ stack, iam, logs, someFunction }) => {
      const logGroup = new logs.LogGroup(stack, 'Logs');
      const policy = new iam.ManagedPolicy(stack, 'Policy', { statements: [new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] })] });
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [policy] });
      logGroup.grantWrite(role);
      someFunction('Function', { role, logGroup });
    }),
    noncompliantExample('what the CDK gives to a function', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('functions with a name and with a log group of their own', ({ stack, logs, someFunction }) => {
      someFunction('Orders', { functionName: 'orders' });
      someFunction('Bills', { logGroup: new logs.LogGroup(stack, 'Logs') });
    }),
    noncompliantExample('traces and network interfaces', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess', 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'];
      const role = new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement }, ManagedPolicyArns } });
      const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = async () => {};' }, Role: role.getAtt('Arn') };
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties });
    }),
    compliant('all of a service, which another rule is about', ({ stack, iam }) => {
      new iam.User(stack, 'Operator', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess')] });
    }),
    noncompliantExample('whatever a service can read, for a user', ({ stack, iam }) => {
      new iam.User(stack, 'Reader', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess')] });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, iam }) => {
      const policy = new cdk.CfnParameter(stack, 'PolicyArn');
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', policy.valueAsString)],
      });
    }),
  ],
};

/** What another rule says, and what must be as it is. */
const ELSEWHERE = ['AdministratorAccess', 'AmazonAPIGatewayPushToCloudWatchLogs'];

function severityOf(arn: string, name: string): Severity {
  return arn.includes('/service-role/') || isScopablePolicy(name) ? Severity.LOW : Severity.MEDIUM;
}

function repair(role: Resource, name: string, app: AppModel): Repair | Declined {
  if (!isScopablePolicy(name)) return { declined: `only its author knows what of ${name} the role needs` };
  if (role.type !== 'AWS::IAM::Role' || role.writtenAs !== undefined) return { declined: `${role.writtenId} is no role that stands in the template as such` };
  if (isTold(role, app)) return { declined: 'the application tells others of the role, whose functions may need what it allows' };
  const statements = scopedStatements(name, role, app);
  if ('declined' in statements) return statements;
  const properties = isObject(role.definition.Properties) ? role.definition.Properties : {};
  const isAttached = (arn: Json): boolean => awsManagedPolicy(patternOf(role.template.evaluate(arn)) ?? '') === name;
  const kept = listOf<Json>(properties.ManagedPolicyArns).filter(arn => !isAttached(arn));
  const [arns, policies] = [kept, listOf<Json>(properties.Policies)].map(list => patchValueOf(role, list));
  const isFound = Array.isArray(properties.ManagedPolicyArns) && kept.length < properties.ManagedPolicyArns.length;
  if (!isFound || !Array.isArray(arns) || !Array.isArray(policies)) {
    return { declined: 'the policies of the role are written so that only the deployment knows them, or refer to something outside of the application' };
  }
  const policy = { PolicyName: `Rampart${name}`, PolicyDocument: { Version: '2012-10-17', Statement: statements } };
  return {
    level: FixLevel.OPERATIONAL,
    patches: [
      new SetProperty(role, 'Policies', [...policies as readonly PatchValue[], policy]),
      new SetProperty(role, 'ManagedPolicyArns', arns as readonly PatchValue[]),
    ],
  };
}
