import { actionsMatching, IamAction, isScopable, requiredResourceTypes } from '../../iam/actions';
import { isEveryAction } from '../../iam/admin';
import { BroadResource, broadResources, isAbout } from '../../iam/broad-resources';
import { conditionBoundsResources, Grant, grantedBy } from '../../iam/granted';
import { actionMatches, actionPatterns, IDENTITY_POLICY_TYPES, identityPolicies, membersOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isOpen, patternOf, Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A statement names the resources of actions that work on some.
 *
 * HIGH where the statement is about every resource there is, MEDIUM where it is about every one of a service or a type, LOW
 * where its actions only list, describe or write logs, or work without a resource too. `*` on `*` belongs to
 * iam-policy-no-admin, decryption to kms-decrypt-scoped and PassRole to iam-role-pass-role-scoped.
 */
export const iamPolicyResourcesScoped: Rule = {
  id: 'iam-policy-resources-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy names the resources that its actions are for',
  threat: 'Whoever gets code to run under the role reads and changes every table, bucket or queue of the account, also those of other applications.',
  remedy: 'Name the ARNs, or use the grant method of the resource (table.grantReadData(fn)); leave * to actions that know no resources.',
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/732.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:LambdaStarPermissions', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'cfripper:IAMRolesOverprivilegedRule',
    'cfripper:WildcardResourceRule', 'checkov:CKV_AWS_107', 'checkov:CKV_AWS_108', 'checkov:CKV_AWS_109', 'checkov:CKV_AWS_111',
    'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE', 'kics:e835bd0d-65da-49f7-b6d1-b646da8727e6', 'trivy:AWS-0057', 'trivy:AWS-0114', 'trivy:AWS-0120',
  ],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    for (const grant of grantedBy(holder, app).grants) {
      const found = foundIn(holder, grant);
      if (found !== undefined) yield found;
    }
  },
  // No fix: only its author knows which resources the code works on.
  examples: [
    compliant('one table, by a grant', ({ stack, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.grantReadData(someFunction());
    }),
    compliant('actions that know no resources, and what a function needs in a VPC', ({ iam, someFunction }) => {
      const actions = ['xray:PutTraceSegments', 'cloudwatch:PutMetricData', 's3:ListAllMyBuckets', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
    }),
    compliant('bounded by a tag of the resource', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['ec2:StopInstances'], resources: ['*'], conditions: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
      }));
    }),
    noncompliantExample('every object of every bucket', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    }),
    noncompliantExample('every table of the account', ({ stack, iam, someFunction }) => {
      const resources = [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*' })];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources }));
    }),
    noncompliantExample('one action of several, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'SQS:SendMessage'], Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::Policy', properties: { PolicyName: 'send', PolicyDocument: { Statement }, Roles: ['jobs'] } });
    }),
    undecidedExample('the resource is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const scope = new cdk.CfnParameter(stack, 'Scope');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [scope.valueAsString] }));
    }),
    undecidedExample('messages to topics or to phone numbers, which have no ARN', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    }),
  ],
};

/** What other rules say of actions on every resource. */
const ELSEWHERE = ['iam:passrole', 'kms:decrypt', 'kms:reencryptfrom'];

/**
 * What needs every resource all the same: the interfaces that Lambda makes in a VPC, metrics, voices and words; the agent of
 * Systems Manager, which tells of its own instance; the answer of an object Lambda, which only a token of its request sends.
 */
const NEED_EVERY_RESOURCE = [
  'cloudwatch:getmetricdata', 'cloudwatch:listmetrics', 'cloudwatch:putmetricdata', 'ec2:assignprivateipaddresses', 'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface', 'ec2:detachnetworkinterface', 'ec2:unassignprivateipaddresses', 'polly:synthesizespeech', 's3-object-lambda:writegetobjectresponse',
  'ssm:updateinstanceinformation', 'translate:translatedocument', 'translate:translatetext',
];

const NOT_HERE: ReadonlySet<string> = new Set([...ELSEWHERE, ...NEED_EVERY_RESOURCE]);

const LOG_WRITES = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

function foundIn(holder: Resource, grant: Grant): Found | undefined {
  const { statement, property } = grant;
  const broad = broadResources(statement);
  if (broad.length === 0 || conditionBoundsResources(statement.condition)) return undefined;
  const members = membersOf(statement.actions).filter(({ value }) => isEveryAction(value) !== 'yes');
  const patterns = members.filter(({ value, certain }) => certain && !isOpen(value)).map(({ value }) => patternOf(value) ?? '');
  const all = scopable(patterns, broad);
  const others = all.filter(({ actions }) => !actions.every(isPublish));
  // Only `*` means phone numbers too.
  const toPhones = others.length < all.length && broad.some(({ service }) => service === '*');
  const scoped = toPhones ? others : all;
  if (scoped.length > 0) {
    const severity = severityOf(scoped.flatMap(({ actions }) => actions), broad);
    const where = broad.find(({ certain }) => certain);
    return where !== undefined && grant.certain ? noncompliant(holder, `${said(scoped)}, and the policy allows it on \`${where.written}\``, { property, severity })
      : undecided(holder, `${said(scoped)}; whether the policy allows it on every resource is only known at deployment`, { property });
  }
  if (toPhones) {
    return refusesTopics(holder) ? undefined
      : undecided(holder, 'only the code says whether `sns:Publish` on every resource is for phone numbers, which have no ARN, or for topics', { property });
  }
  const isOpenAction = members.some(({ value }) => value instanceof Unknown);
  if (!isOpenAction && scopable(members.map(({ value }) => patternOf(value) ?? ''), broad).length === 0) return undefined;
  return undecided(holder, 'which actions the policy allows on every resource is only known at deployment', { property });
}

/** An action as a policy writes it, and those that it matches whose resources could be named. */
interface Scopable {
  readonly pattern: string;
  readonly actions: readonly IamAction[];
}

/** The actions whose resources could be named; one that belongs to another rule takes the wildcard it stands in along. */
function scopable(patterns: readonly string[], broad: readonly BroadResource[]): readonly Scopable[] {
  const counts = (action: IamAction): boolean => isScopable(action) && broad.some(one => isAbout(one, action.service))
    && !NOT_HERE.has(action.name.toLowerCase());
  return patterns.filter(pattern => !actionMatches(pattern, 'kms:Decrypt'))
    .map(pattern => ({ pattern, actions: actionsMatching(pattern).filter(counts) })).filter(({ actions }) => actions.length > 0);
}

function isPublish(action: IamAction): boolean {
  return action.name === 'sns:Publish';
}

/** A finding names a few of the actions; a policy may allow dozens. */
const NAMED_ACTIONS = 5;

function said(scoped: readonly Scopable[]): string {
  const names = scoped.slice(0, NAMED_ACTIONS).map(({ pattern, actions }) => {
    const worst = actions.find(action => !isSlight(action)) ?? actions[0];
    return /[*?]/.test(pattern) ? `\`${pattern}\` (${actions.length} actions, such as ${worst.name})` : `\`${worst.name}\``;
  });
  const rest = scoped.length > NAMED_ACTIONS ? ` and ${scoped.length - NAMED_ACTIONS} more` : '';
  return `${names.join(', ')}${rest} could name the resource`;
}

/** These services' actions are for one of several types: none of the types is required, one always is there. */
const ONE_OF_SEVERAL_TYPES = ['apigateway', 'es', 'execute-api', 's3'];

/** Whether an action may be given a resource, but needs none. */
function worksWithout(action: IamAction): boolean {
  const isReading = action.levels.every(level => level === 'Read' || level === 'List');
  return isReading && requiredResourceTypes(action).length === 0 && !ONE_OF_SEVERAL_TYPES.includes(action.service);
}

/** Whether an action only lists, describes or writes logs. */
function isSlight(action: IamAction): boolean {
  return worksWithout(action) || LOG_WRITES.includes(action.name) || /:(Describe|List)/.test(action.name);
}

function severityOf(actions: readonly IamAction[], broad: readonly BroadResource[]): Severity {
  if (actions.every(isSlight)) return Severity.LOW;
  return broad.some(({ service, certain }) => service === '*' && certain) ? Severity.HIGH : Severity.MEDIUM;
}

/** Whether a policy refuses what it allows for phone numbers to be sent to topics: the way that the documentation shows. */
function refusesTopics(holder: Resource): boolean {
  return identityPolicies(holder).flatMap(({ statements }) => statements).some(statement => String(statement.effect).toLowerCase() === 'deny'
    && actionPatterns(statement.actions).some(pattern => actionMatches(pattern, 'sns:Publish')) && broadResources(statement).some(one => one.service === 'sns'));
}
