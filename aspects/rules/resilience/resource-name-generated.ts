import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The types that CloudFormation replaces on many changes, and cannot while they have a name. Source: the CloudFormation guide on names. */
const NAMES = {
  'AWS::ApiGateway::ApiKey': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CodeDeploy::DeploymentConfig': 'DeploymentConfigName',
  'AWS::CodeDeploy::DeploymentGroup': 'DeploymentGroupName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::Elasticsearch::Domain': 'DomainName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
} as const;

/** Resources can be replaced. */
export const resourceNameGenerated: Rule = {
  id: 'resource-name-generated',
  theme: 'resilience',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'CloudFormation names the resources that it may have to replace',
  threat: 'A change that needs a replacement, the repair of a weakness among them, fails while the name is taken: it waits until somebody deletes the old '
    + 'one by hand. A role or policy of a name that can be guessed is also one that others can prepare for.',
  remedy: 'Leave the name out, and pass on what CloudFormation chooses: tableName, roleArn. Acknowledge names that others outside of the application rely on.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html',
    'https://docs.aws.amazon.com/cdk/v2/guide/best-practices.html',
    'https://cwe.mitre.org/data/definitions/340.html',
  ],
  covers: ['cfn_nag:W28', 'guard:CFN_NO_EXPLICIT_RESOURCE_NAMES', 'guard:static_groupname', 'guard:static_rolename'],
  target: Object.keys(NAMES) as (keyof typeof NAMES)[],
  check: (resource: Resource) => {
    const property = NAMES[resource.type as keyof typeof NAMES];
    const named = isGiven(resource.get(property));
    if (named === 'no') return undefined;
    if (named === 'undecided') return undecided(resource, `only the deployment knows whether ${property} is set`, { property });
    return noncompliant(resource, `${property} is chosen, so CloudFormation cannot replace the resource`, { property });
  },
  // No fix: a resource that loses its name is replaced.
  examples: [
    compliant('nothing said: CloudFormation chooses', ({ stack, dynamodb, iam }) => {
      new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    }),
    noncompliantExample('a table with a name', ({ stack, dynamodb }) => {
      new dynamodb.Table(stack, 'Orders', { tableName: 'orders', partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    }),
    noncompliantExample('a name that a parameter gives, in a raw resource', ({ stack, cdk }) => {
      const Name = new cdk.CfnParameter(stack, 'Name').valueAsString;
      new cdk.CfnResource(stack, 'Stream', { type: 'AWS::Kinesis::Stream', properties: { Name } });
    }),
    noncompliantExample('a role named by an override', ({ stack, iam }) => {
      new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} }).addPropertyOverride('RoleName', 'orders');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsNamed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Named').valueAsString, 'yes') });
      new iam.CfnGroup(stack, 'Group').addPropertyOverride('GroupName', cdk.Fn.conditionIf('IsNamed', 'auditors', cdk.Aws.NO_VALUE));
    }),
  ],
};
