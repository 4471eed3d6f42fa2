import { access } from '../../graphs/access/access';
import { conditionBoundsResources, grantedBy } from '../../iam/granted';
import { executionRole } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { actionMatches, actionPatterns, IDENTITY_POLICY_TYPES, isEveryResource } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, Text, Unknown, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A finding names some of the functions of a role; one that hundreds share would otherwise fill the report with their names. */
const NAMED_FUNCTIONS = 20;

/** A secret is read by those that need it. Rights on every action or on all of the service belong to other rules. */
export const secretReadersFew: Rule = {
  id: 'secret-readers-few',
  theme: 'secrets',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A secret is read by those that need it',
  threat: 'Whoever breaks into one of the many that may read the secret has it, with the database behind it; a right on every secret gives away all of the account.',
  remedy: 'Grant each function the secrets that it uses (secret.grantRead(fn)) on a role of its own, in place of a statement on every secret.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: [],
  target: 'app',
  *check(app) {
    for (const holder of app.ofType(...IDENTITY_POLICY_TYPES)) yield* readsEverySecret(holder, app);
    yield* sharedReaders(app);
  },
  // No fix: only the author knows which secrets the code reads.
  examples: [
    compliant('one function reads one secret', ({ stack, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').grantRead(someFunction());
    }),
    compliant('two functions with a role each', ({ stack, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Login');
      secret.grantRead(someFunction('Orders'));
      secret.grantRead(someFunction('Bills'));
    }),
    compliant('the secrets of one application, by their tag', ({ iam, someFunction }) => {
      const conditions = { StringEquals: { 'aws:ResourceTag/app': 'orders' } };
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'], conditions }));
    }),
    noncompliantExample('every secret', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }));
    }),
    noncompliantExample('every secret of the account, in a raw resource', ({ stack, cdk }) => {
      const statement = { Effect: 'Allow', Action: 'secretsmanager:get*', Resource: cdk.Fn.sub('arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*') };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement: statement } } });
    }),
    noncompliantExample('a role that two functions share', ({ stack, iam, secretsmanager, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      someFunction('Orders', { role });
      someFunction('Bills', { role });
      new secretsmanager.Secret(stack, 'Login').grantRead(role);
    }),
    compliant('a role that two functions share, and a denial keeps from it', ({ stack, iam, secretsmanager, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      someFunction('Orders', { role });
      someFunction('Bills', { role });
      const secret = new secretsmanager.Secret(stack, 'Login');
      secret.grantRead(role);
      secret.addToResourcePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, principals: [role], actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }));
    }),
    noncompliantExample('a role that two functions share, and the policy of the secret lets in', ({ stack, iam, secretsmanager, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      someFunction('Orders', { role });
      someFunction('Bills', { role });
      const secret = new secretsmanager.Secret(stack, 'Login');
      secret.addToResourcePolicy(new iam.PolicyStatement({ principals: [role], actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }));
    }),
    undecidedExample('a resource that only the deployment knows', ({ stack, cdk, iam, someFunction }) => {
      const secrets = new cdk.CfnParameter(stack, 'Secrets').valueAsString;
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secrets] }));
    }),
  ],
};

const READS = ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'];

/** Whether a statement lets somebody read secrets, by an action that names little more. */
function reads({ actions }: { readonly actions: readonly Value[] }): boolean {
  return actionPatterns(actions).some(pattern => !/^(\*|secretsmanager:\*)+$/.test(pattern) && READS.some(action => actionMatches(pattern, action)));
}

function* readsEverySecret(holder: Resource, app: AppModel): Generator<Found> {
  for (const { statement, property, certain } of grantedBy(holder, app).grants.filter(grant => reads(grant.statement))) {
    if (conditionBoundsResources(statement.condition)) continue;
    const answers = statement.resources.flatMap(alternativesOf).map(isEverySecret);
    if (!answers.includes('yes') && !answers.includes('undecided')) continue;
    const isSure = certain && statement.resources.some(resource => alternativesOf(resource).every(one => isEverySecret(one) === 'yes'));
    yield isSure ? noncompliant(holder, 'the policy lets its holder read every secret', { property })
      : undecided(holder, 'whether the policy lets its holder read every secret is only known at deployment', { property });
  }
}

function isEverySecret(resource: Value): Answer {
  const text = resource instanceof Text ? resource.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : resource;
  if (typeof text === 'string' && /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:(secret:)?\*+$/.test(text)) return 'yes';
  // An unknown thing that stands for the ARN of one secret is called so by whoever hands it in.
  return resource instanceof Unknown && /secret[^#]*arn/i.test(resource.key.split('#').pop()!) ? 'no' : isEveryResource(resource);
}

/** Roles that several functions share, where all that is said together lets them read a secret: their policies, the secret's, boundaries and denials. */
function* sharedReaders(app: AppModel): Generator<Found> {
  const shared = new Map([...functionsByRole(app)].filter(([, functions]) => functions.length > 1));
  if (shared.size === 0) return;
  const graph = app.once(access);
  for (const secret of app.ofType('AWS::SecretsManager::Secret')) {
    const named = graph.into(secret).filter(({ effect, certain, actions }) => effect === 'allow' && certain && reads({ actions }));
    for (const role of new Set(named.map(({ from }) => from.resource))) {
      const functions = role === undefined ? undefined : shared.get(role);
      if (role === undefined || functions === undefined || graph.may(role, READS[0], secret).answer === 'no') continue;
      const message = `${functions.length} functions share the role, and may all read the secret ${secret.writtenId}`;
      yield noncompliant(role, message, { detail: secret.writtenId, related: [secret, ...functions.slice(0, NAMED_FUNCTIONS)] });
    }
  }
}

function functionsByRole(app: AppModel): ReadonlyMap<Resource, readonly Resource[]> {
  const functions = new Map<Resource, Resource[]>();
  for (const fn of app.ofType('AWS::Lambda::Function')) {
    const role = executionRole(fn, app);
    if (role !== undefined) functions.set(role, [...functions.get(role) ?? [], fn]);
  }
  return functions;
}
