import { FixLevel } from '../../fix-level';
import { broadResources } from '../../iam/broad-resources';
import { expansionOf } from '../../iam/expansion';
import { Grant, grantedBy } from '../../iam/granted';
import { actionsFor, isPartialWildcard } from '../../iam/partial-wildcards';
import { policySize } from '../../iam/policy-size';
import { editedStatements } from '../../iam/statement-edit';
import { Json, JsonObject, listOf } from '../../model/json';
import { actionMatches, allows, IDENTITY_POLICY_TYPES, membersOf, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isOpen, patternOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Declined, isDeclined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Policies name actions; `svc:*` belongs to iam-policy-no-service-wildcard. */
export const iamPolicyNoPartialWildcard: Rule = {
  id: 'iam-policy-no-partial-wildcard',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A policy names its actions, without wildcards in their names',
  threat: 'A wildcard also allows what nobody thought of: s3:Get* reads policies and inventories besides objects, and an action that AWS adds tomorrow is allowed at once.',
  remedy: 'Name the actions that the code calls, or use the grant method that fits (bucket.grantRead(fn)).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: [
    'trivy:AWS-0345', 'cdk-nag:IAMNoWildcardPermissions', 'trivy:AWS-0114', 'trivy:AWS-0120', 'cfripper:IAMRoleWildcardActionOnPolicyRule',
    'cfripper:GenericResourceWildcardPolicyRule',
  ],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    const seen = new Set<string>();
    for (const grant of grantedBy(holder, app).grants) {
      for (const { value, certain } of membersOf(grant.statement.actions)) {
        if (!isPartialWildcard(value, grant.statement)) continue;
        const found = foundIn(holder, grant, value, certain);
        // A policy may say the same in several statements; the first of them stands for all.
        if (seen.has(found.verdict + found.detail?.toLowerCase())) continue;
        seen.add(found.verdict + found.detail?.toLowerCase());
        yield found;
      }
    }
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The wildcard is replaced by the actions that it matches today. An action that is newer than the list built in, or that AWS adds later, is refused: hence strict.',
    repair: ({ subject, facts }) => repair(subject as Resource, facts as Value),
  },
  examples: [
    compliant('actions by name', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:ListBucket'], resources: ['arn:aws:s3:::uploads', 'arn:aws:s3:::uploads/*'] }));
    }),
    compliant('what the grants of the CDK write for one bucket and its key', ({ stack, kms, s3, someFunction }) => {
      new s3.Bucket(stack, 'Uploads', { encryptionKey: new kms.Key(stack, 'Key') }).grantReadWrite(someFunction());
    }),
    compliant('denied', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:Delete*'], resources: ['*'] }));
    }),
    noncompliantExample('all that gets something of a bucket', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage', 's3:Get*'], resources: ['arn:aws:s3:::uploads/*'] }));
    }),
    noncompliantExample('what a grant writes for one bucket, for all of them', ({ stack, iam }) => {
      const statement = new iam.PolicyStatement({ actions: ['s3:GetObject*'], resources: ['*'] });
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { read: new iam.PolicyDocument({ statements: [statement] }) },
      });
    }),
    noncompliantExample('in another case, not in a list, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'allow', Action: 'SQS:send*', Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::Policy', properties: { PolicyName: 'send', PolicyDocument: { Statement }, Roles: ['jobs'] } });
    }),
    undecidedExample('a condition decides about the wildcard', ({ stack, cdk }) => {
      const stage = new cdk.CfnParameter(stack, 'Stage');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(stage, 'test') });
      const Statement = [{ Effect: 'Allow', Action: cdk.Fn.conditionIf('IsTest', 'sqs:Send*', 'sqs:SendMessage'), Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
  ],
};

function foundIn(holder: Resource, grant: Grant, action: Value, certain: boolean): Found {
  const { property } = grant;
  const written = patternOf(action) ?? '';
  const message = `\`${written}\` is ${(isOpen(action) ? undefined : expansionOf(written)) ?? 'a wildcard of which no action is known'}`;
  return certain && grant.certain ? noncompliant(holder, message, { property, detail: written, facts: action })
    : undecided(holder, `${message}; whether the policy allows it is only known at deployment`, { property, detail: written });
}

/** The characters that a policy may have, by whose it is. Source: IAM and AWS STS quotas. */
const ROOM = { managed: 6144, ofUsers: 2048, inline: 5120 };

function repair(holder: Resource, wildcard: Value): Repair | Declined {
  const actions = actionsFor(wildcard);
  if (actions === undefined) return { declined: `no action is known that \`${patternOf(wildcard) ?? ''}\` matches` };
  const edited = editedStatements(holder, statement => listed(holder, statement, patternOf(wildcard)!, actions));
  if (isDeclined(edited as Declined)) return edited as Declined;
  const patch = edited as Exclude<typeof edited, Declined>;
  const isOfUsers = /User/.test(holder.type) || holder.get('Users') !== undefined;
  const room = holder.type === 'AWS::IAM::ManagedPolicy' ? ROOM.managed : isOfUsers ? ROOM.ofUsers : ROOM.inline;
  const length = policySize(patch.value);
  if (length > room) return { declined: `the ${actions.length} actions would make the policy longer than the ${room} characters that it may have` };
  return { level: FixLevel.STRICT, patches: [patch] };
}

const DECRYPT = 'kms:Decrypt';

/** A statement with a list in place of a wildcard. */
function listed(holder: Resource, statement: JsonObject, pattern: string, actions: readonly string[]): JsonObject {
  const [read] = statementsOf({ Statement: [holder.template.evaluate(statement)] });
  const isWildcard = (action: Json): boolean => typeof action === 'string' && action.toLowerCase() === pattern.toLowerCase();
  const written = listOf<Json>(statement.Action);
  if (read === undefined || !allows(read) || !written.some(isWildcard) || !isPartialWildcard(pattern, read)) return statement;
  // What may decrypt with every key is not to be spelt out, but to be given its keys.
  if (actionMatches(pattern, DECRYPT) && broadResources(read).length > 0) return statement;
  return { ...statement, Action: [...new Set(written.flatMap((action): readonly Json[] => (isWildcard(action) ? actions : [action])))] };
}
