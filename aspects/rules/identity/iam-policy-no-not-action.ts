import { grantedBy } from '../../iam/granted';
import { AppModel } from '../../model/app-model';
import { allows, IDENTITY_POLICY_TYPES, Statement, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isOpen, patternOf, Value } from '../../model/value';
import { placedStatements, RESOURCE_POLICY_TYPES } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * What a policy allows, it names.
 *
 * Whatever the policy is of: a principal, a role's trust, a queue. To refuse all but a few actions by `NotAction` is fine.
 * `NotResource` is what IAM's documentation shows for messages to phone numbers, which have no ARN: everything but topics.
 */
export const iamPolicyNoNotAction: Rule = {
  id: 'iam-policy-no-not-action',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'What a policy allows, it names: no NotAction or NotResource with Allow',
  threat: 'Everything that is not on the list is allowed, also what AWS adds tomorrow and what the author forgot, such as changing the policy itself.',
  remedy: 'List what is allowed in actions and resources; to keep a few things out, add a statement with effect DENY.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
    'https://cwe.mitre.org/data/definitions/183.html',
  ],
  covers: [
    'cfn_nag:W14', 'cfn_nag:W15', 'cfn_nag:W16', 'cfn_nag:W17', 'cfn_nag:W18', 'cfn_nag:W19', 'cfn_nag:W20', 'cfn_nag:W21', 'cfn_nag:W22',
    'cfn_nag:W23', 'guard:IAM_ROLE_NO_ALLOW_PLUS_NOT_ACTION_ON_TRUST_POLICY', 'guard:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION',
    'guard:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE', 'guard:S3_BUCKET_POLICY_NO_ALLOW_PLUS_NOT_ACTION',
    'guard:SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOT_ACTION', 'guard:SQS_QUEUEPOLICY_NO_ALLOW_PLUS_NOT_ACTION', 'kics:818f38ed-8446-4132-9c03-474d49e10195',
    'kics:4fbfee74-8186-40d5-a24e-4baa76a855de',
  ],
  target: [...IDENTITY_POLICY_TYPES, ...RESOURCE_POLICY_TYPES],
  *check(holder, app) {
    for (const { statement, property, certain } of allowing(holder, app)) {
      for (const [element, values] of [['NotAction', statement.notActions], ['NotResource', statement.notResources]] as const) {
        if (leavesNothing(values) || (element === 'NotResource' && isForPhones(statement))) continue;
        const message = `the policy allows every ${element === 'NotAction' ? 'action' : 'resource'} but ${said(values)}`;
        const details = { property: `${property}.${element}`, detail: element };
        yield certain ? noncompliant(holder, message, details) : undecided(holder, `${message}; whether it does is only known at deployment`, details);
      }
    }
  },
  // No fix: only its author knows what is to be allowed.
  examples: [
    compliant('all but a few actions denied', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, notActions: ['s3:GetObject', 'logs:*'], resources: ['*'] }));
    }),
    compliant('messages to phone numbers, not to topics', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] }));
    }),
    noncompliantExample('all actions but those of IAM', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ notActions: ['iam:*'], resources: ['*'] }));
    }),
    noncompliantExample('every object but those of one bucket', ({ stack, iam }) => {
      new iam.ManagedPolicy(stack, 'Readers', { statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::payroll/*'] })] });
    }),
    noncompliantExample('in the trust of a role', ({ stack, cdk }) => {
      const statement = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, NotAction: 'sts:TagSession' };
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement: statement } } });
    }),
    noncompliantExample('in the policy of a queue', ({ stack, iam, sqs }) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      queue.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], notActions: ['sqs:DeleteQueue'], resources: [queue.queueArn],
      }));
    }),
    undecidedExample('the effect is left to a parameter', ({ stack, cdk }) => {
      const effect = new cdk.CfnParameter(stack, 'Effect', { allowedValues: ['Allow', 'Deny'] });
      const statement = [{ Effect: effect.valueAsString, NotAction: 'iam:*', Resource: '*' }];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement: statement } } });
    }),
  ],
};

interface Allowing {
  readonly statement: Statement;
  readonly property: string;
  readonly certain: boolean;
}

/** The statements that allow something: of identity policies, of a role's trust, of a resource's policy. */
function allowing(holder: Resource, app: AppModel): readonly Allowing[] {
  const trust = holder.type === 'AWS::IAM::Role' ? statementsOf(holder.get('AssumeRolePolicyDocument'))
    .map(statement => ({ statement, property: `AssumeRolePolicyDocument.Statement.${statement.index}` })) : [];
  const own = [...trust, ...placedStatements(holder)].filter(({ statement }) => allows(statement))
    .map(({ statement, property }) => ({ statement, property, certain: statement.certain && !isOpen(statement.effect) }));
  return [...grantedBy(holder, app).grants, ...own];
}

/** Whether an exception is none, or is everything, so that nothing is allowed. */
function leavesNothing(values: readonly Value[]): boolean {
  return values.length === 0 || values.includes('*');
}

function isForPhones({ actions, notResources }: Statement): boolean {
  return actions.every(action => /^sns:Publish$/i.test(patternOf(action) ?? '')) && notResources.some(resource => /^arn:[^:]*:sns:\*:\*:\*$/.test(patternOf(resource) ?? ''));
}

function said(values: readonly Value[]): string {
  const words = values.slice(0, 3).map(value => `\`${patternOf(value) ?? '?'}\``).join(', ');
  return values.length > 3 ? `${words} and ${values.length - 3} more` : words;
}
