import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Open, pseudoParameterOf, Reference, sameValue, Text, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Link, PatchValue, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Where the owner names a permissions boundary, or some role of an application has one, all of them have. */
export const iamRolePermissionsBoundary: Rule = {
  id: 'iam-role-permissions-boundary',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'Every role has a permissions boundary, where one is named or some role has one',
  threat: 'The boundary that keeps other roles of the application from what nobody should do, such as making users, does not hold for this one.',
  remedy: 'Apply the boundary to the whole application: PermissionsBoundary.of(app).apply(boundary). Name it in permissionsBoundary where no role has it yet.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/cdk/v2/guide/customize-permissions-boundaries.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: [],
  target: 'AWS::IAM::Role',
  check: (role, app) => {
    const bounded = app.once(boundedRoles);
    const named = app.settings.permissionsBoundary;
    // An application without boundaries has its bounds elsewhere, or has chosen to have none.
    if (bounded.length === 0 && named === undefined) return undefined;
    const given = isGiven(role.get('PermissionsBoundary'));
    if (given === 'yes') return undefined;
    const details = { property: 'PermissionsBoundary', related: bounded.slice(0, 1) };
    return given === 'undecided' ? undecided(role, 'whether the role has a permissions boundary is only known at deployment', details)
      : noncompliant(role, `the role has no permissions boundary, ${named === undefined ? `as ${bounded[0].writtenId} has one` : `which is to be ${named}`}`, details);
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The role gets the boundary that is named, or that all other bounded roles have. What the boundary leaves out is refused from then on: hence strict.',
    first: true, // what others may be allowed depends on it
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('one for all, by the CDK', ({ stack, iam, someFunction }) => {
      iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developers'));
      someFunction('Orders');
      someFunction('Bills');
    }),
    compliant('none in the whole application', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('the role of one function with it, another without', ({ stack, iam, someFunction }) => {
      const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developers');
      someFunction('Orders', { role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary }) });
      someFunction('Bills');
    }),
    noncompliantExample('a raw role beside one with a policy of the application', ({ stack, cdk, iam }) => {
      const statements = [new iam.PolicyStatement({ actions: ['dynamodb:*', 'logs:*'], resources: ['*'] })];
      const permissionsBoundary = new iam.ManagedPolicy(stack, 'Boundary', { statements });
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary });
      const Statement = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement } } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, iam, someFunction }) => {
      const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developers');
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary });
      const stage = new cdk.CfnParameter(stack, 'Stage');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(stage, 'test') });
      const boundary = cdk.Fn.conditionIf('IsTest', 'arn:aws:iam::111122223333:policy/developers', cdk.Aws.NO_VALUE);
      (someFunction('Bills').role!.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('PermissionsBoundary', boundary);
    }),
  ],
};

/** The roles that have a boundary, in template order; what helpers of the CDK have says nothing of what users want. */
function boundedRoles(app: AppModel): readonly Resource[] {
  return app.ofType('AWS::IAM::Role').filter(role => role.provenance === 'user' && isGiven(role.get('PermissionsBoundary')) === 'yes');
}

function repair(role: Resource, app: AppModel): Repair | Declined {
  if (role.writtenAs !== undefined) return { declined: 'the role is made by SAM: set PermissionsBoundary on the function' };
  const named = app.settings.permissionsBoundary;
  if (named !== undefined) return { level: FixLevel.STRICT, patches: [new SetProperty(role, 'PermissionsBoundary', named)] };
  const [first, ...others] = app.once(boundedRoles).map(bounded => bounded.get('PermissionsBoundary'));
  if (others.some(boundary => !sameValue(boundary, first))) return { declined: 'the application has several boundaries, and nothing says which of them is for this role' };
  const value = restated(first, role);
  return value === undefined ? { declined: 'the boundary stands in another stack, or only the deployment knows it' }
    : { level: FixLevel.STRICT, patches: [new SetProperty(role, 'PermissionsBoundary', value)] };
}

/** What is the same wherever it is written. */
const EVERYWHERE = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::URLSuffix'];

/** A value in the words of a patch of a resource; nothing where it cannot be said in the resource's template. */
function restated(value: Value, resource: Resource): PatchValue | undefined {
  if (typeof value === 'string') return value;
  const parts = value instanceof Text ? value.parts.map(part => (typeof part === 'string' ? part : partOf(part, resource))) : [partOf(value as Open, resource)];
  if (parts.some(part => part === undefined)) return undefined;
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts as readonly PatchValue[]] };
}

function partOf(part: Value, resource: Resource): PatchValue | undefined {
  if (part instanceof Reference) {
    return part.resource.template === resource.template ? new Link(part.resource, part.attribute === 'Ref' ? undefined : part.attribute) : undefined;
  }
  const name = pseudoParameterOf(part);
  return name !== undefined && EVERYWHERE.includes(name) ? { Ref: name } : undefined;
}
