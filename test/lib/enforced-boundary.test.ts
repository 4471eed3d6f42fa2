import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as signer from 'aws-cdk-lib/aws-signer';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { buildLayer } from '../../.projen/layer';
import { judge } from '../../aspects/engine/audit';
import { liesUnder } from '../../aspects/model/construct-path';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import { ApiAuthorizer, EnforcedBoundary, EnforcedBoundaryProps, SecureApi, SecureFunction } from '../../lib';
import { BoundaryFacts } from '../../runtime/contract';
import { modelOf, testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const NODE = lambda.Runtime.NODEJS_24_X;
const BUNDLES = { context: { 'aws:cdk:bundling-stacks': ['**'] } };
const JOB = { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false };
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:jobs';

beforeAll(() => {
  buildLayer(join(__dirname, '..', '..'));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true); // the CDK says which asset it bundles
});

function plain(stack: cdk.Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Orders'): lambda.Function {
  return new lambda.Function(stack, id, { code: CODE, handler: 'src/index.handler', runtime: NODE, ...props });
}

function stackOf(app = testApp()): cdk.Stack {
  return new cdk.Stack(app, 'Stack');
}

/** The function of a stack as it is deployed. */
function deployed(stack: cdk.Stack, nameStart = 'Orders') {
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
  const { Properties } = Object.entries(functions).find(([id]) => id.startsWith(nameStart))![1];
  const { RAMPART_FACTS, ...variables } = Properties.Environment.Variables;
  return { ...Properties, variables, facts: RAMPART_FACTS === undefined ? undefined : JSON.parse(RAMPART_FACTS) as BoundaryFacts };
}

/** The error that enforcing gives. */
function refusal(enforce: (stack: cdk.Stack) => unknown): string {
  try {
    enforce(stackOf());
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

describe('a function whose boundary is enforced', () => {
  test('is called by the layer, which knows its handler', () => {
    const stack = stackOf();
    const boundary = EnforcedBoundary.of(plain(stack));
    const { Handler, Layers, variables } = deployed(stack);
    expect(Handler).toBe('/opt/rampart/boundary.handler');
    expect(variables).toEqual({ RAMPART_HANDLER: 'src/index.handler' });
    expect(Layers).toEqual([stack.resolve(boundary.layer.layerVersionArn)]);
  });

  test('brings a layer with the boundary and nothing else', () => {
    const app = testApp();
    const stack = stackOf(app);
    EnforcedBoundary.of(plain(stack));
    const { directory } = app.synth();
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::LayerVersion'));
    const folder = join(directory, `asset.${Properties.Content.S3Key.replace('.zip', '')}`);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['rampart', 'rampart/boundary.mjs']);
    expect(readFileSync(join(folder, 'rampart/boundary.mjs'), 'utf8')).toContain('RAMPART_HANDLER');
  });

  test('shares the layer with the others of its stack, but not with those of another', () => {
    const app = testApp();
    const stack = stackOf(app);
    const other = new cdk.Stack(app, 'Other');
    for (const id of ['Orders', 'Reports']) EnforcedBoundary.of(plain(stack, {}, id));
    new SecureFunction(stack, 'Billing', { code: CODE }).enforceBoundary();
    EnforcedBoundary.of(plain(other));
    for (const one of [stack, other]) Template.fromStack(one).resourceCountIs('AWS::Lambda::LayerVersion', 1);
  });

  test('keeps its own layers, and a handler that only the deployment knows', () => {
    const stack = stackOf();
    const handler = new cdk.CfnParameter(stack, 'Handler');
    const own = lambda.LayerVersion.fromLayerVersionArn(stack, 'Own', 'arn:aws:lambda:eu-west-1:123456789012:layer:own:1');
    EnforcedBoundary.of(plain(stack, { handler: handler.valueAsString, layers: [own], environment: { TABLE: 'orders' } }));
    const { Layers, variables } = deployed(stack);
    expect(Layers).toHaveLength(2);
    expect(variables).toEqual({ RAMPART_HANDLER: { Ref: 'Handler' }, TABLE: 'orders' });
  });

  test('publishes a new version where a schema changes, without a feature flag of the CDK', () => {
    const versions = (maxLength: number) => {
      const stack = stackOf(testApp(BUNDLES));
      new SecureFunction(stack, 'Orders', { code: CODE }).enforceBoundary({ payloads: { sqs: { type: 'string', maxLength } } });
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
    };
    expect(versions(3)).toEqual(versions(3));
    expect(versions(3)).not.toEqual(versions(4));
  });
});

describe('its schemas', () => {
  /** The module with the compiled schemas in the layers of a function. */
  function compiled(app: cdk.App, stack: cdk.Stack): any {
    const { directory } = app.synth();
    const layers = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::LayerVersion'));
    const folders = layers.map(({ Properties }) => join(directory, `asset.${Properties.Content.S3Key.replace('.zip', '')}`));
    const found = folders.map(folder => join(folder, 'rampart')).find(folder => readdirSync(folder).includes('rampart-schemas.cjs'));
    return found === undefined ? undefined : jest.requireActual(join(found, 'rampart-schemas.cjs'));
  }

  test('are compiled into a layer of their own, and nothing of them stands in the environment', () => {
    const app = testApp(BUNDLES);
    const stack = stackOf(app);
    EnforcedBoundary.of(plain(stack), { payloads: { sqs: JOB }, requests: { 'POST /jobs/{id}': { body: JOB, path: { type: 'object', properties: { id: { type: 'integer' } } } } } });
    const { sources, routes } = compiled(app, stack);
    expect([sources.sqs({ id: 'a' }), sources.sqs({ id: 1 })]).toEqual([true, false]);
    expect([routes['POST /jobs/{id}'].path({ id: '7' }), routes['POST /jobs/{id}'].path({ id: 'x' })]).toEqual([true, false]);
    expect(deployed(stack).Layers).toHaveLength(2);
    expect(JSON.stringify(deployed(stack).variables)).not.toContain('properties');
  });

  test.each([true, false])('are also those of routes of a SecureApi, whichever comes first (the boundary: %s)', isFirst => {
    const app = testApp(BUNDLES);
    const stack = stackOf(app);
    const fn = new SecureFunction(stack, 'Orders', { code: CODE });
    const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam() });
    if (isFirst) fn.enforceBoundary();
    api.addRoute('POST', '/orders', { handler: fn, body: JOB });
    if (!isFirst) fn.enforceBoundary();
    expect(compiled(app, stack).routes['POST /orders'].body({ id: 1 })).toBe(false);
  });

  test('of a bundled handler stay in its bundle', () => {
    const app = testApp(BUNDLES);
    const stack = stackOf(app);
    new SecureFunction(stack, 'Orders', { entry: join(__dirname, '..', 'support', 'lambda', 'handlers', 'shop.ts') }).enforceBoundary({ payloads: { sqs: JOB } });
    expect(compiled(app, stack)).toBeUndefined();
    const { Code, Layers } = deployed(stack);
    expect(readdirSync(join(app.outdir, `asset.${Code.S3Key.replace('.zip', '')}`))).toContain('rampart-schemas.cjs');
    expect(Layers).toHaveLength(1);
  });

  test('that differ for one route are refused when the boundary is enforced', () => {
    const stack = stackOf();
    const fn = new SecureFunction(stack, 'Orders', { code: CODE });
    for (const [id, body] of [['One', JOB], ['Two', { ...JOB, required: ['id'] }]] as const) {
      new SecureApi(stack, id, { authorizer: ApiAuthorizer.iam() }).addRoute('POST', '/orders', { handler: fn, body });
    }
    expect(() => fn.enforceBoundary()).toThrow('Stack/Orders/Function: POST /orders has two schemas that differ');
  });

  test('need no asset where the synthesis asks for none', () => {
    const stack = stackOf();
    EnforcedBoundary.of(plain(stack), { payloads: { sqs: JOB } });
    expect(deployed(stack).Layers).toHaveLength(1);
  });
});

describe('who may send to a function of the CDK', () => {
  test('is nobody but its triggers in the application', () => {
    const stack = stackOf();
    const fn = plain(stack);
    fn.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE)));
    EnforcedBoundary.of(fn);
    expect(deployed(stack).facts).toEqual({ allow: { sqs: [QUEUE] } });
  });

  test('is read also of what comes after the boundary', () => {
    const stack = stackOf();
    const fn = plain(stack);
    EnforcedBoundary.of(fn);
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: fn });
    const [name] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
    const { RAMPART_FACTS } = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))[0].Properties.Environment.Variables;
    expect(JSON.stringify(RAMPART_FACTS)).toContain(`{"Ref":"${name}"}`);
    expect(api.node.children.length).toBeGreaterThan(0);
  });

  test('is whoever IAM lets invoke it, where nothing in the application triggers it', () => {
    const stack = stackOf();
    EnforcedBoundary.of(plain(stack));
    expect(deployed(stack).facts).toBeUndefined();
  });

  test.each<[string, (fn: lambda.Function, role: iam.Role) => void]>([
    ['a grant', (fn, role) => fn.grantInvoke(role)],
    ['a statement of a role', (fn, role) => role.addToPolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }))],
    ['a permission', fn => fn.addPermission('Account', { principal: new iam.AccountPrincipal('111122223333') })],
  ])('is also who was let in by %s, unless direct: false says otherwise', (_, letIn) => {
    const facts = (props?: EnforcedBoundaryProps) => {
      const stack = stackOf();
      const fn = plain(stack);
      fn.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE)));
      letIn(fn, new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
      EnforcedBoundary.of(fn, props);
      return deployed(stack).facts?.allow;
    };
    expect(facts()).toEqual({ direct: true, sqs: [QUEUE] });
    expect(facts({ direct: false })).toEqual({ sqs: [QUEUE] });
  });

  test.each([[true, { direct: true }], [false, {}]])('is said by direct: %s where nothing else is known', (direct, allow) => {
    const stack = stackOf();
    EnforcedBoundary.of(plain(stack), { direct });
    expect(deployed(stack).facts).toEqual({ allow });
  });
});

describe('the mappings of queues and streams', () => {
  const types = (make: (stack: cdk.Stack, fn: lambda.Function) => void) => {
    const stack = stackOf();
    const fn = plain(stack);
    EnforcedBoundary.of(fn);
    make(stack, fn);
    return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping'))[0].Properties.FunctionResponseTypes;
  };

  test('report which records failed, since the boundary withholds some', () => {
    expect(types((stack, fn) => fn.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue'))))).toEqual(['ReportBatchItemFailures']);
    expect(types((_, fn) => new lambda.CfnEventSourceMapping(fn, 'Raw', { functionName: fn.functionName, eventSourceArn: QUEUE }))).toEqual(['ReportBatchItemFailures']);
  });

  test('of other sources stay as they are', () => {
    expect(types((_, fn) => fn.addEventSourceMapping('Kafka', { kafkaBootstrapServers: ['broker:9092'], kafkaTopic: 'orders' }))).toBeUndefined();
  });

  test('of functions whose boundary is not enforced stay as they are', () => {
    const stack = stackOf();
    const fn = new SecureFunction(stack, 'Orders', { code: CODE });
    fn.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue')));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionResponseTypes: Match.absent() });
  });
});

describe('an error', () => {
  test.each<[string, (stack: cdk.Stack) => unknown, string]>([
    ['names a runtime that is not Node.js and what would do', stack => EnforcedBoundary.of(plain(stack, { runtime: lambda.Runtime.PYTHON_3_13 })),
      'Stack/Orders: the boundary stands before handlers of Node.js, got runtime: python3.13; check events in the handler, or where they come from'],
    ['tells how an image brings the boundary', stack => EnforcedBoundary.of(new lambda.Function(stack, 'Orders', {
      code: lambda.Code.fromEcrImage(cdk.aws_ecr.Repository.fromRepositoryName(stack, 'Images', 'orders')), handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE,
    })), 'Stack/Orders: a container image takes no layers; copy dist/runtime/opt of cdk-rampart to /opt in its Dockerfile, name /opt/rampart/boundary.handler as its command'],
    ['names a Node.js that is too old', stack => EnforcedBoundary.of(plain(stack, { runtime: lambda.Runtime.NODEJS_18_X })), 'the layer runs on Node.js 20 and newer, got runtime: nodejs18.x; take nodejs24.x'],
    ['names a handler that Lambda could not call', stack => EnforcedBoundary.of(plain(stack, { handler: 'index' })), 'handler: Lambda calls a handler as file.export, as in src/index.handler, got index'],
    ['says that signed code takes no unsigned layer', stack => EnforcedBoundary.of(plain(stack, {
      codeSigningConfig: new lambda.CodeSigningConfig(stack, 'Signing', { signingProfiles: [signer.SigningProfile.fromSigningProfileAttributes(stack, 'Profile', { signingProfileName: 'p', signingProfileVersionArn: 'arn' as string, signingProfileVersion: 'v' } as never)] }),
    })), 'Lambda takes only signed code of the function, and the layer is uploaded unsigned'],
    ['says that it was enforced already', stack => {
      const fn = plain(stack);
      EnforcedBoundary.of(fn);
      EnforcedBoundary.of(fn);
    }, 'Stack/Orders: the boundary is enforced already; give all schemas at once'],
    ['asks for the function itself instead of an imported one', stack => EnforcedBoundary.of(lambda.Function.fromFunctionName(stack, 'Elsewhere', 'elsewhere')), 'Stack/Elsewhere: the boundary is enforced where a function is defined'],
    ['asks for the function itself instead of an alias', stack => EnforcedBoundary.of(new lambda.Alias(stack, 'Live', { aliasName: 'live', version: plain(stack).currentVersion })), 'Stack/Live: the boundary is enforced where a function is defined'],
    ['collects what is wrong with schemas', stack => EnforcedBoundary.of(plain(stack), {
      payloads: { telephone: JOB, api: JOB, sqs: { type: 'nonsense' }, sns: 'text' as never },
      requests: { 'orders': { body: JOB }, 'POST /orders': { body: { $ref: 'https://elsewhere.example/schema' }, cookies: JOB } as never },
    }), 'Stack/Orders: payloads: one of sqs, sns, s3, dynamodb, kinesis, eventbridge, schedule, cognito, authorizer, direct, got telephone; payloads: what api sends is a request; '
      + 'give requests, by method and path; payloads.sqs: '],
  ])('%s', (_, enforce, message) => {
    expect(refusal(enforce)).toContain(message);
  });

  test('names every schema that does not do', () => {
    const message = refusal(stack => EnforcedBoundary.of(plain(stack), {
      payloads: { sns: 'text' as never }, requests: { 'orders': {}, 'POST /orders': { body: { $ref: 'https://elsewhere.example/schema' }, cookies: JOB, query: undefined } as never },
    }));
    expect(message).toContain('payloads.sns: a JSON Schema is an object');
    expect(message).toContain('requests: a method and a path as API Gateway states them, as in POST /orders/{id}, or $default, got "orders"');
    expect(message).toContain('requests: POST /orders body: ');
    expect(message).toContain('requests: POST /orders has body, query, path, headers, got cookies');
  });
});

describe('held to', () => {
  function everything(app: cdk.App) {
    const stack = stackOf(app);
    const orders = new SecureFunction(stack, 'Orders', { code: CODE });
    orders.addQueueSource(new sqs.Queue(stack, 'Queue', { visibilityTimeout: cdk.Duration.minutes(1) }));
    orders.enforceBoundary({ payloads: { sqs: JOB }, requests: { 'POST /orders': { body: JOB } }, direct: false });
    EnforcedBoundary.of(plain(stack, {}, 'Legacy'), { payloads: { direct: JOB } });
    return stack;
  }

  test('no finding of MEDIUM or above on what it made', () => {
    const app = testApp(BUNDLES);
    everything(app);
    const { judgements, failures } = judge(modelOf(app), RULES);
    const isOurs = (path: string) => /\/(?:EnforcedBoundary|RampartBoundary)(?:\/|$)/.test(path) || liesUnder(path, 'Stack/Orders');
    const own = judgements.filter(({ found }) => isOurs(found.subject.constructPath ?? ''));
    const serious = own.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM));
    expect([failures, serious.map(({ rule }) => rule.id)]).toEqual([[], []]);
  });

  test("nothing that CDK's own validation of CloudFormation finds", () => {
    const app = testApp({ ...BUNDLES, builtinCloudFormationValidation: true });
    everything(app);
    // What it has to find, or else it did not run.
    new sqs.CfnQueue(new cdk.Stack(app, 'Broken'), 'Queue').addPropertyOverride('DelaySeconds', 'many');
    const report = readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8');
    const { pluginReports } = JSON.parse(report) as { pluginReports: { violations?: object[] }[] };
    const found = pluginReports.flatMap(({ violations = [] }) => violations).map(one => JSON.stringify(one));
    expect(found.filter(one => one.includes('"Broken/Queue"'))).not.toEqual([]);
    expect(found.filter(one => one.includes('"Stack/'))).toEqual([]);
    process.exitCode = 0;
  }, 120_000);

  test('the sources of an enforced function in a Stage and in a nested stack are read as well', () => {
    const app = testApp();
    const stack = new cdk.Stack(new cdk.Stage(app, 'Production'), 'Stack');
    const nested = new cdk.NestedStack(stack, 'Nested');
    const fn = plain(nested as cdk.Stack);
    fn.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE)));
    EnforcedBoundary.of(fn);
    app.synth();
    expect(deployed(nested).facts).toEqual({ allow: { sqs: [QUEUE] } });
  });
});
