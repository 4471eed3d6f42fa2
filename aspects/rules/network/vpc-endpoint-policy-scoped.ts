import { allows, membersOf, parsePolicy, Statement, statementsOf } from '../../model/policy';
import { alternativesOf, Answer, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../../model/value';
import { endpoints } from '../../network/endpoints';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Endpoints let through only what the VPC is meant to call. */
export const vpcEndpointPolicyScoped: Rule = {
  id: 'vpc-endpoint-policy-scoped',
  theme: 'network',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The policy of a VPC endpoint says who may do what with which resources',
  threat: 'An endpoint without a policy is a way out that no firewall sees: whoever runs code in the VPC brings keys of an account of their own, and copies '
    + 'your data into a bucket, a queue or a table of theirs.',
  remedy: 'Give the endpoint a policy: addToPolicy with the resources that are meant, or with the condition aws:ResourceAccount or aws:ResourceOrgID and '
    + 'aws:PrincipalOrgID.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [], // nobody else reads the policies of endpoints
  target: 'AWS::EC2::VPCEndpoint',
  check: (endpoint, app) => {
    const { service, kind } = endpoints(app).find(one => one.resource === endpoint)!;
    // A service that is none of AWS has no policy.
    if (service === undefined || kind === 'other') return undefined;
    const details = { property: 'PolicyDocument' };
    const answers = new Set(alternativesOf(endpoint.get('PolicyDocument')).map(document => scoped(document)));
    if (answers.size > 1 || answers.has('undecided')) return undecided(endpoint, 'the endpoint\'s policy is only known at deployment', details);
    if (answers.has('yes')) return undefined;
    return noncompliant(endpoint, endpoint.get('PolicyDocument') === undefined
      ? `the endpoint has no policy, so it lets every caller do everything with ${service}, in any account`
      : `the endpoint's policy lets every caller do everything with every resource of ${service}`, details);
  },
  // No fix: what is called through the endpoint by all that stands in the VPC is not known here, and a policy refuses the rest.
  examples: [
    compliant('for one bucket', ({ stack, ec2, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      gateway(stack, ec2).addToPolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['s3:*'], resources: [bucket.bucketArn, bucket.arnForObjects('*')],
      }));
    }),
    compliant('for every resource of the own account', ({ stack, ec2, iam }) => {
      gateway(stack, ec2).addToPolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['*'], resources: ['*'], conditions: { StringEquals: { 'aws:ResourceAccount': stack.account } },
      }));
    }),
    compliant('everything allowed, and other accounts denied', ({ stack, ec2, iam }) => {
      const all = { principals: [new iam.AnyPrincipal()], actions: ['*'], resources: ['*'] };
      const endpoint = gateway(stack, ec2);
      endpoint.addToPolicy(new iam.PolicyStatement(all));
      endpoint.addToPolicy(new iam.PolicyStatement({ ...all, effect: iam.Effect.DENY, conditions: { StringNotEquals: { 'aws:ResourceOrgID': 'o-1' } } }));
    }),
    compliant('the service of somebody else, which has no policy', ({ stack, ec2 }) => {
      const properties = { vpcId: 'vpc-1', serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', vpcEndpointType: 'Interface' };
      new ec2.CfnVPCEndpoint(stack, 'Endpoint', properties);
    }),
    noncompliantExample('no policy', ({ stack, ec2 }) => {
      gateway(stack, ec2);
    }),
    noncompliantExample('an interface endpoint without policy, as a raw resource', ({ stack, cdk }) => {
      const properties = { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-1.secretsmanager', VpcEndpointType: 'Interface' };
      new cdk.CfnResource(stack, 'Endpoint', { type: 'AWS::EC2::VPCEndpoint', properties });
    }),
    noncompliantExample('a policy that allows everything, as a string', ({ stack, ec2 }) => {
      const endpoint = new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' });
      endpoint.addPropertyOverride('PolicyDocument', '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}');
    }),
    undecidedExample('a policy that a parameter holds', ({ stack, cdk, ec2 }) => {
      const policyDocument = new cdk.CfnParameter(stack, 'Policy').valueAsString;
      new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3', policyDocument });
    }),
  ],
};

function gateway(stack: ExampleKit['stack'], ec2: ExampleKit['ec2']): import('aws-cdk-lib/aws-ec2').GatewayVpcEndpoint {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }).addGatewayEndpoint('Objects', { service: ec2.GatewayVpcEndpointAwsService.S3 });
}

/** Whether a policy narrows: every statement that allows says who, what or which, or a denial takes strangers out again. */
function scoped(document: Value): Answer {
  if (document === undefined) return 'no';
  if (isOpen(parsePolicy(document))) return 'undecided';
  const statements = statementsOf(document);
  if (statements.some(statement => !allows(statement) && isMap(statement.condition))) return 'yes';
  const wide = statements.filter(statement => allows(statement) && isWide(statement));
  if (wide.length === 0) return 'yes';
  return wide.some(statement => statement.certain && !isOpen(statement.effect)) ? 'no' : 'undecided';
}

/** Anybody, every resource, no condition. Which actions are named does not matter: one that writes is a way out. */
function isWide({ principal, resources, notResources, condition }: Statement): boolean {
  if (condition !== undefined || notResources.length > 0) return false;
  const all = (values: readonly Value[]): boolean => membersOf(values).some(({ value }) => value === '*');
  const principals = isMap(principal) ? valuesOf(entryOf(principal, 'AWS')) : valuesOf(principal);
  return all(principals) && (all(resources) || resources.every(one => patternOf(one) === '*' && !isOpen(one)));
}

