import { FixLevel } from '../../fix-level';
import { couldBeAllowed, executionRole } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, isMap, isOpen } from '../../model/value';
import { isCustomerKey } from '../../policy/customer-key';
import { keyFor } from '../../policy/service-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Switches of the runtime and of tools, which tell nobody anything. */
const SWITCHES = /^(AWS_NODEJS_CONNECTION_REUSE_ENABLED|AWS_LAMBDA_EXEC_WRAPPER|NODE_OPTIONS|LOG_LEVEL|TZ|(AWS_XRAY|OTEL|POWERTOOLS)_.*)$/;

/** The environment of a function is encrypted with a key of one's own. */
export const lambdaEnvCustomerKey: Rule = {
  id: 'lambda-env-customer-key',
  theme: 'secrets',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The environment variables of a function are encrypted with a key of your own',
  threat: 'Whoever may call GetFunctionConfiguration reads the variables: names of tables, addresses, switches. No key of yours stands before them that you could take away.',
  remedy: 'Set environmentEncryption: new kms.Key(this, \'EnvironmentKey\', { enableKeyRotation: true }); keep secrets out of the environment in any case.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: ['checkov:CKV_AWS_173', 'kics:a7f8ac28-eed1-483d-87c8-4c325f022572'],
  target: 'AWS::Lambda::Function',
  check: fn => {
    const held = holdsVariables(fn);
    if (held === 'no') return undefined;
    const keyed = isCustomerKey(fn.get('KmsKeyArn'));
    const property = 'KmsKeyArn';
    if (keyed === 'yes') return undefined;
    if (keyed === 'undecided' || held === 'undecided') return undecided(fn, 'only the deployment knows whether a key of your own encrypts environment variables', { property });
    return noncompliant(fn, 'the environment variables are encrypted with the key that AWS manages', { property });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The policy of the new key lets every principal of the account use it through Lambda, as that of the key of AWS does; but a policy of the organisation '
      + 'that names keys may refuse them, and the key costs a dollar a month. Where the role has a boundary that may refuse it, the fix is not made.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, someFunction }) => {
      someFunction('Function', { environment: { TABLE: 'orders' }, environmentEncryption: new kms.Key(stack, 'Key') });
    }),
    compliant('no variables', ({ someFunction }) => {
      someFunction();
    }),
    compliant('switches of the runtime alone', ({ someFunction }) => {
      someFunction('Function', { environment: { NODE_OPTIONS: '--enable-source-maps', AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1' } });
    }),
    noncompliantExample('variables, nothing said about a key', ({ someFunction }) => {
      someFunction('Function', { environment: { TABLE: 'orders' } });
    }),
    noncompliantExample('the key that AWS manages, by an override', ({ lambda, someFunction }) => {
      const fn = someFunction('Function', { environment: { TABLE: 'orders' } });
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('KmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/aws/lambda');
    }),
    noncompliantExample('a role whose boundary may refuse the key', ({ stack, iam, someFunction }) => {
      const fn = someFunction('Function', { environment: { TABLE: 'orders' } });
      iam.PermissionsBoundary.of(fn).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    }),
    undecidedExample('a key in one branch of a condition', ({ stack, cdk, lambda, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Keyed'), 'yes') });
      const fn = someFunction('Function', { environment: { TABLE: 'orders' } });
      const key = cdk.Fn.conditionIf('IsKeyed', 'arn:aws:kms:eu-west-1:111122223333:key/orders', cdk.Aws.NO_VALUE);
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('KmsKeyArn', key);
    }),
  ],
};

function holdsVariables(fn: Resource): Answer {
  const answers = new Set(alternativesOf(fn.get('Environment.Variables')).map((variables): Answer => {
    if (isOpen(variables)) return 'undecided';
    return isMap(variables) && Object.keys(variables).some(name => !SWITCHES.test(name)) ? 'yes' : 'no';
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function repair(fn: Resource, app: AppModel): Repair | Declined {
  const role = executionRole(fn, app);
  // The key lets the role in by itself; only what takes rights away can keep it out.
  if (role !== undefined && !couldBeAllowed(role, { action: 'kms:Decrypt', resource: '*' }, app)) {
    return { declined: `a denial or a permissions boundary of its role ${role.writtenId} may keep it from decrypting` };
  }
  return { level: FixLevel.STRICT, patches: [new SetProperty(fn, 'KmsKeyArn', new Link(keyFor(fn, 'lambda'), 'Arn'))] };
}
