import { createHash } from 'node:crypto';
import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { Rampart } from '../../index';
import { DatabaseEngine, DatabaseSecretOptions, SecretBackedFunction, SecretBackedFunctionProps, SecretSource, SecureFunction, SecurityAlarms } from '../../lib';
import { renderedProperties } from '../../lib/private/rendered';
import { matches } from '../support/event-pattern';
import { circlesIn } from '../support/quick-app';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555550';
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:billing-AbCdEf';

function testStack(): cdk.Stack {
  return new cdk.Stack(testApp(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
}

function billing(stack: cdk.Stack, secrets: { [name: string]: SecretSource }, props: Partial<SecretBackedFunctionProps> = {}, id = 'Billing'): SecretBackedFunction {
  return new SecretBackedFunction(stack, id, { code: CODE, secrets, ...props });
}

/** What a rule is deployed with: the references as they are found then. */
function deployed(pattern: object): string {
  const found = (_key: string, value: any): unknown => {
    if (value?.Ref?.startsWith('AWS::')) return { 'AWS::Partition': 'aws', 'AWS::AccountId': '111122223333' }[value.Ref as string] ?? 'ap-southeast-1';
    if (value?.Ref !== undefined) return `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${value.Ref}-abcdefghijkl-AbCdEf`;
    if (value?.['Fn::GetAtt']?.[1] === 'RoleId') return `AROA${createHash('sha256').update(value['Fn::GetAtt'][0]).digest('hex').slice(0, 17).toUpperCase()}`;
    if (value?.['Fn::GetAtt'] !== undefined) return `arn:aws:iam::111122223333:role/Stack-${value['Fn::GetAtt'][0].slice(0, 40)}-abcdefghijkl`;
    if (value?.['Fn::Join'] !== undefined) return JSON.parse(JSON.stringify(value['Fn::Join'][1], found)).join('');
    if (value?.['Fn::Select'] !== undefined) {
      const [index, list] = JSON.parse(JSON.stringify(value['Fn::Select'], found));
      return list[index];
    }
    return value?.['Fn::Split'] === undefined ? value : JSON.parse(JSON.stringify(value['Fn::Split'][1], found)).split(value['Fn::Split'][0]);
  };
  return JSON.stringify(pattern, found);
}

/** The error that the props of a function give. */
function refusal(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

/** What a template says under a property, wherever that stands in it. */
function statementsOf(template: Template, type: string, logicalId: RegExp, document = 'PolicyDocument'): Record<string, any>[] {
  const [, policy] = Object.entries(template.findResources(type)).find(([id]) => logicalId.test(id))!;
  return policy.Properties[document].Statement;
}

/** The facts of the function's environment, with what only the deployment knows as it stands in the template. */
function factsOf(stack: cdk.Stack, fn: SecretBackedFunction): any {
  const environment = stack.resolve((fn.lambda.node.defaultChild as lambda.CfnFunction).environment);
  const text: unknown = environment.variables.RAMPART_FACTS;
  const joined = typeof text === 'string' ? text : (text as any)['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part).replace(/"/g, '\''))).join('');
  return JSON.parse(joined);
}

describe('an existing secret', () => {
  const stack = testStack();
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555');
  const fn = billing(stack, {
    plain: SecretSource.existing(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Plain', SECRET_ARN)),
    named: SecretSource.existing(secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'billing/named'), { stages: ['AWSCURRENT', 'AWSPENDING'] }),
    keyed: SecretSource.existing(secretsmanager.Secret.fromSecretAttributes(stack, 'Keyed', { secretCompleteArn: SECRET_ARN.replace('billing', 'keyed'), encryptionKey: key })),
  });
  const template = Template.fromStack(stack);
  const statements = statementsOf(template, 'AWS::IAM::Policy', /^Billing/);

  test('is read with GetSecretValue alone, at the current version alone', () => {
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: SECRET_ARN,
      Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
    });
    expect(JSON.stringify(statements)).not.toContain('DescribeSecret');
  });

  test('is read at the stages that are named, by an ARN whose end nobody knows', () => {
    const named = statements.find(({ Condition }) => Array.isArray(Condition?.StringEquals?.['secretsmanager:VersionStage']));
    expect(named!.Condition.StringEquals['secretsmanager:VersionStage']).toEqual(['AWSCURRENT', 'AWSPENDING']);
    expect(JSON.stringify(named!.Resource)).toContain(':secret:billing/named-??????');
  });

  test('is decrypted through Secrets Manager only, and only itself', () => {
    const decrypts = statements.filter(({ Action }) => Action === 'kms:Decrypt');
    expect(decrypts).toEqual([{
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
        StringLike: { 'kms:EncryptionContext:SecretARN': SECRET_ARN.replace('billing', 'keyed') },
      },
    }]);
  });

  test('leaves the secret, its policy and its rotation alone', () => {
    for (const type of ['Secret', 'ResourcePolicy', 'RotationSchedule']) template.resourceCountIs(`AWS::SecretsManager::${type}`, 0);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.resourceCountIs('AWS::Events::Rule', 0);
  });

  test('reaches the function as an ARN, never as a value', () => {
    expect(factsOf(stack, fn).secrets.plain).toEqual({ arn: SECRET_ARN, stages: ['AWSCURRENT'] });
    expect(JSON.stringify(template.toJSON())).not.toContain('{{resolve:');
  });
});

describe('a generated secret', () => {
  const stack = testStack();
  const alarms = new SecurityAlarms(stack, 'Alarms');
  const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
  const fn = billing(stack, { signing: SecretSource.generated(), token: SecretSource.generated({ rotateAfter: cdk.Duration.days(7), length: 64 }) }, {
    secretReaders: [auditor], alarms,
  });
  const template = Template.fromStack(stack);
  const secrets = Object.keys(template.findResources('AWS::SecretsManager::Secret'));

  test('is kept, encrypted with one key that is rotated, and made up of letters and digits', () => {
    template.allResources('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'Retain', Properties: { KmsKeyId: Match.anyValue(), GenerateSecretString: { ExcludePunctuation: true } },
    });
    template.hasResourceProperties('AWS::KMS::Key', { Description: 'Secrets of Stack/Billing', EnableKeyRotation: true });
    const keys = Object.values(template.findResources('AWS::SecretsManager::Secret')).map(({ Properties }) => JSON.stringify(Properties.KmsKeyId));
    expect(new Set(keys).size).toBe(1);
  });

  test('is rotated by a function of its own, after 30 days or as asked', () => {
    const rates = Object.values(template.findResources('AWS::SecretsManager::RotationSchedule')).map(({ Properties }) => Properties.RotationRules.ScheduleExpression);
    expect(rates.sort()).toEqual(['rate(30 days)', 'rate(7 days)']);
  });

  test('is refused to everybody but the function, who rotates it and the named readers, and to the world for good', () => {
    const policies = Object.values(template.findResources('AWS::SecretsManager::ResourcePolicy')).map(({ Properties }) => Properties);
    expect(policies).toHaveLength(secrets.length);
    for (const { ResourcePolicy, BlockPublicPolicy } of policies) {
      expect(BlockPublicPolicy).toBe(true);
      const [deny] = ResourcePolicy.Statement.filter(({ Action }: any) => Action === 'secretsmanager:GetSecretValue');
      expect(deny).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
      const admitted = deny.Condition.ArnNotEquals['aws:PrincipalArn'].map((arn: any) => arn['Fn::GetAtt'][0]);
      expect(admitted).toEqual([stack.getLogicalId(fn.role!.node.defaultChild as cdk.CfnElement), stack.getLogicalId(auditor.node.defaultChild as cdk.CfnElement), expect.stringMatching(/^BillingSecretsSharedGenerator\d*Role/)]);
    }
  });

  test('is denied to be read, and by its rotation to be deleted, and nothing else', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::SecretsManager::ResourcePolicy'))) {
      const denied = Properties.ResourcePolicy.Statement.map(({ Effect, Action, Principal }: any) => [Effect, Action, JSON.stringify(Principal)]);
      expect(denied).toEqual([
        ['Deny', 'secretsmanager:GetSecretValue', '{"AWS":"*"}'],
        ['Deny', 'secretsmanager:DeleteSecret', expect.stringContaining(':iam::111122223333:root')],
      ]);
    }
    const fixed = testStack();
    billing(fixed, { partner: SecretSource.neverRotated('a partner hands it out') });
    const [policy] = Object.values(Template.fromStack(fixed).findResources('AWS::SecretsManager::ResourcePolicy'));
    expect(policy.Properties.ResourcePolicy.Statement.map(({ Action }: any) => Action)).toEqual(['secretsmanager:GetSecretValue']);
  });

  test('may be read as it was before the latest rotation too, to verify what that signed', () => {
    const reads = statementsOf(template, 'AWS::IAM::Policy', /^BillingRole/).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(reads.map(({ Condition }) => Condition.StringEquals['secretsmanager:VersionStage'])).toEqual([['AWSCURRENT', 'AWSPREVIOUS'], ['AWSCURRENT', 'AWSPREVIOUS']]);
  });

  test('raises an alarm when a rotation of one of them fails', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['aws.secretsmanager'],
        'detail-type': ['AWS Service Event via CloudTrail'],
        'detail': { eventName: ['RotationFailed', 'RotationAbandoned', 'TestRotationFailed'], additionalEventData: { SecretId: secrets.map(Ref => ({ Ref })) } },
      },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Events',
      MetricName: 'TriggeredRules',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: stack.getLogicalId(alarms.topic.node.defaultChild as cdk.CfnElement) }],
    });
  });

  test('is handed out by name', () => {
    expect(fn.secret('signing').secretArn).toBe(fn.secret('signing').secretArn);
    expect(refusal(() => fn.secret('other'))).toBe('Stack/Billing: there is no secret "other"; there are: signing, token');
  });
});

describe('a secret that a function of yours rotates', () => {
  const stack = testStack();
  const rotation = new SecureFunction(stack, 'Rotation', { code: CODE });
  const foreign = lambda.Function.fromFunctionArn(stack, 'Foreign', 'arn:aws:lambda:eu-west-1:111122223333:function:rotate');
  billing(stack, { db: SecretSource.rotating(rotation), other: SecretSource.rotating(foreign, { rotateAfter: cdk.Duration.hours(4) }) });
  const template = Template.fromStack(stack);

  test('is read at the next value too, which is in force while a rotation is under way', () => {
    const reads = statementsOf(template, 'AWS::IAM::Policy', /^BillingRole/).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(reads[0].Condition.StringEquals['secretsmanager:VersionStage']).toEqual(['AWSCURRENT', 'AWSPENDING']);
  });

  test('lets the function that rotates decrypt this secret, through Secrets Manager', () => {
    const [decrypts] = statementsOf(template, 'AWS::IAM::Policy', /^RotationRole/).filter(({ Action }) => [Action].flat().includes('kms:Decrypt'));
    expect(decrypts).toMatchObject({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } } });
  });

  test('admits a function of which only the ARN is known by that ARN', () => {
    const conditions = Object.values(template.findResources('AWS::SecretsManager::ResourcePolicy'))
      .flatMap(({ Properties }) => Properties.ResourcePolicy.Statement).map(({ Condition }) => Condition?.ArnNotEquals?.['lambda:SourceFunctionArn']).filter(Boolean);
    expect(conditions).toEqual([['arn:aws:lambda:eu-west-1:111122223333:function:rotate']]);
  });
});

describe('the login of a database', () => {
  const stack = testStack();
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const database = new rds.DatabaseCluster(stack, 'Database', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('Writer'),
  });
  billing(stack, {
    db: SecretSource.database(database, {
      engine: DatabaseEngine.POSTGRESQL,
      username: 'billing',
      adminSecret: database.secret,
      vpc,
      connections: database,
      databaseName: 'billing',
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    }),
  });
  billing(stack, { db: SecretSource.database(database, { engine: DatabaseEngine.POSTGRESQL, username: 'reports' }) }, {}, 'Reports');
  const template = Template.fromStack(stack);

  test('is rotated by the function of AWS that lets two users take turns', () => {
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      HostedRotationLambda: { RotationType: 'PostgreSQLMultiUser', MasterSecretArn: Match.anyValue(), RotationLambdaName: Match.stringLikeRegexp('Billing'), KmsKeyArn: Match.anyValue() },
    });
  });

  test('is rotated so by default too, where the database has the login of its administrator', () => {
    const types = Object.values(template.findResources('AWS::SecretsManager::RotationSchedule')).map(({ Properties }) => Properties.HostedRotationLambda.RotationType);
    expect(types).toEqual(['PostgreSQLMultiUser', 'PostgreSQLMultiUser']);
  });

  describe('of whose administrator RDS manages the password', () => {
    const place = () => {
      const own = testStack();
      const network = new ec2.Vpc(own, 'Vpc');
      const managed = new rds.DatabaseInstance(own, 'Database', {
        engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }), vpc: network, manageMasterUserPassword: true,
      });
      const login = (options: Partial<DatabaseSecretOptions>, id?: string) => billing(own, {
        db: SecretSource.database(managed, { engine: DatabaseEngine.POSTGRESQL, username: 'billing', ...options }),
      }, {}, id);
      return { own, network, managed, login };
    };

    test('is rotated by one user, as the rotation does not know where the administrator logs in', () => {
      const { own, login } = place();
      login({});
      const resources = Template.fromStack(own);
      resources.hasResourceProperties('AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser', MasterSecretArn: Match.absent() } });
      resources.hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { SecretStringTemplate: '{"username":"billing"}' } });
    });

    test('is refused that administrator where the rotation does not reach RDS', () => {
      const { network, managed, login } = place();
      expect(() => login({ adminSecret: managed.secret, vpc: network })).toThrow(/db: adminSecret: RDS manages this login, .*Leave adminSecret out, and billing changes/);
      expect(() => login({ adminSecret: managed.secret }, 'Outside')).not.toThrow();
    });
  });

  test('names the user, the administrator and the database, and never a password', () => {
    const [, { Properties }] = Object.entries(template.findResources('AWS::SecretsManager::Secret')).find(([id]) => id.startsWith('Billing'))!;
    const text = JSON.stringify(Properties.GenerateSecretString.SecretStringTemplate);
    expect(text).toContain('billing');
    expect(text).toContain('masterarn');
    expect(Properties.GenerateSecretString.GenerateStringKey).toBe('password');
  });

  test('has one resource policy, which lets the function of AWS in by its name', () => {
    const policies = Object.entries(template.findResources('AWS::SecretsManager::ResourcePolicy')).filter(([id]) => id.startsWith('Billing'));
    expect(policies).toHaveLength(1);
    const text = JSON.stringify(policies[0][1].Properties.ResourcePolicy);
    expect(text).toMatch(/lambda:SourceFunctionArn.*:function:.*Billing/);
  });

  test('is closed once CloudFormation, which nobody lets in, has written the address of the database into it', () => {
    const attachment = (id: RegExp) => Object.keys(template.findResources('AWS::SecretsManager::SecretTargetAttachment')).find(one => id.test(one));
    const [, policy] = Object.entries(template.findResources('AWS::SecretsManager::ResourcePolicy')).find(([id]) => id.startsWith('Billing'))!;
    expect(policy.DependsOn).toEqual([attachment(/^Billing/)]);
  });

  test('is denied to be read; its administrator, who lets two users take turns, is denied to be deleted', () => {
    const policies = Object.entries(template.findResources('AWS::SecretsManager::ResourcePolicy'));
    const denied = (id: RegExp) => policies.filter(([one]) => id.test(one))
      .map(([, { Properties }]) => Properties.ResourcePolicy.Statement.map(({ Action }: any) => Action));
    expect(denied(/^Billing/)).toEqual([['secretsmanager:GetSecretValue']]);
    expect(denied(/^(?!Billing)/)).toContainEqual(['secretsmanager:DeleteSecret']);
  });

  test('lets the rotation reach the database and Secrets Manager, and nothing else', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Rotation of a database login',
      SecurityGroupEgress: [{ CidrIp: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Vpc'), 'CidrBlock'] }, FromPort: 443, ToPort: 443, IpProtocol: 'tcp', Description: 'Secrets Manager' }],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { Description: 'Rotation of the database login' });
  });

  test.each([true, false])('writes no policy that lets the world in later, to the administrator\'s secret either (attached: %s)', attachedPolicy => {
    const app = testApp();
    app.node.setContext('@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments', attachedPolicy);
    const other = new cdk.Stack(app, 'Stack');
    const instance = new rds.DatabaseInstance(other, 'Db', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: new ec2.Vpc(other, 'Vpc') });
    billing(other, { db: SecretSource.database(instance, { engine: DatabaseEngine.POSTGRESQL, username: 'billing' }) });
    const policies = Object.values(Template.fromStack(other).findResources('AWS::SecretsManager::ResourcePolicy'));

    expect(policies).toHaveLength(2);
    expect(policies.map(({ Properties }) => Properties.BlockPublicPolicy)).toEqual([true, true]);
  });

  const loginOf = (engine: DatabaseEngine, actual: rds.IInstanceEngine) => {
    const other = testStack();
    const instance = new rds.DatabaseInstance(other, 'Db', { engine: actual, vpc: new ec2.Vpc(other, 'Vpc') });
    return refusal(() => billing(other, { db: SecretSource.database(instance, { engine, username: 'billing' }) }));
  };

  // The functions of AWS ask which engine the secret is of: https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas
  test.each<[DatabaseEngine, DatabaseEngine, rds.IInstanceEngine, string]>([
    [DatabaseEngine.MYSQL, DatabaseEngine.POSTGRESQL, rds.DatabaseInstanceEngine.MYSQL, 'mysql'],
    [DatabaseEngine.MARIADB, DatabaseEngine.MYSQL, rds.DatabaseInstanceEngine.MARIADB, 'mariadb'],
    [DatabaseEngine.POSTGRESQL, DatabaseEngine.MONGODB, rds.DatabaseInstanceEngine.POSTGRES, 'postgres'],
    [DatabaseEngine.SQLSERVER, DatabaseEngine.ORACLE, rds.DatabaseInstanceEngine.SQL_SERVER_EX, 'sqlserver-ex'],
    [DatabaseEngine.ORACLE, DatabaseEngine.SQLSERVER, rds.DatabaseInstanceEngine.ORACLE_EE, 'oracle-ee'],
  ])('is rotated as one of %s, and as one of %s not, where the database is that', (own, another, actual, type) => {
    expect(loginOf(own, actual)).toBe('nothing was refused');
    expect(loginOf(another, actual)).toContain(`secrets.db: engine: what rotates logins of ${another} refuses those of any other database, and Stack/Db is ${type}; give the engine that it is`);
  });

  test.each(Object.values(DatabaseEngine))('is rotated for %s by one user where no administrator is named', engine => {
    const other = testStack();
    billing(other, { db: SecretSource.database({ asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) }, { engine, username: 'billing' }) });

    Template.fromStack(other).hasResourceProperties('AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: { RotationType: Match.stringLikeRegexp('SingleUser$') } });
  });
});

test('a login of an administrator that another function owns is opened to the rotation', () => {
  const stack = testStack();
  const target = { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) };
  const owner = billing(stack, { db: SecretSource.database(target, { engine: DatabaseEngine.POSTGRESQL, username: 'admin' }) }, {}, 'Owner');
  billing(stack, { db: SecretSource.database(target, { engine: DatabaseEngine.POSTGRESQL, username: 'user', adminSecret: owner.secret('db') }) });
  const template = Template.fromStack(stack);
  const rotationOf = (id: RegExp) => {
    const [, { Properties }] = Object.entries(template.findResources('AWS::SecretsManager::RotationSchedule')).find(([one]) => id.test(one))!;
    return Properties.HostedRotationLambda.RotationLambdaName as string;
  };
  const admittedBy = (id: RegExp) => {
    const [deny] = statementsOf(template, 'AWS::SecretsManager::ResourcePolicy', id, 'ResourcePolicy').filter(({ Effect }) => Effect === 'Deny');
    return deny.Condition.ArnNotEquals['lambda:SourceFunctionArn'].map((arn: any) => arn['Fn::Join'][1].at(-1).split(':').at(-1)) as string[];
  };

  expect(admittedBy(/^Owner/)).toEqual([rotationOf(/^Owner/), rotationOf(/^Billing/)]);
  expect(admittedBy(/^Billing/)).toEqual([rotationOf(/^Billing/)]);
});

test('a secret that its service rotates is read at the next value too, and left alone', () => {
  const stack = testStack();
  const fn = billing(stack, { db: SecretSource.managed(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Managed', SECRET_ARN)) });
  const template = Template.fromStack(stack);

  expect(statementsOf(template, 'AWS::IAM::Policy', /^Billing/)).toContainEqual({
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: SECRET_ARN,
    Condition: { StringEquals: { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPENDING'] } },
  });
  expect(factsOf(stack, fn).secrets.db).toEqual({ arn: SECRET_ARN, stages: ['AWSCURRENT', 'AWSPENDING'] });
  for (const type of ['Secret', 'ResourcePolicy', 'RotationSchedule']) template.resourceCountIs(`AWS::SecretsManager::${type}`, 0);
});

test('a secret that nothing rotates says why in the reports', () => {
  const stack = testStack();
  const fn = billing(stack, { stripe: SecretSource.neverRotated('Stripe hands the key out, and has no API to change it') });

  Template.fromStack(stack).resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  expect(cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY).toBeDefined();
  const [{ data }] = fn.secret('stripe').node.metadata.filter(({ type }) => type === cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  expect(JSON.stringify(data)).toContain('Stripe hands the key out');
});

test('rotations are watched by the alarms of the scope too', () => {
  const stack = testStack();
  Rampart.defaults(stack, { alarms: new SecurityAlarms(stack, 'Alarms') });
  billing(stack, { signing: SecretSource.generated() });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/Events', MetricName: 'TriggeredRules' });
});

test.each([
  ['of the own environment', 'eu-west-1', [SECRET_ARN]], ['of another Region, of which no rule here hears', 'us-east-1', []],
])('a rotation by its service raises an alarm where it fails, for a secret %s', (_, region, watched) => {
  const stack = new cdk.Stack(testApp(), 'Stack', { env: { account: '111122223333', region } });
  billing(stack, { db: SecretSource.managed(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Managed', SECRET_ARN)) }, { alarms: new SecurityAlarms(stack, 'Alarms') });
  const template = Template.fromStack(stack);
  const rules = Object.entries(template.findResources('AWS::Events::Rule', { Properties: { EventPattern: { detail: { eventName: Match.arrayWith(['RotationFailed']) } } } }));

  expect(rules.flatMap(([, { Properties }]) => Properties.EventPattern.detail.additionalEventData.SecretId)).toEqual(watched);
  template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Dimensions: [{ Name: 'RuleName', Value: { Ref: Match.stringLikeRegexp('RotationFailed') } }] }, watched.length);
});

describe('reads by others raise an alarm by default', () => {
  /** What of the calls that CloudTrail tells of raises the alarm, with the logical ids of roles and the names of functions for their ARNs. */
  function raising(stack: cdk.Stack, secret: secretsmanager.ISecret) {
    const secretId = JSON.stringify(stack.resolve(secret.secretArn));
    const [pattern, ...others] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern)
      .filter(({ detail: { eventName, requestParameters } }) => eventName[0] === 'GetSecretValue' && JSON.stringify(requestParameters.secretId).includes(secretId));
    expect(others).toEqual([]);
    const said = JSON.parse(JSON.stringify(pattern, (_key, value) => {
      const last = value?.['Fn::GetAtt']?.[0] ?? value?.['Fn::Join']?.[1].at(-1) ?? value;
      return Object.keys(last ?? {}).some(key => /^(?:Ref|Fn::.*)$/.test(key)) ? JSON.stringify(last) : last;
    }));
    return (userIdentity: object) => matches(said, {
      'source': 'aws.secretsmanager',
      'detail-type': 'AWS API Call via CloudTrail',
      'detail': { eventName: 'GetSecretValue', requestParameters: { secretId: said.detail.requestParameters.secretId.at(-1) }, userIdentity },
    });
  }
  const ofRole = (arn: string, credentialsIssuedTo?: string) => ({
    sessionContext: { sessionIssuer: { arn, principalId: arn } }, ...credentialsIssuedTo !== undefined && { inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo } },
  });
  const roleOf = (fn: SecureFunction) => fn.stack.getLogicalId(fn.role!.node.defaultChild as cdk.CfnElement);
  const target = { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) };

  test('and none by those who are let in, also later on', () => {
    const stack = testStack();
    const alarms = new SecurityAlarms(stack, 'Alarms');
    const owner = billing(stack, { key: SecretSource.generated() }, { alarms });
    const reader = new SecretBackedFunction(stack, 'Reader', { code: CODE, secrets: { key: SecretSource.existing(owner.secret('key')) }, alarms });
    const raises = raising(stack, owner.secret('key'));
    const generator = stack.getLogicalId(stack.node.findChild('Billing').node.findChild('SecretsShared').node.findChild('Generator').node.findChild('Role').node.defaultChild as cdk.CfnElement);

    for (const role of [roleOf(owner), roleOf(reader), generator]) expect(raises(ofRole(role, 'their:function'))).toBe(false);
    expect(raises(ofRole('Stranger'))).toBe(true);
    expect(raises(ofRole('Stranger', roleOf(owner)))).toBe(true);
    expect(raises({ type: 'IAMUser', arn: roleOf(owner) })).toBe(true);
    expect(raises({ type: 'Root' })).toBe(true);
  });

  // A pattern has 2,048 characters at most: the EventBridge guide, quotas.
  test.each([[1, 1, 1], [2, 1, 1], [12, 6, 2], [30, 15, 3]])('and %i secrets are watched by %i and %i rules whose patterns EventBridge takes', (count, reading, rotating) => {
    const stack = testStack();
    const place = new Construct(new Construct(stack, 'OrdersOfAllKinds'), 'BillingOfSome');
    const secrets = Object.fromEntries(Array.from({ length: count }, (_, index) => [`secret${index}`, SecretSource.generated()]));
    const fn = new SecretBackedFunction(place, 'Handler', { code: CODE, secrets, alarms: new SecurityAlarms(stack, 'Alarms') });
    const template = Template.fromStack(stack);
    const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);
    const watched = (named: (pattern: any) => any[]) => rules.flatMap(pattern => named(pattern) ?? []);
    const arns = Object.keys(secrets).map(name => stack.resolve(fn.secret(name).secretArn));

    expect(rules.filter(({ detail }) => detail.requestParameters !== undefined)).toHaveLength(reading);
    expect(rules.filter(({ detail }) => detail.additionalEventData !== undefined)).toHaveLength(rotating);
    for (const arn of arns) {
      const named = [watched(({ detail }) => detail.requestParameters?.secretId), watched(({ detail }) => detail.additionalEventData?.SecretId)];
      for (const some of named) {
        expect(some.filter(one => JSON.stringify(one) === JSON.stringify(arn))).toHaveLength(1);
      }
    }
    for (const pattern of rules) expect(deployed(pattern).length).toBeLessThanOrEqual(2_048);
    expect(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).filter(id => /ReadByOthers|RotationFailed/.test(id))).toHaveLength(reading + rotating);
  });

  describe('by however many readers', () => {
    const ofStack = fc.record({ kind: fc.constant('stack' as const), name: fc.constant('') });
    const imported = fc.record({ kind: fc.constant('imported' as const), name: fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{20,64}$/) });
    /** The rule on reads of a secret with some readers, before and after its deployment, and who they are in what CloudTrail tells. */
    function watched(readers: readonly { readonly kind: 'stack' | 'imported'; readonly name: string }[], functions: number) {
      const stack = testStack();
      const roles = readers.map(({ kind, name }, index) => (kind === 'stack'
        ? new iam.Role(stack, `${'ReaderOfTheOrdersOfAllKinds'.repeat(3)}${index}`, { assumedBy: new iam.AccountRootPrincipal() })
        : iam.Role.fromRoleArn(stack, `Reader${index}`, `arn:aws:iam::111122223333:role/${name}`)));
      const rotation = lambda.Function.fromFunctionArn(stack, 'Rotation', 'arn:aws:lambda:eu-west-1:111122223333:function:rotation');
      const source = functions > 0 ? SecretSource.rotating(rotation) : SecretSource.neverRotated('a test');
      const fn = billing(stack, { db: source }, { secretReaders: roles, alarms: new SecurityAlarms(stack, 'Alarms') });
      const rule = fn.node.findAll().find(({ node }) => node.id === 'ReadByOthersRule')!;
      const pattern = deployed(renderedProperties(rule.node.defaultChild as cdk.CfnResource).EventPattern as object);
      const issuers = roles.map(role => ({
        arn: JSON.parse(deployed({ arn: stack.resolve(role.roleArn) })).arn,
        principalId: role instanceof iam.Role ? JSON.parse(deployed({ id: stack.resolve(role.roleId) })).id : 'AROAXXXXXXXXXXXXXXXXX',
      }));
      return { pattern, issuers, problems: rule.node.validate() };
    }
    const readBy = (pattern: string, userIdentity: object) => {
      const said = JSON.parse(pattern);
      return matches(said, {
        'source': 'aws.secretsmanager',
        'detail-type': 'AWS API Call via CloudTrail',
        'detail': { eventName: 'GetSecretValue', requestParameters: { secretId: said.detail.requestParameters.secretId[0] }, userIdentity },
      });
    };

    test('it goes off for others and not for them, and no pattern is deployed that EventBridge refuses', () => {
      const some = fc.array(fc.oneof(ofStack, imported), { minLength: 1, maxLength: 60 });
      fc.assert(fc.property(some, fc.integer({ min: 0, max: 1 }), (readers, functions) => {
        const { pattern, issuers, problems } = watched(readers, functions);
        for (const sessionIssuer of issuers) expect(readBy(pattern, { sessionContext: { sessionIssuer } })).toBe(false);
        for (const { arn } of issuers) {
          expect(readBy(pattern, { sessionContext: { sessionIssuer: { arn: `${arn}2`, principalId: 'AROAYYYYYYYYYYYYYYYYY' } } })).toBe(true);
          expect(readBy(pattern, { type: 'IAMUser', arn })).toBe(true);
        }
        // What is refused is too long, but for what only the deployment knows.
        if (problems.length === 0) expect(pattern.length).toBeLessThanOrEqual(2_048);
        else expect(pattern.length).toBeGreaterThan(2_048 - 50);
      }), { numRuns: 60 });
    });

    test('of which 45 of the stack have room, and 60 are refused with the remedy', () => {
      const some = (count: number) => watched(Array.from({ length: count }, () => ({ kind: 'stack' as const, name: '' })), 0);
      expect(some(45).problems).toEqual([]);
      expect(some(60).problems).toEqual([expect.stringMatching(/^readers: to tell 61 of them from others takes .*, and EventBridge takes 2048\. .*move readers to that stack/)]);
    });
  });

  test('of the login of a database too, where the function that rotates is known by its name', () => {
    const stack = testStack();
    const alarms = new SecurityAlarms(stack, 'Alarms');
    const admin = billing(stack, { db: SecretSource.database(target, { engine: DatabaseEngine.POSTGRESQL, username: 'admin' }) }, { alarms }, 'Owner');
    const user = billing(stack, { db: SecretSource.database(target, { engine: DatabaseEngine.POSTGRESQL, username: 'user', adminSecret: admin.secret('db') }) }, { alarms });
    const arnOf = (fn: SecretBackedFunction) => {
      const [, { Properties }] = Object.entries(Template.fromStack(stack).findResources('AWS::SecretsManager::RotationSchedule')).find(([id]) => id.startsWith(fn.node.id))!;
      return `:lambda:eu-west-1:111122223333:function:${Properties.HostedRotationLambda.RotationLambdaName}`;
    };
    const [ofAdmin, ofUser] = [raising(stack, admin.secret('db')), raising(stack, user.secret('db'))];

    expect(ofAdmin(ofRole(roleOf(admin)))).toBe(false);
    expect(ofAdmin(ofRole('RoleOfAws', arnOf(admin)))).toBe(false);
    // It logs in as the administrator to change the other's password.
    expect(ofAdmin(ofRole('RoleOfAws', arnOf(user)))).toBe(false);
    expect(ofUser(ofRole('RoleOfAws', arnOf(user)))).toBe(false);
    expect(ofUser(ofRole('RoleOfAws', arnOf(admin)))).toBe(true);
    expect(ofUser(ofRole('RoleOfAws'))).toBe(true);
    expect(ofUser({ type: 'Root' })).toBe(true);
  });

  test('with a function that rotates of which only an ARN is known, whatever its version', () => {
    const stack = testStack();
    const rotation = 'arn:aws:lambda:eu-west-1:111122223333:function:rotation';
    const owner = billing(stack, { db: SecretSource.rotating(lambda.Function.fromFunctionArn(stack, 'Rotation', `${rotation}:live`)) }, { alarms: new SecurityAlarms(stack, 'Alarms') });
    const raises = raising(stack, owner.secret('db'));

    expect(raises(ofRole('Unknown', rotation))).toBe(false);
    expect(raises(ofRole('Unknown', `${rotation}2`))).toBe(true);
    const [deny] = statementsOf(Template.fromStack(stack), 'AWS::SecretsManager::ResourcePolicy', /^Billing/, 'ResourcePolicy').filter(({ Effect }) => Effect === 'Deny');
    expect(deny.Condition.ArnNotEquals['lambda:SourceFunctionArn']).toEqual([rotation]);
  });
});

test('a parameter is decrypted with the key that it was imported with, where none is given; with none it needs no permission', () => {
  const stack = testStack();
  const [own, given] = ['Own', 'Given'].map(id => kms.Key.fromKeyArn(stack, id, KEY_ARN.replace(/.$/, String(id.length))));
  const imported = (id: string, encryptionKey?: kms.IKey) => ssm.StringParameter.fromSecureStringParameterAttributes(stack, id, { parameterName: '/billing/key', encryptionKey });
  billing(stack, { key: SecretSource.parameter(imported('A', own)) }, {}, 'Imported');
  billing(stack, { key: SecretSource.parameter(imported('B', own), { encryptionKey: given }) }, {}, 'Told');
  billing(stack, { key: SecretSource.parameter(imported('C')) }, {}, 'Plain');
  const template = Template.fromStack(stack);
  const keysOf = (id: RegExp) => statementsOf(template, 'AWS::IAM::Policy', id).filter(({ Action }) => Action === 'kms:Decrypt').map(({ Resource }) => Resource);

  expect([keysOf(/^Imported/), keysOf(/^Told/), keysOf(/^Plain/)]).toEqual([[own.keyArn], [given.keyArn], []]);
});

test('a parameter whose name the deployment knows is taken, as it has no version', () => {
  const stack = testStack();
  const parameterName = new cdk.CfnParameter(stack, 'Name').valueAsString;
  expect(() => billing(stack, { key: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'P', { parameterName, simpleName: true })) })).not.toThrow();
});

test('a parameter is read by its ARN, and decrypted through Systems Manager', () => {
  const stack = testStack();
  const key = new kms.Key(stack, 'Key');
  const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/billing/key' });
  const fn = billing(stack, { key: SecretSource.parameter(parameter, { encryptionKey: key }) });
  const statements = statementsOf(Template.fromStack(stack), 'AWS::IAM::Policy', /^Billing/);

  expect(statements.find(({ Action }) => Action === 'ssm:GetParameter')!.Resource).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:eu-west-1:111122223333:parameter/billing/key']] });
  expect(statements.find(({ Action }) => Action === 'kms:Decrypt')!.Condition.StringEquals['kms:ViaService']).toBe('ssm.eu-west-1.amazonaws.com');
  expect(refusal(() => fn.secret('key'))).toBe('Stack/Billing: key is a parameter of Systems Manager, not a secret');
});

describe('a secret of a function in another stack', () => {
  function shared(layout: 'other stack' | 'nested stack', props: cdk.StackProps = {}, stackName = 'Reading') {
    const app = testApp();
    const owning = new cdk.Stack(app, 'Owning', props);
    const reading = layout === 'other stack' ? new cdk.Stack(app, 'Reading', { ...props, stackName }) : new cdk.NestedStack(owning, 'Reading');
    const owner = billing(owning, { key: SecretSource.generated() });
    for (const id of ['First', 'Second']) new SecretBackedFunction(reading, id, { code: CODE, secrets: { key: SecretSource.existing(owner.secret('key')) } });
    const names = Object.values(Template.fromStack(reading).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.RoleName);
    const [deny] = statementsOf(Template.fromStack(owning), 'AWS::SecretsManager::ResourcePolicy', /./, 'ResourcePolicy').filter(({ Effect }) => Effect === 'Deny');
    return { app, owning, reading, names, admitted: deny.Condition.ArnNotEquals['aws:PrincipalArn'] as unknown[] };
  }

  test.each(['other stack', 'nested stack'] as const)('(%s) is open to it, by a name that its role is given', layout => {
    const { names, admitted, app, reading } = shared(layout);
    expect(names).toHaveLength(2);
    for (const name of names) {
      const [, [start, region]] = name['Fn::Join'];
      expect([start, region]).toEqual([expect.stringMatching(/^[A-Za-z\d-]{10,47}-$/), { Ref: 'AWS::Region' }]);
      expect(admitted).toContainEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:role/${start}`, { Ref: 'AWS::Region' }]] });
    }
    expect(new Set(names.map(name => JSON.stringify(name))).size).toBe(2);
    expect(circlesIn(app)).toEqual([]);
    expect(JSON.stringify(statementsOf(Template.fromStack(reading), 'AWS::IAM::Policy', /^First/))).toContain('kms:Decrypt');
  });

  test('is open to it by a name of at most 64 characters, where account and Region are known', () => {
    const { names, admitted } = shared('other stack', { env: { account: '111122223333', region: 'ap-northeast-1' } }, `a-stack-of-${'a-long-name-'.repeat(6)}`);
    for (const name of names) {
      expect(name).toMatch(/^[A-Za-z\d-]{20,49}-ap-northeast-1$/);
      expect(admitted).toContainEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111122223333:role/${name}`]] });
    }
  });

  test('leaves roles of functions without such a secret unnamed', () => {
    const { owning } = shared('other stack');
    for (const { Properties } of Object.values(Template.fromStack(owning).findResources('AWS::IAM::Role'))) expect(Properties.RoleName).toBeUndefined();
  });
});

describe('a secret of another environment', () => {
  const HERE = { account: '111122223333', region: 'eu-west-1' };
  const elsewhere = { 'another Region': { ...HERE, region: 'us-east-1' }, 'another account': { ...HERE, account: '444455556666' } };

  function read(env: cdk.Environment | undefined, secretOf: (owning: cdk.Stack) => secretsmanager.ISecret) {
    const app = testApp();
    const secret = secretOf(new cdk.Stack(app, 'Owning', { env }));
    const reading = new cdk.Stack(app, 'Reading', { env: HERE });
    new SecretBackedFunction(reading, 'Billing', { code: CODE, secrets: { key: SecretSource.existing(secret) } });
    return statementsOf(Template.fromStack(reading), 'AWS::IAM::Policy', /^Billing/);
  }

  const plain = (secretName?: string) => (owning: cdk.Stack) =>
    new secretsmanager.Secret(owning, 'Key', { secretName, encryptionKey: new kms.Key(owning, 'KeyOfKey', { alias: 'keys' }) });
  const owned = (secretName?: string) => (owning: cdk.Stack) => billing(owning, { key: SecretSource.generated({ secretName }) }).secret('key');

  test.each([
    ['another Region', 'a plain secret', plain('shared')],
    ['another Region', 'a secret of a function', owned('shared')],
    ['another account', 'a plain secret', plain('shared')],
  ] as const)('(%s, %s) is read and decrypted by an ARN whose end nobody knows here', (where, _, secretOf) => {
    const { account, region } = elsewhere[where];
    const statements = read(elsewhere[where], secretOf);
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:secretsmanager:${region}:${account}:secret:shared-??????`]] };
    expect(statements.find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!.Resource).toEqual(arn);
    expect(statements.find(({ Action }) => Action === 'kms:Decrypt')!.Condition.StringLike).toEqual({ 'kms:EncryptionContext:SecretARN': arn });
  });

  test('that the CDK may name itself is named', () => {
    const [{ Resource }] = read(elsewhere['another Region'], plain(cdk.PhysicalName.GENERATE_IF_NEEDED)).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
    expect(JSON.stringify(Resource)).toMatch(/:secret:owning[a-z\d]+-\?{6}"/);
  });

  test('is read by its whole ARN where that is given', () => {
    const arn = SECRET_ARN.replace('eu-west-1', 'us-east-1');
    const statements = read(elsewhere['another Region'], owning => secretsmanager.Secret.fromSecretCompleteArn(owning, 'Key', arn));
    expect(statements.find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!.Resource).toBe(arn);
  });

  test.each([
    ['a plain secret', 'aws://111122223333/us-east-1', elsewhere['another Region'], plain(), 'Owning/Key'],
    ['a secret of a function', 'aws://111122223333/us-east-1', elsewhere['another Region'], owned(), 'Owning/Billing/Secrets/key/Secret'],
    ['a Region that only the deployment knows', 'aws://unknown-account/unknown-region', undefined, plain(), 'Owning/Key'],
  ] as const)('(%s) is refused without a name', (_, environment, env, secretOf, path) => {
    expect(refusal(() => read(env, secretOf))).toBe(`Reading/Billing/Secrets: secrets.key: existing: ${path} is in another environment (${environment}), `
      + 'where it is known by its name alone, and it has none yet: give it one there (secretName), '
      + 'or import it by its ARN, Secret.fromSecretAttributes(…, { secretCompleteArn, encryptionKey })');
  });
});

test('a secret of one function is opened to another one of the same stack', () => {
  const stack = testStack();
  const owner = billing(stack, { signing: SecretSource.generated() });
  const reader = new SecretBackedFunction(stack, 'Reader', { code: CODE, secrets: { signing: SecretSource.existing(owner.secret('signing')) } });
  const [deny] = statementsOf(Template.fromStack(stack), 'AWS::SecretsManager::ResourcePolicy', /^Billing/, 'ResourcePolicy');

  expect(JSON.stringify(deny.Condition)).toContain(stack.getLogicalId(reader.role!.node.defaultChild as cdk.CfnElement));
});

// What a condition asks of a key that the request lacks is not so: https://github.com/aws/aws-cli/issues/5031
test('other languages may ask without a stage, which means the current value, but not for a version by its id; the runtime of Rampart names the stage', () => {
  const stack = testStack();
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Known', SECRET_ARN);
  const secrets = { key: SecretSource.existing(secret), old: SecretSource.existing(secret, { stages: ['AWSPREVIOUS'] }) };
  billing(stack, secrets, { runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler' }, 'Python');
  billing(stack, secrets, {}, 'Node');
  const template = Template.fromStack(stack);
  const reads = (id: RegExp) => statementsOf(template, 'AWS::IAM::Policy', id).filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
  const staged = ['AWSCURRENT', 'AWSPREVIOUS'].map(stage => ({ StringEquals: { 'secretsmanager:VersionStage': stage } }));
  const unstaged = { Null: { 'secretsmanager:VersionStage': 'true', 'secretsmanager:VersionId': 'true' } };

  expect(reads(/^Node/).map(({ Condition }) => Condition)).toEqual(staged);
  expect(reads(/^Python/).map(({ Condition }) => Condition)).toEqual([staged[0], unstaged, staged[1]]);
  expect(reads(/^Python/).map(({ Resource }) => Resource)).toEqual([SECRET_ARN, SECRET_ARN, SECRET_ARN]);
});

test('other languages fetch through the extension of AWS', () => {
  const stack = testStack();
  billing(stack, { key: SecretSource.generated() }, { runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler' });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'python3.13', Layers: [Match.stringLikeRegexp('AWS-Parameters-and-Secrets-Lambda-Extension')],
  });
});

test.each<[string, Partial<SecretBackedFunctionProps>]>([
  ['that says its runtime', { runtime: lambda.Runtime.FROM_IMAGE }],
  ['that does not', {}],
])('an image %s gets no layer, which Lambda would refuse, and may read', (_, props) => {
  const stack = testStack();
  const code = lambda.Code.fromEcrImage(cdk.aws_ecr.Repository.fromRepositoryName(stack, 'Images', 'billing'));
  // In another Region the extension reads nothing, but what an image reads by is its own affair.
  const elsewhere = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Plain', SECRET_ARN.replace('eu-west-1', 'us-east-1'));
  billing(stack, { key: SecretSource.generated(), elsewhere: SecretSource.existing(elsewhere) }, { code, ...props });

  const template = Template.fromStack(stack);
  template.resourcePropertiesCountIs('AWS::Lambda::Function', { PackageType: 'Image', Layers: Match.absent() }, 1);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'secretsmanager:GetSecretValue' })]) },
    Roles: [{ Ref: Match.stringLikeRegexp('^BillingRole') }],
  });
});

test('secrets may have any name, also those that parts of the construct have', () => {
  const stack = testStack();
  billing(stack, {
    Key: SecretSource.generated(), Generator: SecretSource.generated(), Alarms: SecretSource.generated(), Secret: SecretSource.generated(),
  });

  Template.fromStack(stack).resourceCountIs('AWS::SecretsManager::Secret', 4);
});

describe('fails', () => {
  const database = { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) };

  test.each<[string, (stack: cdk.Stack) => { [name: string]: SecretSource }, string]>([
    ['without a secret', () => ({}), 'Stack/Billing: secrets: name at least one'],
    ['with a name that is none', () => ({ 'a b': SecretSource.generated() }), 'Stack/Billing: secrets: a name starts with a letter, followed by at most 63 letters, digits, - and _, got "a b"'],
    ['with a rotation every hour', () => ({ db: SecretSource.generated({ rotateAfter: cdk.Duration.hours(1) }) }), 'Stack/Billing/Secrets: secrets.db: rotateAfter: a value lives at least 4 hours and at most 1000 days, in whole hours, got 1 hour'],
    // Secrets Manager takes rates of hours and days: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
    ['with a rotation every 250 minutes', () => ({ db: SecretSource.generated({ rotateAfter: cdk.Duration.minutes(250) }) }), 'in whole hours, got 4 hours 10 minutes'],
    ['with a value of three characters', () => ({ db: SecretSource.generated({ length: 3 }) }), 'length: from 16 to 4096 characters, in whole numbers, got 3'],
    ['with no reason', () => ({ db: SecretSource.neverRotated(' ') }), 'say why the secret is never rotated'],
    ['with no stage', stack => ({ db: SecretSource.existing(secretsmanager.Secret.fromSecretCompleteArn(stack, 'S', SECRET_ARN), { stages: [] }) }), 'stages: name at least one staging label'],
    ['with a parameter in the open', stack => ({ db: SecretSource.parameter(new ssm.StringParameter(stack, 'P', { stringValue: 'x' })) }), 'db: Stack/P is no SecureString, so it is stored in the open'],
    ...[3, cdk.Token.asNumber({ Ref: 'Version' })].map((version): [string, (stack: cdk.Stack) => { [name: string]: SecretSource }, string] => [
      `with a parameter of ${cdk.Token.isUnresolved(version) ? 'a version that the deployment chooses' : `version ${version}`}`,
      stack => ({ db: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'P', { parameterName: '/orders/db', version })) }),
      'secrets.db: Stack/P is imported with a version, which would not be kept to: the function reads the newest value; import it without one',
    ]),
    ['without the name of a user', () => ({ db: SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: '' }) }), 'username: name the user that the function logs in as, got an empty text'],
    ['with connections and no network', stack => ({
      db: SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: 'x', connections: new ec2.SecurityGroup(stack, 'G', { vpc: new ec2.Vpc(stack, 'V') }) }),
    }), 'connections: the security group of the rotation exists only within a network; give vpc as well'],
    ['with a rotation function of another stack', stack => ({
      db: SecretSource.rotating(new SecureFunction(new cdk.Stack(stack.node.root as cdk.App, 'Other'), 'Rotation', { code: CODE })),
    }), 'the rotation function Other/Rotation is in another stack than the secret (Stack)'],
    ['with a secret that a function of another account owns', stack => ({
      db: SecretSource.existing(billing(new cdk.Stack(stack.node.root as cdk.App, 'Other', { env: { account: '999999999999' } }), { key: SecretSource.generated() }).secret('key')),
    }), 'existing: Other/Billing/Secrets/key/Secret belongs to a function of account 999999999999, and its policy lets in roles of that account alone'],
  ])('%s', (_case, secrets, message) => {
    const stack = testStack();
    expect(refusal(() => billing(stack, secrets(stack)))).toContain(message);
  });
});

test('fails with a token for the age of a value, which the schedule cannot hold', () => {
  const age = cdk.Duration.millis(cdk.Token.asNumber({ resolve: () => 3 }));
  expect(refusal(() => billing(testStack(), { db: SecretSource.generated({ rotateAfter: age }) }))).toContain('secrets.db: rotateAfter: the schedule is written at synthesis');
});
