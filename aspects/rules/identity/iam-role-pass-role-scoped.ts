import { isEveryAction } from '../../iam/admin';
import { broadResources, isAbout } from '../../iam/broad-resources';
import { Grant, grantedBy, needsKey } from '../../iam/granted';
import { AppModel } from '../../model/app-model';
import { actionMatches, IDENTITY_POLICY_TYPES, Member, membersOf, roleOf, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { Answer, isMap, isOpen, keyOf, patternOf, Reference, Text, Unknown, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Roles are passed by name, and to a named service.
 *
 * A wildcard is HIGH, and MEDIUM where `iam:PassedToService` bounds it; a named role without that condition is MEDIUM, and
 * LOW where the role is part of the application and one service alone may assume it. `iam:*` belongs to
 * iam-policy-no-service-wildcard, `*` to iam-policy-no-admin.
 */
export const iamRolePassRoleScoped: Rule = {
  id: 'iam-role-pass-role-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy lets named roles be passed, to named services',
  threat: 'Whoever may pass a stronger role to a new function or task of theirs runs their own code with that role: the rights of an administrator in two calls.',
  remedy: 'Name the role (role.grantPassRole(fn)), and add the condition iam:PassedToService with the service that is to get it.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: [
    'cfn_nag:F38', 'cfn_nag:F39', 'cfn_nag:F40', 'cfn_nag:IamManagedPolicyPassRoleResourceWildcard', 'cfn_nag:IamPolicyPassRoleResourceWildcard',
    'cfn_nag:IamRolePassRoleResourceWildcard', 'guard:IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE', 'guard:IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE',
    'trivy:AWS-0342',
  ],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    for (const grant of grantedBy(holder, app).grants) {
      const found = foundIn(holder, grant, app);
      if (found !== undefined) yield found;
    }
  },
  // No fix: only its author knows which roles are to be passed, and what for.
  examples: [
    compliant('one role to one service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    compliant('denied', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    noncompliantExample('every role', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    noncompliantExample('roles by the beginning of their name, by a wildcard', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: ['iam:Pass*'], Resource: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/deploy-*' } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
    noncompliantExample('one role, to any service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'] }));
    }),
    undecidedExample('the role is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const role = new cdk.CfnParameter(stack, 'RoleArn');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: [role.valueAsString] }));
    }),
  ],
};

function foundIn(holder: Resource, grant: Grant, app: AppModel): Found | undefined {
  const { statement, property } = grant;
  const passing = membersOf(statement.actions).filter(({ value }) => passesRoles(value));
  if (passing.length === 0) return undefined;
  const passed = namesService(statement.condition);
  const isCertain = grant.certain && passing.some(({ certain }) => certain);
  const judge = (message: string, severity: Severity, certain: boolean): Found => (isCertain && certain && passed !== 'undecided'
    ? noncompliant(holder, message, { property, severity }) : undecided(holder, `${message}; whether it does is only known at deployment`, { property }));

  const wide = [...broadResources(statement).filter(one => isAbout(one, 'iam')), ...membersOf(statement.resources).filter(isPartOfName).map(written)];
  const which = wide.find(({ certain }) => certain) ?? wide[0];
  if (which !== undefined) {
    const to = passed === 'yes' ? '' : ', to any service';
    return judge(`the policy lets \`${which.written}\` be passed${to}`, passed === 'yes' ? Severity.MEDIUM : Severity.HIGH, which.certain);
  }
  const roles = membersOf(statement.resources).filter(({ value }) => isRole(value));
  if (roles.length === 0 || passed === 'yes') return undefined;
  const severity = roles.every(({ value }) => isForOneService(roleOf(value, app))) ? Severity.LOW : Severity.MEDIUM;
  return judge('the policy lets the role be passed to any service that may assume it: nothing says iam:PassedToService', severity, roles.some(({ certain }) => certain));
}

/** Whether an action passes roles, and is no wildcard of all that IAM can do. */
function passesRoles(action: Value): boolean {
  const pattern = patternOf(action) ?? '';
  return !isOpen(action) && isEveryAction(action) === 'no' && !/^[^:]*:\*+$/.test(pattern) && actionMatches(pattern, 'iam:PassRole');
}

/** Whether a condition names the services that a role may be passed to. */
function namesService(condition: Value): Answer {
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  const answers = Object.entries(condition).map(([operator, keys]): Answer => {
    if (!isMap(keys)) return isOpen(keys) ? 'undecided' : 'no';
    const [, services] = Object.entries(keys).find(([key]) => key.toLowerCase() === 'iam:passedtoservice') ?? [];
    return services !== undefined && needsKey(operator) && !valuesOf(services).includes('*') ? 'yes' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

const isRoleArn = (text: string): boolean => /^arn:[^:]*:iam:[^:]*:[^:]*:role\/./s.test(text);

/** Whether a resource means some roles by a part of their name. */
function isPartOfName({ value }: Member): boolean {
  const text = value instanceof Text ? value.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : typeof value === 'string' ? value : '';
  return isRoleArn(text) && /[*?]/.test(text.replace(/^.*?:role\//s, '')) && !/:role\/\*+$/.test(text);
}

function written({ value, certain }: Member): { readonly written: string; readonly certain: boolean } {
  return { written: patternOf(value) ?? '*', certain };
}

/** Whether a resource means one role: what else stands in the list is no matter of PassRole. */
function isRole(value: Value): boolean {
  return value instanceof Reference ? value.resource.type === 'AWS::IAM::Role' : !(value instanceof Unknown) && isRoleArn(patternOf(value) ?? '');
}

/** Whether a role of the application trusts one service and nobody else. */
function isForOneService(role: Resource | undefined): boolean {
  const trusted = statementsOf(role?.get('AssumeRolePolicyDocument')).map(({ principal }) => principal);
  const services = trusted.flatMap(principal => (isMap(principal) && Object.keys(principal).join() === 'Service' ? valuesOf(principal.Service) : [undefined]));
  return !services.includes(undefined) && new Set(services.map(keyOf)).size === 1;
}
