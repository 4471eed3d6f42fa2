import { executionRole, mayDo } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { actionMatches, actionPatterns, allows, policiesOfRole } from '../../model/policy';
import { Resource } from '../../model/resource';
import { Answer, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What a function logs arrives. */
export const lambdaFunctionMayLog: Rule = {
  id: 'lambda-function-may-log',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The role of a function may write its logs',
  threat: 'Without the permission Lambda drops what the function writes, and says nothing: an intrusion leaves no line behind, and nobody notices that logs '
    + 'are missing before they are needed.',
  remedy: 'Allow logs:CreateLogStream and logs:PutLogEvents on the log group of the function: logGroup.grantWrite(fn). logs:CreateLogGroup is needed by '
    + 'nobody whose group is declared.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cfn_nag:W58'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const answer = mayLog(fn, app);
    const property = 'Role';
    if (answer === 'yes') return undefined;
    if (answer === 'undecided') return undecided(fn, 'whether the role of the function may write logs is only known at deployment', { property });
    return noncompliant(fn, 'the role of the function may not write logs, so Lambda drops them', { property });
  },
  // No fix: a role without the permission may be meant so; lambda-function-log-group-owned makes the group, and iam-role-no-aws-managed-policy the statement.
  examples: [
    compliant('what the CDK makes', ({ someFunction }) => {
      someFunction();
    }),
    compliant('its own group, by name', ({ stack, cdk, iam, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const resources = [cdk.Fn.sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/*')];
      role.addToPolicy(new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources }));
      someFunction('Function', { role });
    }),
    noncompliantExample('a role without any policy', ({ stack, iam, someFunction }) => {
      someFunction('Function', { role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }) });
    }),
    noncompliantExample('a raw role that may make groups, but not write to them', ({ stack, cdk }) => {
      const PolicyDocument = { Statement: { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: '*' } };
      const role = new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { Policies: [{ PolicyName: 'logs', PolicyDocument }] } });
      new cdk.CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { Role: role.getAtt('Arn') } });
    }),
    noncompliantExample('the managed policy taken away by an override', ({ someFunction }) => {
      const fn = someFunction();
      (fn.role!.node.defaultChild as import('aws-cdk-lib/aws-iam').CfnRole).addPropertyDeletionOverride('ManagedPolicyArns');
    }),
    undecidedExample('a role from elsewhere', ({ stack, iam, someFunction }) => {
      someFunction('Function', { role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders') });
    }),
  ],
};

/** Whether the role may write to some log group: which one is the function's is asked by others. */
function mayLog(fn: Resource, app: AppModel): Answer {
  const role = executionRole(fn, app);
  if (role === undefined) return 'undecided';
  const name = patternOf(fn.get('LoggingConfig.LogGroup')) ?? '/aws/lambda/function';
  const resource = `arn:aws:logs:region:account:log-group:${name}:log-stream:stream`;
  // A statement for one group by reference cannot be compared with a name: it is for logs, so it is taken for this function's.
  const answer = mayDo(role, { action: 'logs:PutLogEvents', resource }, app);
  return answer === 'no' && writesSomewhere(role, app) ? 'yes' : answer;
}

function writesSomewhere(role: Resource, app: AppModel): boolean {
  return policiesOfRole(role, app).some(document => document.statements.some(statement => allows(statement)
    && actionPatterns(statement.actions).some(pattern => actionMatches(pattern, 'logs:putlogevents'))));
}
