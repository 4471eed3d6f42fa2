import { broadResources, isAbout } from '../../iam/broad-resources';
import { allows, statementsOf } from '../../model/policy';
import { isOpen, Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A resource policy of CloudWatch Logs is for named groups.
 *
 * It stands for itself and belongs to no group: `*` means every group of the account and region, not this one.
 */
export const logPolicyGroupsNamed: Rule = {
  id: 'log-policy-groups-named',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A resource policy of CloudWatch Logs names the log groups that it is for',
  threat: 'Whoever the policy lets in writes to every log group of the account, and a service does so for whoever asks it: forged entries stand among those of '
    + 'other applications, and hide what was done.',
  remedy: 'Name the group: logGroup.grantWrite(principal), or logGroup.addToResourcePolicy with resources: [logGroup.logGroupArn].',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: ['cfripper:WildcardResourceRule'],
  target: 'AWS::Logs::ResourcePolicy',
  *check(policy) {
    for (const statement of statementsOf(policy.get('PolicyDocument')).filter(allows)) {
      const groups = broadResources(statement).filter(one => isAbout(one, 'logs'));
      if (groups.length === 0) continue;
      const property = `PolicyDocument.Statement.${statement.index}.Resource`;
      const certain = groups.find(one => one.certain);
      yield certain !== undefined && statement.certain && !isOpen(statement.effect)
        ? noncompliant(policy, `the policy is for every log group of the account: \`${certain.written}\``, { property })
        : undecided(policy, 'only the deployment knows whether the policy is for every log group of the account', { property });
    }
    if (policy.get('PolicyDocument') instanceof Unknown) {
      yield undecided(policy, 'what the policy allows is only known at deployment', { property: 'PolicyDocument' });
    }
  },
  // No fix: only its author knows which groups are meant.
  examples: [
    compliant('one group, by a grant', ({ stack, iam, logs }) => {
      new logs.LogGroup(stack, 'Logs').grantWrite(new iam.ServicePrincipal('es.amazonaws.com'));
    }),
    compliant('groups of one name, as JSON', ({ stack, cdk }) => {
      const Resource = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/*:*';
      const Statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource };
      const properties = { PolicyName: 'events', PolicyDocument: JSON.stringify({ Statement }) };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::ResourcePolicy', properties });
    }),
    compliant('everything refused', ({ stack, cdk }) => {
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'logs:*', Resource: '*' }];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::ResourcePolicy', properties: { PolicyName: 'none', PolicyDocument: JSON.stringify({ Statement }) } });
    }),
    noncompliantExample('every group', ({ stack, iam, logs }) => {
      const principals = [new iam.ServicePrincipal('delivery.logs.amazonaws.com')];
      new logs.ResourcePolicy(stack, 'Policy', { policyStatements: [new iam.PolicyStatement({ principals, actions: ['logs:PutLogEvents'], resources: ['*'] })] });
    }),
    noncompliantExample('every group of the account, as JSON', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { Service: 'es.amazonaws.com' }, Action: 'logs:*', Resource: 'arn:aws:logs:eu-west-1:111122223333:*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::ResourcePolicy', properties: { PolicyName: 'es', PolicyDocument: JSON.stringify({ Statement }) } });
    }),
    undecidedExample('a group that a parameter names', ({ stack, cdk, iam, logs }) => {
      const resources = [new cdk.CfnParameter(stack, 'Group').valueAsString];
      const principals = [new iam.ServicePrincipal('es.amazonaws.com')];
      new logs.ResourcePolicy(stack, 'Policy', { policyStatements: [new iam.PolicyStatement({ principals, actions: ['logs:PutLogEvents'], resources })] });
    }),
    undecidedExample('the whole policy is left to a parameter', ({ stack, cdk }) => {
      const PolicyDocument = new cdk.CfnParameter(stack, 'Document').valueAsString;
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Logs::ResourcePolicy', properties: { PolicyName: 'any', PolicyDocument } });
    }),
  ],
};
