import { AppModel } from '../../model/app-model';
import { roleOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, keyOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { FoundDetails, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A finding names some of the other functions; a role that hundreds share would otherwise fill the report with their names. */
const NAMED_OTHERS = 20;

/**
 * Every function has a role of its own.
 *
 * Two functions whose role comes from two different parameters are taken to have two roles: whoever declares two
 * parameters means two.
 */
export const lambdaFunctionOwnRole: Rule = {
  id: 'lambda-function-own-role',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'A function has a role that no other function uses',
  threat: 'Whoever breaks into the weakest of the functions that share a role has the rights of all of them.',
  remedy: 'Leave the role prop out, so that the function gets a role of its own, and grant each function what it needs (table.grantReadData(fn)).',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['kics:ae03f542-1423-402f-9cef-c834e7ee9583', 'kics:4ba74f01-aba5-4be2-83bc-be79ff1a3b92'],
  target: 'AWS::Lambda::Function',
  check(fn, app) {
    const { certain, possible } = app.once(functionsByRole);
    const role = fn.get('Role');
    const sharing = certain.get(keyOfRole(role, app)) ?? [];
    if (sharing.length > 1) return noncompliant(fn, `the function shares its role with ${count(sharing.length - 1)}`, othersThan(fn, sharing));
    const perhaps = [...new Set(alternativesOf(role).flatMap(one => possible.get(keyOfRole(one, app)) ?? []))];
    return perhaps.length > 1
      ? undecided(fn, `whether the function shares its role with ${count(perhaps.length - 1)} is only known at deployment`, othersThan(fn, perhaps))
      : undefined;
  },
  // No fix: replacing a role takes away the rights that its policies gave, and only the author knows which of them the function needs.
  examples: [
    compliant('a role each, made by the CDK', ({ someFunction }) => {
      someFunction('Orders');
      someFunction('Bills');
    }),
    compliant('one function and its versions', ({ someFunction, lambda, stack }) => {
      const orders = someFunction('Orders');
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version: orders.currentVersion });
    }),
    noncompliantExample('one role for two functions', ({ stack, iam, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      someFunction('Orders', { role });
      someFunction('Bills', { role });
    }),
    noncompliantExample('the role of a function of another stack', ({ app, cdk, lambda, someFunction }) => {
      const orders = someFunction('Orders');
      new lambda.Function(new cdk.Stack(app, 'Other'), 'Bills', {
        runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'), role: orders.role,
      });
    }),
    noncompliantExample('a role that exists already, by its name', ({ stack, iam, someFunction }) => {
      someFunction('Orders', { role: iam.Role.fromRoleName(stack, 'OrdersRole', 'jobs') });
      someFunction('Bills', { role: iam.Role.fromRoleName(stack, 'BillsRole', 'jobs') });
    }),
    noncompliantExample('the same parameter in two raw resources', ({ stack, cdk }) => {
      const role = new cdk.CfnParameter(stack, 'RoleArn').valueAsString;
      const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = async () => {};' }, Role: role };
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::Lambda::Function', properties });
      new cdk.CfnResource(stack, 'Bills', { type: 'AWS::Lambda::Function', properties });
    }),
    undecidedExample('a condition chooses the role', ({ stack, cdk, iam, someFunction }) => {
      const orders = someFunction('Orders');
      const own = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const stage = new cdk.CfnParameter(stack, 'Stage');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(stage, 'test') });
      const chosen = cdk.Fn.conditionIf('IsTest', orders.role!.roleArn, own.roleArn).toString();
      (someFunction('Bills').node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('Role', chosen);
    }),
  ],
};

/** Role → functions: those that have the role for certain, and those that have it in some branch of a condition. */
interface FunctionsByRole {
  readonly certain: ReadonlyMap<string, readonly Resource[]>;
  readonly possible: ReadonlyMap<string, readonly Resource[]>;
}

function functionsByRole(app: AppModel): FunctionsByRole {
  const certain = new Map<string, Resource[]>();
  const possible = new Map<string, Resource[]>();
  const note = (map: Map<string, Resource[]>, role: string, fn: Resource): void => {
    const known = map.get(role);
    if (known === undefined) map.set(role, [fn]); else if (known[known.length - 1] !== fn) known.push(fn);
  };
  for (const fn of app.ofType('AWS::Lambda::Function')) {
    const role = fn.get('Role');
    if (role === undefined) continue;
    // Two functions that one condition gives one role to have the same role, whatever it decides.
    note(certain, keyOfRole(role, app), fn);
    for (const one of alternativesOf(role)) note(possible, keyOfRole(one, app), fn);
  }
  return { certain, possible };
}

/** Equal for two values that mean one role: the same resource, the same ARN, the same unknown thing. */
function keyOfRole(value: Value, app: AppModel): string {
  return roleOf(value, app)?.id ?? keyOf(value);
}

function count(others: number): string {
  return others === 1 ? 'another function' : `${others} other functions`;
}

function othersThan(fn: Resource, functions: readonly Resource[]): FoundDetails {
  return { property: 'Role', related: functions.slice(0, NAMED_OTHERS + 1).filter(other => other !== fn).slice(0, NAMED_OTHERS) };
}
