import { causes } from '../../graphs/causes';
import { Edge, TriggerGraph } from '../../graphs/graph';
import { triggers } from '../../graphs/triggers';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { storesOf, STORES } from '../../sensitivity/access';
import { PublicDoor, publicDoors } from '../../sensitivity/public-doors';
import { sensitivityOf } from '../../sensitivity/sensitivity';
import { Severity } from '../../severity';

/** Nobody comes from the street to the restricted data unasked. */
export const sensitivityPublicPathGuarded: Rule = {
  id: 'sensitivity-public-path-guarded',
  theme: 'isolation',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A way from the internet to restricted data asks who comes, or validates what they send',
  threat: 'Anybody sends what they like, and the first mistake in any function on the way hands them the data that was marked as the most sensitive.',
  remedy: 'Put an authorizer before the first hop; where it must be public, validate the request there (a validator and a model with '
    + 'additionalProperties: false) and keep restricted data behind another function.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
    'https://cwe.mitre.org/data/definitions/306.html',
    'https://cwe.mitre.org/data/definitions/501.html',
  ],
  covers: [],
  target: 'app',
  check: app => publicDoors(app).flatMap(door => judged(door, app)),
  // No fix: an authorizer refuses whoever comes without what it asks for, and only the author knows who should come.
  examples: [
    compliant('an authorizer before it', ({ stack, cdk, apigateway, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Cards', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      cdk.Tags.of(table).add('sensitivity', 'restricted');
      const fn = someFunction();
      table.grantReadData(fn);
      new apigateway.LambdaRestApi(stack, 'Api', { handler: fn, defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM } });
    }),
    compliant('a public way to what is not restricted', ({ stack, cdk, lambda, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Offers', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      cdk.Tags.of(table).add('sensitivity', 'public');
      const fn = someFunction();
      table.grantReadData(fn);
      fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    compliant('the body validated against a model', ({ stack, cdk, apigateway, someFunction }) => {
      const fn = someFunction();
      cdk.Tags.of(fn).add('sensitivity', 'restricted');
      const api = new apigateway.RestApi(stack, 'Api');
      const schema = { type: apigateway.JsonSchemaType.OBJECT, required: ['card'], additionalProperties: false };
      api.root.addMethod('POST', new apigateway.LambdaIntegration(fn), {
        requestValidatorOptions: { validateRequestBody: true }, requestModels: { 'application/json': api.addModel('Card', { schema }) },
      });
    }),
    noncompliantExample('a function URL', ({ stack, cdk, lambda, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Secret');
      cdk.Tags.of(secret).add('sensitivity', 'restricted');
      const fn = someFunction();
      secret.grantRead(fn);
      fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    noncompliantExample('a validator without a model, which validates nothing', ({ stack, cdk, apigateway, someFunction }) => {
      const fn = someFunction();
      cdk.Tags.of(fn).add('sensitivity', 'restricted');
      new apigateway.RestApi(stack, 'Api').root.addMethod('POST', new apigateway.LambdaIntegration(fn), { requestValidatorOptions: { validateRequestBody: true } });
    }),
    noncompliantExample('over a queue, to a function of another stack', ({ app, stack, cdk, apigatewayv2, eventSources, integrations, lambda, sqs, dynamodb, someFunction }) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      const shop = someFunction('Shop');
      queue.grantSendMessages(shop);
      new apigatewayv2.HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration: new integrations.HttpLambdaIntegration('Shop', shop) });
      const back = new cdk.Stack(app, 'Back');
      const table = new dynamodb.Table(back, 'Cards', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      cdk.Tags.of(table).add('sensitivity', 'restricted');
      const worker = new lambda.Function(back, 'Worker', {
        runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
      });
      worker.addEventSource(new eventSources.SqsEventSource(queue));
      table.grantWriteData(worker);
    }),
    noncompliantExample('a GraphQL API whose key is public, straight to a table, in raw resources', ({ stack, cdk }) => {
      const api = new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'cards', AuthenticationType: 'API_KEY' } });
      const table = new cdk.CfnResource(stack, 'Cards', { type: 'AWS::DynamoDB::Table', properties: { Tags: [{ Key: 'sensitivity', Value: 'restricted' }] } });
      const properties = { ApiId: api.getAtt('ApiId'), Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: table.ref } };
      new cdk.CfnResource(stack, 'Source', { type: 'AWS::AppSync::DataSource', properties });
    }),
    undecidedExample('whether the URL is public is left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const fn = someFunction();
      cdk.Tags.of(fn).add('sensitivity', 'restricted');
      const authType = new cdk.CfnParameter(stack, 'Auth', { allowedValues: ['NONE', 'AWS_IAM'] }).valueAsString;
      new lambda.CfnUrl(stack, 'Url', { targetFunctionArn: fn.functionArn, authType });
    }),
  ],
};

/** Restricted data, and the way to it. */
interface Reached {
  readonly data: Resource;
  readonly path: readonly Resource[];
  readonly certain: boolean;
}

function judged(door: PublicDoor, app: AppModel): readonly Found[] {
  const reached = door.leadsTo.flatMap(start => restrictedFrom(start, app));
  const [first] = [...reached.filter(({ certain }) => certain), ...reached];
  if (first === undefined) return [];
  const noun = STORES[first.data.type] ?? (first.data.type === 'AWS::Lambda::Function' ? 'function' : 'resource');
  const way = [door.name, ...first.path.map(one => one.writtenId)].join(' → ');
  const related = [...new Set([...first.path, ...reached.map(({ data }) => data)])].filter(one => one !== door.declaredBy);
  const details = { property: door.property, detail: door.name, related };
  if (door.open === 'undecided' || !first.certain) {
    return [undecided(door.declaredBy, `whether anybody reaches the restricted ${noun} ${first.data.writtenId} by ${way} is only known at deployment`, details)];
  }
  return [noncompliant(door.declaredBy, `anybody reaches the restricted ${noun} ${first.data.writtenId} by ${way}: nothing asks who they are, or validates what they send`, details)];
}

/** The restricted data that can be reached from a resource, the nearest first; by each way that one event can take. */
function restrictedFrom(start: Resource, app: AppModel): readonly Reached[] {
  const graph = app.once(triggers);
  const found = [...at(start, [start], app)];
  const waiting: { readonly edge: Edge; readonly path: readonly Resource[] }[] = next(graph, start.id).map(edge => ({ edge, path: [start] }));
  const seen = new Set<Edge>();
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { edge, path } = one;
    if (seen.has(edge)) continue;
    seen.add(edge);
    const to = edge.to.resource;
    const longer = to === undefined ? path : [...path, to];
    if (to !== undefined) found.push(...at(to, longer, app));
    waiting.push(...next(graph, edge.to.id).filter(after => causes(edge, after).answer !== 'no').map(after => ({ edge: after, path: longer })));
  }
  return found;
}

function next(graph: TriggerGraph, id: string): readonly Edge[] {
  return graph.from(id).filter(({ certain }) => certain);
}

/** What is restricted at one hop: the resource itself, and the stores that a function may use. */
function at(resource: Resource, path: readonly Resource[], app: AppModel): readonly Reached[] {
  return [resource, ...(resource.type === 'AWS::Lambda::Function' ? storesOf(resource, app) : [])].flatMap(data => {
    const sensitivity = sensitivityOf(data);
    return sensitivity === 'restricted' || sensitivity instanceof Unknown ? [{ data, path, certain: sensitivity === 'restricted' }] : [];
  });
}
