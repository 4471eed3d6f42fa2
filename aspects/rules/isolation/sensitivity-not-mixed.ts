import { executionRole } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, keyOf, patternOf, Unknown, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { storesOf, STORES } from '../../sensitivity/access';
import { Sensitivity, sensitivityOf } from '../../sensitivity/sensitivity';
import { Severity } from '../../severity';

/** Functions of different sensitivity share nothing that leads from one to the other. */
export const sensitivityNotMixed: Rule = {
  id: 'sensitivity-not-mixed',
  theme: 'isolation',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'Functions of different sensitivity share no role, secret, table, bucket, queue, key or subnet',
  threat: 'Whoever breaks into the function that everybody may call stands beside the data that nobody should see: what the two share is the way across.',
  remedy: 'Give each its own: a role, a key, a table or queue of its own, subnets of its own. What must pass from one to the other passes by an API or a '
    + 'queue that the more sensitive side validates; acknowledge that one.',
  links: [
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html',
    'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
    'https://cwe.mitre.org/data/definitions/653.html',
  ],
  covers: [],
  target: 'app',
  check: app => [...shared(app).values()].flatMap(judged),
  // No fix: which of the functions may keep what they share, only their author knows.
  examples: [
    compliant('functions of one sensitivity', ({ stack, cdk, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      for (const fn of [someFunction('Read'), someFunction('Write')]) {
        cdk.Tags.of(fn).add('sensitivity', 'restricted');
        table.grantReadWriteData(fn);
      }
    }),
    compliant('functions that say nothing', ({ stack, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      for (const fn of [someFunction('Read'), someFunction('Write')]) table.grantReadWriteData(fn);
    }),
    compliant('a table each', ({ stack, cdk, dynamodb, someFunction }) => {
      for (const sensitivity of ['public', 'restricted']) {
        const fn = someFunction(`Function${sensitivity}`);
        cdk.Tags.of(fn).add('sensitivity', sensitivity);
        new dynamodb.Table(stack, `Table${sensitivity}`, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(fn);
      }
    }),
    noncompliantExample('a secret that a public and a restricted function read', ({ stack, cdk, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Secret');
      for (const sensitivity of ['public', 'restricted']) {
        const fn = someFunction(`Function${sensitivity}`);
        cdk.Tags.of(fn).add('sensitivity', sensitivity);
        secret.grantRead(fn);
      }
    }),
    noncompliantExample('one role', ({ stack, cdk, iam, someFunction }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      cdk.Tags.of(someFunction('Shop', { role })).add('sensitivity', 'Public');
      cdk.Tags.of(someFunction('Cards', { role })).add('sensitivity', 'restricted');
    }),
    noncompliantExample('a queue of another stack, in raw resources', ({ app, stack, cdk, iam, sqs, someFunction }) => {
      const queue = new sqs.Queue(new cdk.Stack(app, 'Queues'), 'Jobs');
      for (const [id, Value] of [['Shop', 'internal'], ['Cards', 'confidential']]) {
        const fn = someFunction(id);
        (fn.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('Tags', [{ Key: 'sensitivity', Value }]);
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: [queue.queueArn] }));
      }
      new cdk.CfnOutput(stack, 'Url', { value: queue.queueUrl });
    }),
    noncompliantExample('a subnet', ({ cdk, someFunction }) => {
      for (const [id, sensitivity] of [['Shop', 'public'], ['Cards', 'restricted']]) {
        const fn = someFunction(id);
        cdk.Tags.of(fn).add('sensitivity', sensitivity);
        (fn.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('VpcConfig', { SubnetIds: ['subnet-1a2b3c4d'], SecurityGroupIds: [`sg-${id}`] });
      }
    }),
    undecidedExample('a sensitivity left to a parameter', ({ stack, cdk, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Secret');
      const parameter = new cdk.CfnParameter(stack, 'Sensitivity');
      for (const [id, sensitivity] of [['Shop', parameter.valueAsString], ['Cards', 'restricted']]) {
        const fn = someFunction(id);
        cdk.Tags.of(fn).add('sensitivity', sensitivity);
        secret.grantRead(fn);
      }
    }),
  ],
};

/** Something that tagged functions share, and who shares it. */
interface Shared {
  readonly noun: string;
  readonly name: string;
  /** Nothing for a subnet outside of the application. */
  readonly resource?: Resource;
  readonly users: { readonly fn: Resource; readonly sensitivity: Sensitivity | Unknown }[];
}

function shared(app: AppModel): ReadonlyMap<string, Shared> {
  const found = new Map<string, Shared>();
  for (const fn of app.ofType('AWS::Lambda::Function')) {
    const sensitivity = sensitivityOf(fn);
    if (sensitivity === undefined) continue; // who says nothing is not judged
    for (const [key, one] of uses(fn, app)) {
      if (!found.has(key)) found.set(key, { ...one, users: [] });
      found.get(key)!.users.push({ fn, sensitivity });
    }
  }
  return found;
}

function uses(fn: Resource, app: AppModel): ReadonlyMap<string, Omit<Shared, 'users'>> {
  const role = executionRole(fn, app);
  const resources = [
    ...(role === undefined ? [] : [{ noun: 'role', resource: role }]),
    ...[...storesOf(fn, app), ...keysOf(fn, app)].map(resource => ({ noun: STORES[resource.type], resource })),
  ].map(({ noun, resource }) => [resource.id, { noun, name: resource.writtenId, resource }] as const);
  const subnets = valuesOf(fn.get('VpcConfig.SubnetIds')).flatMap(alternativesOf).map(value => {
    const resource = app.resourceOf(value);
    return [resource?.id ?? `subnet ${keyOf(value)}`, { noun: 'subnet', name: resource?.writtenId ?? patternOf(value) ?? '*', resource }] as const;
  });
  return new Map<string, Omit<Shared, 'users'>>([...resources, ...subnets]);
}

/** The key that encrypts a function's environment. */
function keysOf(fn: Resource, app: AppModel): readonly Resource[] {
  const key = app.resourceOf(fn.get('KmsKeyArn'));
  return key?.type === 'AWS::KMS::Key' ? [key] : [];
}

function judged({ noun, name, resource, users }: Shared): readonly Found[] {
  const known = [...new Set(users.map(user => user.sensitivity).filter(one => !(one instanceof Unknown)))];
  const open = new Set(users.map(user => user.sensitivity).filter(one => one instanceof Unknown).map(one => keyOf(one)));
  if (known.length + open.size < 2) return [];
  // A subnet that is not part of the application cannot be changed in it: the first function is the one to move.
  const [subject, related] = resource === undefined ? [users[0].fn, users.slice(1)] : [resource, users];
  const details = { related: related.map(({ fn }) => fn), ...(resource === undefined ? { property: 'VpcConfig.SubnetIds', detail: name } : {}) };
  if (known.length < 2) return [undecided(subject, `whether functions of different sensitivity share the ${noun} ${name} is only known at deployment`, details)];
  return [noncompliant(subject, `functions of different sensitivity (${known.join(', ')}) share the ${noun} ${name}`, details)];
}
