import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { SecretBackedFunction, SecretSource, SecureFunction, SecureFunctionProps } from '../../lib';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

function stackWith(props: Partial<SecureFunctionProps> = {}) {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const orders = new SecureFunction(stack, 'Orders', { code: CODE, ...props });
  return { stack, orders, template: () => Template.fromStack(stack) };
}

/** The error that props give. */
function refusal(props: SecureFunctionProps): string {
  try {
    new SecureFunction(new cdk.Stack(testApp(), 'Stack'), 'Orders', props);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

describe('with the required props only', () => {
  const { orders, stack, template } = stackWith();
  const functions = template();
  const id = (construct: cdk.IResource) => stack.getLogicalId(construct.node.defaultChild as cdk.CfnResource);

  test('runs on Node.js 24 and arm64, with explicit limits, traced, logging JSON to its own group', () => {
    functions.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 5,
      MemorySize: 512,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: { Ref: id(orders.logGroup) } },
      Environment: Match.absent(),
    });
  });

  test('keeps logs for a year, and the group when the stack goes', () => {
    functions.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365, LogGroupName: Match.absent() }, DeletionPolicy: 'Retain' });
  });

  test('has a role without managed policies, that only Lambda may assume', () => {
    functions.hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      PermissionsBoundary: Match.absent(),
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }] },
    });
  });

  test('may write to its own log group and send traces, and nothing else', () => {
    functions.resourceCountIs('AWS::IAM::Policy', 1);
    functions.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [id(orders.logGroup), 'Arn'] } },
          { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
        ],
      },
    });
  });

  test('has a live alias on the current version, without provisioned concurrency', () => {
    functions.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [Object.keys(functions.findResources('AWS::Lambda::Version'))[0], 'Version'] },
      ProvisionedConcurrencyConfig: Match.absent(),
    });
  });
});

test('takes every prop, also as tokens', () => {
  const { stack, template, orders } = stackWith();
  const text = (id: string) => new cdk.CfnParameter(stack, id).valueAsString;
  const number = (id: string) => new cdk.CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
  new SecureFunction(stack, 'Reports', {
    code: lambda.Code.fromBucket(cdk.aws_s3.Bucket.fromBucketName(stack, 'Code', text('Bucket')), text('Object')),
    runtime: lambda.Runtime.PYTHON_3_13,
    architecture: lambda.Architecture.X86_64,
    handler: text('Handler'),
    description: text('Description'),
    timeout: cdk.Duration.seconds(number('Timeout')),
    memorySize: number('Memory'),
    environment: { TABLE: text('Table'), ROLE: orders.role!.roleArn },
    provisionedConcurrency: number('Provisioned'),
    reservedConcurrency: number('Reserved'),
    logRetention: logs.RetentionDays.ONE_MONTH,
    applicationLogLevel: lambda.ApplicationLogLevel.DEBUG,
    systemLogLevel: lambda.SystemLogLevel.WARN,
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', text('BoundaryName')),
  });

  template().hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'python3.13',
    Architectures: ['x86_64'],
    Handler: { Ref: 'Handler' },
    Description: { Ref: 'Description' },
    Timeout: { Ref: 'Timeout' },
    MemorySize: { Ref: 'Memory' },
    Environment: { Variables: { TABLE: { Ref: 'Table' } } },
    ReservedConcurrentExecutions: { Ref: 'Reserved' },
    LoggingConfig: { ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN' },
  });
  template().hasResourceProperties('AWS::Lambda::Alias', { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: { Ref: 'Provisioned' } } });
  template().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  template().hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
});

test('runs an image', () => {
  const { template } = stackWith({
    code: lambda.Code.fromEcrImage(cdk.aws_ecr.Repository.fromRepositoryName(new cdk.Stack(), 'Repository', 'orders')),
    runtime: lambda.Runtime.FROM_IMAGE,
    handler: lambda.Handler.FROM_IMAGE,
  });
  template().hasResourceProperties('AWS::Lambda::Function', { PackageType: 'Image', Handler: Match.absent(), Runtime: Match.absent() });
});

test('exposes what it owns', () => {
  const { orders } = stackWith();
  expect(orders.aliasName).toBe('live');
  expect(orders.grantPrincipal).toBe(orders.role);
  expect(orders.version.lambda).toBe(orders.lambda);
  expect(orders.latestVersion).toBe(orders.lambda.latestVersion);
  expect(orders.architecture).toBe(lambda.Architecture.ARM_64);
  expect(orders.isBoundToVpc).toBe(false);
  expect(orders.stack.resolve(orders.functionArn)).toEqual(orders.stack.resolve(orders.alias.functionArn));
  expect(orders.aliasRef).toEqual(orders.alias.aliasRef);
});

describe('a new version', () => {
  const versionOf = (change: (orders: SecureFunction) => void, props: Partial<SecureFunctionProps> = {}) => {
    const { orders, template } = stackWith(props);
    change(orders);
    return Object.keys(template().findResources('AWS::Lambda::Version'))[0];
  };
  const nothing = () => undefined;

  test('is not published where nothing changed', () => {
    expect(versionOf(nothing)).toBe(versionOf(nothing));
  });

  test.each<[string, Partial<SecureFunctionProps>]>([
    ['code', { code: lambda.Code.fromInline('exports.handler = async () => 1;') }],
    ['memory', { memorySize: 1024 }],
    ['environment', { environment: { MODE: 'fast' } }],
    ['log level', { applicationLogLevel: lambda.ApplicationLogLevel.WARN }],
  ])('is published where %s changed', (_, props) => {
    expect(versionOf(nothing, props)).not.toBe(versionOf(nothing));
  });

  test('is published for a variable that is added after the alias was used', () => {
    const used = versionOf(orders => orders.grantInvoke(new iam.AccountPrincipal('123456789012')));
    const changed = versionOf(orders => {
      orders.grantInvoke(new iam.AccountPrincipal('123456789012'));
      orders.addEnvironment('MODE', 'fast');
    });
    expect(changed).not.toBe(used);
  });
});

describe('permissions', () => {
  const permissionOf = (principal: iam.IPrincipal, more: Partial<lambda.Permission> = {}) => {
    const { orders, template } = stackWith();
    orders.addPermission('Caller', { principal, ...more });
    return Object.values(template().findResources('AWS::Lambda::Permission'))[0].Properties;
  };
  const rotation = new iam.ServicePrincipal('secretsmanager.amazonaws.com');

  test('keep the source that was given', () => {
    expect(permissionOf(rotation, { sourceAccount: '123456789012' })).toMatchObject({ SourceAccount: '123456789012' });
    expect(permissionOf(rotation, { sourceArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-1' })).not.toHaveProperty('SourceAccount');
    expect(permissionOf(rotation.withConditions({ ArnLike: { 'aws:SourceArn': 'arn:aws:secretsmanager:*' } }))).not.toHaveProperty('SourceAccount');
  });

  test('are bound to the own account only for services that state their caller', () => {
    expect(permissionOf(rotation)).toMatchObject({ SourceAccount: { Ref: 'AWS::AccountId' } });
    expect(permissionOf(new iam.ServicePrincipal('lex.amazonaws.com'))).not.toHaveProperty('SourceAccount');
    expect(permissionOf(new iam.AccountPrincipal('123456789012'))).not.toHaveProperty('SourceAccount');
  });
});

test('several functions live in one stack, in nested stacks and in Stages', () => {
  const app = testApp();
  const stage = new cdk.Stage(app, 'Production');
  const stack = new cdk.Stack(stage, 'Stack');
  const nested = new cdk.NestedStack(stack, 'Nested');
  const functions = [[stack, 'Orders'], [stack, 'Bills'], [nested, 'Orders']] as const;
  functions.forEach(([scope, id]) => new SecureFunction(scope, id, { code: CODE }));

  const assembly = app.synth();

  expect(assembly.nestedAssemblies[0].nestedAssembly.stacks).toHaveLength(1);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Alias', 2);
  Template.fromStack(nested).resourceCountIs('AWS::Lambda::Alias', 1);
});

describe('environment', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const secret = new secretsmanager.Secret(stack, 'Secret');
  const withEnvironment = (value: string) => refusal({ code: CODE, environment: { PASSWORD: value } });

  test.each([
    ['an unwrapped secret', secret.secretValue.unsafeUnwrap(), 'the value of a secret'],
    ['an unwrapped secret inside a longer text', `postgres://shop:${secret.secretValueFromJson('password').unsafeUnwrap()}@db`, 'the value of a secret'],
    ['a secure parameter', cdk.SecretValue.ssmSecure('/shop/password').unsafeUnwrap(), 'the value of a secret'],
    ['a written dynamic reference', '{{resolve:secretsmanager:shop:SecretString:password}}', 'the value of a secret'],
    ['a NoEcho parameter', new cdk.CfnParameter(stack, 'Password', { noEcho: true }).valueAsString, 'the value of the NoEcho parameter Password'],
    ['an access key', new iam.AccessKey(stack, 'AccessKey', { user: new iam.User(stack, 'User') }).secretAccessKey.unsafeUnwrap(), 'the SecretAccessKey of Stack/AccessKey'],
    ['an access key of the raw resource', new iam.CfnAccessKey(stack, 'RawKey', { userName: 'shop' }).attrSecretAccessKey, 'the SecretAccessKey of Stack/RawKey'],
    ['a password that is written down', 'hunter2', 'a password in the open (7 characters)'],
    ['a known token beside a token of the CDK', `${cdk.Aws.REGION}/ghp_${'a1B2'.repeat(9)}`, 'a GitHub token in the open (ghp_…, 40 characters)'],
    ['a password in a URL with tokens', `postgres://shop:hunter2@${cdk.Aws.REGION}.db`, 'a URL with a password in the open (7 characters)'],
  ])('fails on %s', (_, value, what) => {
    expect(withEnvironment(value)).toContain(`Stack/Orders: environment: PASSWORD holds ${what}`);
  });

  test.each([
    ['the ARN of a secret', secret.secretArn],
    ['the name of a secret', secret.secretName],
    ['a plain parameter', new cdk.CfnParameter(stack, 'Mode').valueAsString],
    ['a parameter of Systems Manager', new cdk.CfnDynamicReference(cdk.CfnDynamicReferenceService.SSM, '/shop/mode').toString()],
    ['a value that is settled later', cdk.Lazy.string({ produce: () => 'later' })],
  ])('takes %s', (_, value) => {
    expect(withEnvironment(value)).toBe('nothing was refused');
  });

  test('takes an ordinary value', () => {
    expect(refusal({ code: CODE, environment: { TABLE_NAME: 'orders', PAGE_TOKEN_LIMIT: '20', PASSWORD: '' } })).toBe('nothing was refused');
  });

  test.each(['AWS_REGION', '_HANDLER', 'AWS_SECRET_ACCESS_KEY', 'LAMBDA_TASK_ROOT'])('fails on %s, which Lambda sets', key => {
    const message = `Stack/Orders: environment: ${key} is set by Lambda itself and cannot be given; leave it out, the code reads Lambda's value`;
    expect(refusal({ code: CODE, environment: { [key]: 'eu-west-1' } })).toBe(message);
    expect(() => stackWith().orders.addEnvironment(key, 'eu-west-1')).toThrow(message);
  });

  test('fails on what the boundary is told, which only the sources and secrets say', () => {
    const message = 'Stack/Orders: environment: RAMPART_FACTS is what the constructs tell the boundary of the function: who may call it, and its secrets; leave it out, '
      + 'and add the sources and secrets themselves (addQueueSource and its like, SecretBackedFunction)';
    expect(refusal({ code: CODE, environment: { RAMPART_FACTS: '{"allow":{"direct":true}}' } })).toBe(message);
    expect(() => stackWith().orders.addEnvironment('RAMPART_FACTS', '{"allow":{"direct":true}}')).toThrow(message);
  });

  test('fails on a secret that is added later', () => {
    const { orders } = stackWith();
    expect(() => orders.addEnvironment('PASSWORD', secret.secretValue.unsafeUnwrap())).toThrow('Stack/Orders: environment: PASSWORD holds');
  });

  describe('that only the finished template shows', () => {
    type Given = (stack: cdk.Stack) => string;
    const unwrapped = (scope: cdk.Stack) => new secretsmanager.Secret(scope, 'Secret').secretValue.unsafeUnwrap();
    const accessKey = (scope: cdk.Stack) => new iam.CfnAccessKey(scope, 'Key', { userName: 'shop' });
    const client = (scope: cdk.Stack) => new cognito.UserPoolClient(scope, 'Client', { userPool: new cognito.UserPool(scope, 'Pool'), generateSecret: true });

    /** The error that the synthesis gives. */
    function refusedAtLast(given: Given, isAddedBehind = false): string {
      const made = new cdk.Stack(testApp(), 'Stack');
      try {
        const orders = new SecureFunction(made, 'Orders', { code: CODE, environment: isAddedBehind ? undefined : { VALUE: given(made) } });
        if (isAddedBehind) (orders.lambda as lambda.Function).addEnvironment('VALUE', given(made));
        Template.fromStack(made);
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing was refused';
    }

    const VALUE = 'the value of a secret';
    test.each<[string, Given, string]>([
      ['Fn.join', scope => cdk.Fn.join(':', ['x', unwrapped(scope)]), VALUE],
      ['Fn.join that puts the reference together', scope => cdk.Fn.join(':', ['{{resolve', 'secretsmanager', cdk.Aws.STACK_NAME, `${scope.node.id}}}`]), VALUE],
      ['Fn.base64', scope => cdk.Fn.base64(unwrapped(scope)), VALUE],
      ['Fn.sub', () => cdk.Fn.sub('{{resolve:secretsmanager:${AWS::StackName}:SecretString:key}}'), VALUE],
      ['Fn.sub with variables', () => cdk.Fn.sub('{{resolve:${Service}:/shop/key}}', { Service: 'ssm-secure' }), VALUE],
      ['Fn.sub of an attribute', scope => cdk.Fn.sub(`\${${accessKey(scope).node.id}.SecretAccessKey}`), 'the SecretAccessKey of Stack/Key'],
      ['a JSON text', scope => scope.toJsonString({ region: cdk.Aws.REGION, key: unwrapped(scope) }), VALUE],
      ['a JSON text with an attribute', scope => scope.toJsonString({ key: accessKey(scope).attrSecretAccessKey }), 'the SecretAccessKey of Stack/Key'],
      ['a JSON text with a NoEcho parameter', scope => scope.toJsonString({ key: new cdk.CfnParameter(scope, 'Given', { noEcho: true }).valueAsString }), 'the NoEcho parameter Given'],
      ['a value that is settled later', scope => {
        const value = unwrapped(scope);
        return cdk.Lazy.string({ produce: () => value });
      }, VALUE],
      ['a later attribute of another stack', scope => {
        const key = accessKey(new cdk.Stack(scope.node.root as cdk.App, 'Other'));
        return cdk.Lazy.string({ produce: () => key.attrSecretAccessKey });
      }, 'the SecretAccessKey of Other/Key'],
      ['an attribute within Fn.join', scope => cdk.Fn.join('/', ['x', accessKey(scope).attrSecretAccessKey]), 'the SecretAccessKey of Stack/Key'],
      ['the secret of a client', scope => client(scope).userPoolClientSecret.unsafeUnwrap(), 'the UserPoolClient.ClientSecret of Stack/Client'],
    ])('fails on %s', (_, given, what) => {
      const message = refusedAtLast(given);
      expect(message).toMatch(/Stack\/Orders\]? ?:? ?environment: VALUE holds /);
      expect(message).toContain(what);
      expect(message).toContain('SecretBackedFunction (secrets: …)');
    });

    test('fails on what is added to the function behind', () => {
      expect(refusedAtLast(unwrapped, true)).toContain('environment: VALUE holds the value of a secret');
    });

    describe('in the open', () => {
      const PASSWORD = 'hunter2hunter2';
      type Late = (made: cdk.Stack, fn: lambda.Function) => void;
      const override = (value: unknown): Late => (_, fn) => (fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Environment.Variables.DB_PASSWORD', value);
      const mapping = (made: cdk.Stack, isLazy = false) => new cdk.CfnMapping(made, 'Logins', { lazy: isLazy, mapping: { 'eu-west-1': { password: PASSWORD, user: 'shop' } } });
      const either = (made: cdk.Stack, one: unknown, other: unknown = { Ref: 'AWS::NoValue' }) =>
        ({ 'Fn::If': [new cdk.CfnCondition(made, 'Is', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') }).logicalId, one, other] });
      const lateError = (late: Late): string => {
        const made = new cdk.Stack(testApp(), 'Stack');
        late(made, new SecureFunction(made, 'Orders', { code: CODE }).lambda as lambda.Function);
        try { Template.fromStack(made); } catch (error) { return (error as Error).message; }
        return 'nothing was refused';
      };

      test.each<[string, Late, string]>([
        ['addEnvironment on the function behind', (_, fn) => void fn.addEnvironment('DB_PASSWORD', PASSWORD), ''],
        ['an override', override(PASSWORD), ''],
        ['an override of the whole environment', (_, fn) => (fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Environment', { Variables: { DB_PASSWORD: PASSWORD } }), ''],
        ['an override by path', (_, fn) => (fn.node.defaultChild as lambda.CfnFunction).addOverride('Properties.Environment.Variables.DB_PASSWORD', PASSWORD), ''],
        ['an override with a reference', made => override(new secretsmanager.Secret(made, 'Secret').secretValue.unsafeUnwrap())(made, made.node.findChild('Orders').node.findChild('Function') as lambda.Function), 'the value of a secret'],
        ['the property of the resource', (_, fn) => { (fn.node.defaultChild as lambda.CfnFunction).environment = { variables: { DB_PASSWORD: PASSWORD } }; }, ''],
        ['a value that is settled later', (_, fn) => void fn.addEnvironment('DB_PASSWORD', cdk.Lazy.string({ produce: () => PASSWORD })), ''],
        ['one of two values', (made, fn) => void fn.addEnvironment('DB_PASSWORD', cdk.Fn.conditionIf(new cdk.CfnCondition(made, 'Is').logicalId, PASSWORD, cdk.Aws.NO_VALUE).toString()), ''],
        ['an environment that the deployment chooses', (made, fn) => (fn.node.defaultChild as lambda.CfnFunction)
          .addOverride('Properties.Environment', either(made, { Variables: { DB_PASSWORD: PASSWORD } })), ''],
        ['variables that the deployment chooses', (made, fn) => (fn.node.defaultChild as lambda.CfnFunction)
          .addOverride('Properties.Environment.Variables', either(made, cdk.Aws.NO_VALUE, { DB_PASSWORD: PASSWORD })), ''],
        ['the property of the resource, with a choice within a choice', (made, fn) => {
          const inner = cdk.Fn.conditionIf('Is', { DB_PASSWORD: PASSWORD }, cdk.Aws.NO_VALUE);
          (fn.node.defaultChild as lambda.CfnFunction).environment = { variables: cdk.Token.asAny(either(made, { MODE: 'fast' }, inner)) as cdk.IResolvable };
        }, ''],
        ['a reference in variables that the deployment chooses', (made, fn) => {
          const { attrSecretAccessKey } = new iam.CfnAccessKey(new cdk.Stack(made.node.root as cdk.App, 'Other'), 'Key', { userName: 'shop' });
          const chosen = either(made, { Variables: { DB_PASSWORD: attrSecretAccessKey } });
          (fn.node.defaultChild as lambda.CfnFunction).environment = cdk.Token.asAny(chosen) as cdk.IResolvable;
        }, 'the SecretAccessKey of Other/Key'],
        ['a dynamic reference in variables that the deployment chooses', (made, fn) => (fn.node.defaultChild as lambda.CfnFunction)
          .addOverride('Properties.Environment.Variables', either(made, { DB_PASSWORD: '{{resolve:secretsmanager:shop}}' })), 'the value of a secret'],
        ['an encoded value', (_, fn) => void fn.addEnvironment('DB_PASSWORD', cdk.Fn.base64(PASSWORD)), ''],
        ['a key of a known form within Fn.join', (_, fn) => void fn.addEnvironment('NEUTRAL', cdk.Fn.join('/', [cdk.Aws.REGION, 'AKIAIOSFODNN7EXAMPLF'])), 'NEUTRAL'],
        ['an Aspect', (_, fn) => cdk.Aspects.of(fn).add({ visit: node => { if (node === fn) fn.addEnvironment('DB_PASSWORD', PASSWORD); } }), ''],
        ['a mapping', (made, fn) => void fn.addEnvironment('DB_PASSWORD', mapping(made).findInMap(cdk.Aws.REGION, 'password')), 'of the mapping Stack/Logins'],
        ['a lazy mapping', (made, fn) => void fn.addEnvironment('DB_PASSWORD', mapping(made, true).findInMap(cdk.Aws.REGION, 'password')), 'of the mapping Stack/Logins'],
        ['a mapping whose key only the deployment knows', (made, fn) => void fn.addEnvironment('DB_PASSWORD', mapping(made).findInMap('eu-west-1', cdk.Aws.REGION)), 'of the mapping Stack/Logins'],
        ['the default of a parameter', (made, fn) => void fn.addEnvironment('DB_PASSWORD', new cdk.CfnParameter(made, 'Given', { default: PASSWORD }).valueAsString), 'the default of the parameter Stack/Given'],
      ])('fails on a password that came by %s', (_, late, where) => {
        const message = lateError(late);
        expect(message).toMatch(/\[Stack\/Orders\] environment: (?:DB_PASSWORD|NEUTRAL) holds /);
        expect(message).toContain(where);
        expect(message).not.toContain(PASSWORD);
      });

      test.each<[string, Late]>([
        ['what an override takes away', (_, fn) => {
          fn.addEnvironment('DB_PASSWORD', PASSWORD);
          (fn.node.defaultChild as lambda.CfnFunction).addPropertyDeletionOverride('Environment.Variables.DB_PASSWORD');
        }],
        ['the user of a mapping with a password', (made, fn) => void fn.addEnvironment('DB_USER', mapping(made).findInMap(cdk.Aws.REGION, 'user'))],
        ['a name that a mapping is a part of', (made, fn) => void fn.addEnvironment('DB_PASSWORD', cdk.Fn.join('/', ['arn:aws:secretsmanager', mapping(made).findInMap(cdk.Aws.REGION, 'user')]))],
        ['a parameter without a default', (made, fn) => void fn.addEnvironment('DB_PASSWORD_NAME', new cdk.CfnParameter(made, 'Given').valueAsString)],
        ['a resource whose logical id looks random', (made, fn) => void fn.addEnvironment('API_TOKEN', new iam.CfnUser(made, 'A8f3kd93KfLs02kfPq71').ref)],
        ['ordinary variables that the deployment chooses', (made, fn) => (fn.node.defaultChild as lambda.CfnFunction).addOverride('Properties.Environment', either(made, { Variables: { MODE: 'fast' } }))],
        ['an ordinary override', override(cdk.Aws.REGION)],
      ])('takes %s', (_, late) => {
        expect(lateError(late)).toBe('nothing was refused');
      });
    });

    test.each<[string, Given]>([
      ['the ARN of a secret', scope => cdk.Fn.join(':', ['x', new secretsmanager.Secret(scope, 'Secret').secretArn])],
      ['names and ARNs in a JSON text', scope => scope.toJsonString({ key: accessKey(scope).ref, arn: new secretsmanager.Secret(scope, 'Secret').secretArn, mode: new cdk.CfnParameter(scope, 'Mode').valueAsString })],
      ['the id of a client', scope => cdk.Lazy.string({ produce: () => (scope.node.tryFindChild('Client') as cognito.UserPoolClient ?? client(scope)).userPoolClientId })],
      ['a plain parameter of Systems Manager', () => cdk.Fn.sub('{{resolve:ssm:/shop/${AWS::StackName}}}')],
      ['a text about references', () => cdk.Fn.sub('see resolve:secretsmanager in ${!the} guide of ${AWS::Region}')],
    ])('takes %s', (_, given) => {
      expect(refusedAtLast(given)).toBe('nothing was refused');
    });

    test('takes a secret that is named by a NoEcho parameter, which the boundary is told', () => {
      const made = new cdk.Stack(testApp(), 'Stack');
      const secretCompleteArn = new cdk.CfnParameter(made, 'Named', { noEcho: true }).valueAsString;
      const source = SecretSource.existing(secretsmanager.Secret.fromSecretAttributes(made, 'Secret', { secretCompleteArn }));
      new SecretBackedFunction(made, 'Orders', { code: CODE, secrets: { key: source } });
      expect(() => Template.fromStack(made)).not.toThrow();
    });
  });
});

test.each<[string, SecureFunctionProps, string]>([
  ['without code', {}, 'give entry (a file to bundle) or code (code that is ready to run), got neither'],
  ['with two codes', { entry: __filename, code: CODE }, 'give entry (a file to bundle) or code (code that is ready to run), got both'],
  ['on an entry that does not exist', { entry: 'src/nowhere.ts' }, `entry: src/nowhere.ts does not exist: it was looked for at ${process.cwd()}/src/nowhere.ts, relative to the working directory`],
  ['on an entry that is a folder', { entry: __dirname }, `entry: ${__dirname} has to be the file that exports the handler, got a folder (${__dirname})`],
  ['on an entry in another language', { entry: `${__dirname}/schema.graphql` }, `entry: ${__dirname}/schema.graphql has to be TypeScript or JavaScript (.ts, .tsx, .mts, .cts, .js, .jsx, .mjs, .cjs); for other languages give code`],
  ['on an entry that is a token', { entry: cdk.Aws.REGION }, 'entry is a path on this machine and read at synthesis, got a token'],
  ['on an entry for another runtime', { entry: __filename, runtime: lambda.Runtime.PYTHON_3_13 }, 'entry is bundled for Node.js, got runtime: python3.13; for other runtimes give code'],
  ['on a runtime past its end', { code: CODE, runtime: lambda.Runtime.NODEJS_20_X }, 'runtime: nodejs20.x is past its end of life and gets no security patches; leave runtime out, or take nodejs22.x or newer'],
  ['on the first runtime there was', { code: CODE, runtime: lambda.Runtime.NODEJS }, 'runtime: nodejs is past its end of life and gets no security patches; leave runtime out, or take nodejs22.x or newer'],
  ['on a timeout that is too long', { code: CODE, timeout: cdk.Duration.minutes(16) }, 'timeout: a function runs at least 1 second and at most 900 seconds, in whole ones, got 960 seconds'],
  ['on a timeout that is too short', { code: CODE, timeout: cdk.Duration.millis(500) }, 'timeout: a function runs at least 1 second and at most 900 seconds, in whole ones, got 0.5 seconds'],
  ['on too little memory', { code: CODE, memorySize: 64 }, 'memorySize: a function has 128 to 10240 mebibytes in whole numbers, got 64'],
  ['on half a concurrency', { code: CODE, provisionedConcurrency: 0.5 }, 'provisionedConcurrency: keep at least 1 execution environment ready, in whole numbers, or leave it out; got 0.5'],
  ['on a negative reservation', { code: CODE, reservedConcurrency: -1 }, 'reservedConcurrency: a whole number of at least 0, got -1'],
  ['on more provisioned than reserved', { code: CODE, provisionedConcurrency: 5, reservedConcurrency: 2 }, 'provisionedConcurrency: 5 is more than reservedConcurrency: 2 lets run'],
  ...['a-b', '1A', 'X', '', 'a.b', '_A'].map((name): [string, SecureFunctionProps, string] => [
    `on a variable called ${JSON.stringify(name)}`, { code: CODE, environment: { [name]: 'x' } },
    `environment: a name has at least two letters, digits and underscores, of which the first is a letter, got ${JSON.stringify(name)}`,
  ]),
  ['on the variable of an enforced boundary', { code: CODE, environment: { RAMPART_HANDLER: 'x' } },
    'environment: RAMPART_HANDLER names the handler that the boundary calls where it is enforced; leave it out, and give handler'],
  ['on a long description', { code: CODE, description: 'a'.repeat(257) }, 'description: at most 256 characters, got 257'],
])('fails %s', (_, props, message) => {
  expect(refusal(props)).toBe(`Stack/Orders: ${message}`);
});

test('fails on the name of a variable that is added', () => {
  const fn = new SecureFunction(new cdk.Stack(testApp(), 'Stack'), 'Orders', { code: CODE, environment: { A1: 'x', a_B: 'y', [cdk.Aws.REGION]: 'z' } });
  expect(() => fn.addEnvironment('a-b', 'x')).toThrow('Stack/Orders: environment: a name has at least two letters');
});

test('fails once, with everything that is wrong', () => {
  expect(refusal({ memorySize: 1, reservedConcurrency: -1 })).toMatch(/got neither; memorySize: .*; reservedConcurrency: /);
});
