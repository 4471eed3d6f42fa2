import { FixLevel } from '../../fix-level';
import { namedIn } from '../../log-groups/named-in';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { AddResource, Link } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const loggedNetworks = namedIn('AWS::EC2::FlowLog', 'ResourceId');

/** Networks log who spoke with whom. */
export const vpcFlowLogged: Rule = {
  id: 'vpc-flow-logged',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A network logs its flows',
  threat: 'Where a function that was taken over sends data to, and what else in the network it tries, leaves no trace.',
  remedy: 'Add vpc.addFlowLog(\'FlowLog\'); acknowledge this where flow logs are made for all networks of the organisation.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: [
    'cdk-nag:VPCFlowLogsEnabled', 'checkov:CKV2_AWS_11', 'cfn_nag:W60', 'securityhub:EC2.6', 'kics:f6d299d2-21eb-41cc-b1e1-fe12d857500b',
    'trivy:AWS-0178',
  ],
  target: 'AWS::EC2::VPC',
  check: (vpc, app) => {
    const { ids, open } = app.once(loggedNetworks);
    if (ids.has(vpc.id)) return undefined;
    if (open) return undecided(vpc, 'only the deployment knows whether a flow log is for this network');
    return noncompliant(vpc, 'the network keeps no log of its flows');
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Traffic flows as before. It is logged from now on, to a new group of the stack that keeps it for a year and stays when the stack goes, by a new '
      + 'role that may write to that group alone; that costs by what flows. Where a template had no role before, its deployment has to allow that now '
      + '(CAPABILITY_IAM), which the CDK does by itself.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a flow log', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc').addFlowLog('FlowLog');
    }),
    compliant('a flow log in another stack', ({ app, stack, cdk, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc');
      new ec2.FlowLog(new cdk.Stack(app, 'Logs'), 'FlowLog', { resourceType: ec2.FlowLogResourceType.fromVpc(vpc) });
    }),
    noncompliantExample('no flow log', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc');
    }),
    noncompliantExample('a raw network, and a flow log of another one', ({ stack, cdk, ec2 }) => {
      new cdk.CfnResource(stack, 'Vpc', { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.0.0.0/16' } });
      new ec2.Vpc(stack, 'Logged').addFlowLog('FlowLog');
    }),
    undecidedExample('a flow log of the network of a parameter', ({ stack, cdk, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc');
      const ResourceId = new cdk.CfnParameter(stack, 'Logged').valueAsString;
      const properties = { ResourceId, ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::flows' };
      new cdk.CfnResource(stack, 'FlowLog', { type: 'AWS::EC2::FlowLog', properties });
    }),
  ],
};

/** Source: the VPC guide, the role for flow logs to CloudWatch Logs. */
function repair(vpc: Resource): Repair {
  const group = new AddResource(vpc, 'Flows', 'AWS::Logs::LogGroup', { RetentionInDays: 365 }, { deletionPolicy: 'Retain' });
  const fromHere = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  const trust = { Effect: 'Allow', Principal: { Service: 'vpc-flow-logs.amazonaws.com' }, Action: 'sts:AssumeRole', Condition: fromHere };
  const write = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], Resource: new Link(group, 'Arn') };
  const role = new AddResource(vpc, 'FlowsRole', 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: 'WriteFlows', PolicyDocument: { Version: '2012-10-17', Statement: [write] } }],
  });
  const log = new AddResource(vpc, 'FlowLog', 'AWS::EC2::FlowLog', {
    ResourceId: new Link(vpc), ResourceType: 'VPC', TrafficType: 'ALL', DeliverLogsPermissionArn: new Link(role, 'Arn'), LogGroupName: new Link(group),
  });
  return { level: FixLevel.OPERATIONAL, patches: [group, role, log] };
}
