import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './capture';
import { PlainGraph } from '../../aspects/graphs/plain/plain-graph';
import { att, ref, resource, roleAllowing } from '../support/network';
import { temporaryFolder } from '../support/synthesis';

const cwd = temporaryFolder();
const DOCUMENT = readFileSync(join(__dirname, '../../docs/graphs.md'), 'utf8');

function template(name: string, Resources: object, others: object = {}): string {
  writeFileSync(join(cwd, name), JSON.stringify({ Resources, ...others }));
  return name;
}

function graph(words: readonly string[]) {
  return captured(['graph', ...words], { cwd });
}

function graphs(words: readonly string[]): readonly PlainGraph[] {
  return (JSON.parse(graph(words).out) as { graphs: PlainGraph[] }).graphs;
}

/** The edges of a graph as sentences. */
function sentences({ nodes, edges }: PlainGraph): string[] {
  const named = new Map(nodes.map(({ id, name }) => [id, name]));
  return edges.map(({ from, to, kind, answer, labels, conditions, doubts }) => [
    `${named.get(from)} ${kind}${answer === 'yes' ? '' : ` (${answer})`} ${named.get(to)}: ${labels.join('+')}`,
    ...(conditions.length > 0 ? [`if ${conditions.join(', ')}`] : []),
    ...(doubts.length > 0 ? [`but ${doubts.join(', ')}`] : []),
  ].join(' '));
}

const shop = template('shop.json', {
  Images: resource('AWS::S3::Bucket', {
    NotificationConfiguration: {
      LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: att('Resize', 'Arn'), Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }, { Name: 'suffix', Value: '.jpg' }] } } }],
    },
  }),
  Resize: resource('AWS::Lambda::Function', {
    Role: att('Role', 'Arn'), Environment: { Variables: { TOKEN: '{{resolve:secretsmanager:prod/token}}', PASSWORD: ref('Given'), KEY: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}}}' } } },
  }),
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...roleAllowing({ Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Images.Arn}/out/*' } }, { NotAction: 'iam:*', NotResource: '*', Condition: { Bool: { 'aws:ViaAWSService': true } } }).Properties,
      AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit',
    },
  },
  Denial: resource('AWS::S3::BucketPolicy', { Bucket: ref('Images'), PolicyDocument: { Statement: { Effect: 'Deny', NotPrincipal: { AWS: att('Role', 'Arn') }, Action: 's3:*', Resource: att('Images', 'Arn') } } }),
  Elsewhere: resource('AWS::Lambda::Function', { Role: ref('Given') }),
  Chosen: resource('AWS::Lambda::Function', { Role: { 'Fn::If': ['On', att('Role', 'Arn'), 'arn:aws:iam::111122223333:role/other'] } }),
  Limited: resource('AWS::IAM::User', { PermissionsBoundary: ref('Limit') }),
  Limit: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [] } }),
  Rule: resource('AWS::Events::Rule', { EventPattern: { source: ['shop'], detail: { id: [{ prefix: ref('Given') }] } }, Targets: [{ Id: 't', Arn: att('Resize', 'Arn') }] }),
  Secret: resource('AWS::SecretsManager::Secret'),
  Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }] }),
}, {
  Parameters: { Given: { Type: 'String' } },
  Conditions: { On: { 'Fn::Equals': [ref('Given'), 'yes'] } },
  Outputs: { Login: { Value: 'postgres://admin:Tr0ub4dor-and-3@db.internal/shop' } },
});

describe('the graphs as JSON', () => {
  test('triggers', () => {
    const [triggers] = graphs([shop, '--only', 'triggers']);

    expect(sentences(triggers)).toEqual([
      'the default event bus starts Rule: events if pattern {"source":["shop"],"detail":{"id":[{"prefix":"*"}]}}',
      'Images starts Resize: s3 if prefix in/, s3:ObjectCreated:*, suffix .jpg',
      'Resize writes Images: s3:putobject if key out/*',
      'Rule starts Resize: events',
    ]);
    expect(triggers.loops).toEqual([]);
  });

  test('access', () => {
    expect(sentences(graphs([shop, '--only', 'access'])[0]).sort()).toEqual([
      'Chosen acts with (undecided) Role:  but a condition of the template decides which role it has',
      'Chosen acts with (undecided) arn:aws:iam::111122223333:role/other:  but a condition of the template decides which role it has',
      'Elsewhere acts with only known at deployment: ',
      'Limited bounded by Limit: ',
      'Resize acts with Role: ',
      'Role bounded by arn:aws:iam::111122223333:policy/limit: ',
      'Role may Images: s3:putobject',
      'Role may every resource: all but iam:* if aws:ViaAWSService, not on *',
      'everybody may not Images: s3:* if not Role',
      'lambda.amazonaws.com may assume Role: sts:assumerole',
    ]);
  });

  test('secrets, never their values', () => {
    const { out } = graph([shop, '--only', 'secrets']);
    const [secrets] = (JSON.parse(out) as { graphs: PlainGraph[] }).graphs;

    expect(sentences(secrets).sort()).toEqual([
      'Secret flows into Resize: environment KEY',
      'a URL with a password in the open (15 characters) flows into Login: output Login',
      'a value that is called a secret flows into (undecided) Resize: environment PASSWORD but whether the value is a secret is only known at deployment',
      'the value of the secret prod/token flows into Resize: environment TOKEN',
    ]);
    expect(secrets.nodes.find(({ name }) => name === 'Login')).toMatchObject({ id: 'shop.json#Outputs.Login', type: 'Output' });
    expect(out).not.toContain('Tr0ub4dor');
  });

  test('network', () => {
    expect(sentences(graphs([shop, '--only', 'network'])[0])).toEqual(['Group lets in the whole world: TCP port 22', 'Group lets out the whole world: all traffic']);
  });

  test('all four in their order, the same text each time, whichever was asked for first', () => {
    expect(graphs([shop]).map(({ graph: name }) => name)).toEqual(['triggers', 'access', 'secrets', 'network']);
    expect(graph([shop, '--only', 'network,access'])).toEqual(graph([shop, '--only', 'access', '--only', 'network']));
    expect(graphs([shop, '--only', 'access']).every(({ nodes }) => nodes.every(({ id }, place) => place === 0 || nodes[place - 1].id < id))).toBe(true);
  });

  test('edges between the same two are joined, and say all of what they are made of', () => {
    const queue = template('queue.json', {
      Queue: resource('AWS::SQS::Queue'),
      Role: roleAllowing({ Action: 'sqs:SendMessage', Resource: att('Queue', 'Arn') }, { Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'], Resource: att('Queue', 'Arn') }),
    });
    const [{ edges }] = graphs([queue, '--only', 'access']);

    expect(edges).toHaveLength(1);
    expect(edges[0].labels).toEqual(['sqs:receivemessage', 'sqs:sendmessage']);
    expect(edges[0].declaredBy.map(({ property }) => property)).toEqual(['Policies.0.PolicyDocument.Statement.0', 'Policies.0.PolicyDocument.Statement.1']);
  });
});

describe('the document', () => {
  const blocks = (language: string) => [...DOCUMENT.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block);
  writeFileSync(join(cwd, 'template.yaml'), blocks('yaml')[0]);

  test.each(['json', 'mermaid'])('shows what the command prints: %s', format => {
    expect(graph(['template.yaml', '--only', 'triggers', '--format', format]).out).toBe(blocks(format)[0]);
  });

  test('describes every field', () => {
    const source = readFileSync(join(__dirname, '../../aspects/graphs/plain/plain-graph.ts'), 'utf8').split('/** One line of a graph')[0];
    const described = new Set([...DOCUMENT.matchAll(/`(\w+)`/g)].map(([, word]) => word));

    expect([...source.matchAll(/readonly (\w+)\??:/g)].map(([, field]) => field).filter(field => !described.has(field))).toEqual([]);
  });
});

describe('drawings', () => {
  test('hold each graph that has something in it', () => {
    const only = template('only.json', { Queue: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: att('Dead', 'Arn') } }), Dead: resource('AWS::SQS::Queue') });

    expect(graph([only, '--format', 'mermaid']).out.match(/subgraph g\d+\["\w+"\]/g)).toEqual(['subgraph g1["triggers"]']);
    expect(graph([shop, '--format', 'dot']).out.match(/subgraph cluster_g\d+ /g)).toHaveLength(4);
    expect(graph([shop, '--format', 'DOT', '--all']).code).toBe(0);
  });

  test('say where Mermaid would draw no more', () => {
    const ids = Array.from({ length: 24 }, (_, index) => `Role${index}`);
    const actions = (index: number) => ids.map((_, other) => ({ Effect: 'Allow', Action: `sqs:A${index}${other}`, Resource: att(`Queue${other}`, 'Arn') }));
    const many = template('many.json', Object.fromEntries(ids.flatMap((id, index) => [[id, roleAllowing(...actions(index))], [`Queue${index}`, resource('AWS::SQS::Queue')]])));

    expect(graph([many, '--format', 'mermaid']).err).toBe(
      'cdk-rampart: 576 arrows, and Mermaid draws 500 unless its maxEdges says more; choose with --only, or take --format dot\n',
    );
    expect(graph([many, '--format', 'dot']).err).toBe('');
  });
});

describe('fails', () => {
  test.each([
    [[], 'name what to draw: `cdk-rampart graph cdk.out`'],
    [[shop, 'shop.json'], 'graph draws one application at a time; got "shop.json", "shop.json"'],
    [[shop, '--format', 'svg'], '--format takes json, mermaid, dot; got "svg"'],
    [[shop, '--only', 'trigers'], 'there is no graph "trigers"; did you mean triggers?'],
    [[shop, '--only', 'toString'], 'there is no graph "toString"; there are triggers, access, secrets, network'],
    [[shop, '--only', ','], '--only takes triggers, access, secrets, network; got nothing'],
    [[shop, '--al'], 'there is no option "--al"; did you mean --all'],
    [['missing.json'], 'missing.json'],
  ])('for %j', (words, message) => {
    const { code, out, err } = graph(words);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`cdk-rampart: ${message}`);
  });

  test('for a folder of which a part cannot be read, and prints the rest', () => {
    mkdirSync(join(cwd, 'half'));
    const stack = (templateFile: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile } });
    writeFileSync(join(cwd, 'half/manifest.json'), JSON.stringify({ version: '1', artifacts: { A: stack('a.json'), B: stack('b.json') } }));
    writeFileSync(join(cwd, 'half/a.json'), JSON.stringify({ Resources: { Queue: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: att('Queue', 'Arn') } }) } }));
    const { code, out, err } = graph(['half', '--only', 'triggers']);

    expect(code).toBe(2);
    expect(err).toContain('b.json');
    expect((JSON.parse(out) as { graphs: PlainGraph[] }).graphs[0].edges).toHaveLength(1);
  });
});
