import * as fc from 'fast-check';
import { become, samFunction } from './become';
import { AppModel } from '../../aspects/model/app-model';
import { normaliseSam } from '../../aspects/sam/normalise';
import { modelOfTemplate } from '../support/synthesis';

const PLAIN = { Queue: { Type: 'AWS::SQS::Queue' }, Junk: 5, Nothing: null, Odd: { Type: 7 } };

test('plain CloudFormation is given back as it is', () => {
  const { resources, writtenAs, names } = normaliseSam({ Transform: 'AWS::Serverless-2016-10-31', Resources: PLAIN });
  expect(resources).toBe(PLAIN);
  expect([writtenAs.size, names.size]).toEqual([0, 0]);
  expect(normaliseSam({}).resources).toEqual({});
  expect(normaliseSam({ Resources: 'none' }).resources).toEqual({});
});

test('beside SAM, what is not SAM is the same object, in the order of the template', () => {
  const { resources } = normaliseSam({ Resources: { A: samFunction() as never, ...PLAIN, Unheard: { Type: 'AWS::Serverless::Unheard' } } });
  expect(Object.keys(resources)).toEqual(['A', 'ARole', 'Queue', 'Junk', 'Nothing', 'Odd', 'Unheard']);
  for (const id of ['Queue', 'Junk', 'Nothing', 'Odd'] as const) expect(resources[id]).toBe(PLAIN[id]);
  expect(resources.Unheard).toEqual({ Type: 'AWS::Serverless::Unheard' });
});

test('what SAM makes is no SAM: normalising again changes nothing', () => {
  const once = become({ A: samFunction({ Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }) });
  expect(normaliseSam({ Resources: once as never }).resources).toBe(once);
});

const TYPES = ['Api', 'Application', 'CapacityProvider', 'Connector', 'Function', 'GraphQLApi', 'HttpApi', 'LayerVersion', 'SimpleTable', 'StateMachine', 'WebSocketApi', 'Else'];
const EVENTS = ['AlexaSkill', 'Api', 'CloudWatchEvent', 'CloudWatchLogs', 'Cognito', 'DocumentDB', 'EventBridgeRule', 'HttpApi', 'IoTRule', 'MQ', 'MSK', 'S3', 'SNS', 'SQS', 'Schedule', 'ScheduleV2', 'SelfManagedKafka'];
const KEYS = [
  'Auth', 'Authorizer', 'Authorizers', 'AutoPublishAlias', 'BasePath', 'BinaryMediaTypes', 'Bucket', 'CodeUri', 'Connectors', 'Cors', 'CorsConfiguration', 'DataSources', 'DeadLetterConfig', 'DeadLetterQueue',
  'DefaultAuthorizer', 'DefinitionBody', 'DefinitionUri', 'Destination', 'DestinationConfig', 'Domain', 'DomainName', 'DynamoDb', 'Enabled', 'EndpointConfiguration', 'EventInvokeConfig', 'Events',
  'Fn::GetAtt', 'Fn::If', 'Fn::Sub', 'FunctionArn', 'FunctionUrlConfig', 'Functions', 'GatewayResponses', 'Id', 'Identity', 'IpRangeWhitelist', 'Layers', 'Location', 'Logging', 'Method', 'Models', 'OnFailure',
  'Path', 'Permissions', 'Pipeline', 'Policies', 'PrimaryKey', 'Properties', 'Ref', 'RequestModel', 'RequestParameters', 'Resolvers', 'ResourcePolicy', 'RestApiId', 'Role', 'RouteSettings', 'Routes', 'Source',
  'SourceAccessConfigurations', 'SqsSubscription', 'StageName', 'Statement', 'Tags', 'Target', 'Tracing', 'Trigger', 'Type', 'UsagePlan', 'UserPool', 'UserPoolArn', 'VpcConfig', '__proto__', 'constructor', 'toString', 'openapi', 'paths',
];

test('whatever stands in a template, reading it never throws', () => {
  const { junk } = fc.letrec<{ junk: unknown }>(tie => ({
    junk: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, undefined, '', 0, true, 'false', 'NONE', 'PER_API', 's3://b/k', 'A', ['A', 'Arn'], { Ref: 'A' }, { Ref: 'AWS::NoValue' }),
      fc.array(tie('junk'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS, ...EVENTS), tie('junk'), { maxKeys: 6 }),
      fc.dictionary(fc.constantFrom('E', 'Get'), fc.record({ Type: fc.constantFrom(...EVENTS), Properties: tie('junk') }), { maxKeys: 2 }),
    ),
  }));
  const properties = fc.dictionary(fc.constantFrom(...KEYS), junk, { maxKeys: 12 });
  const resource = fc.record({ Type: fc.constantFrom(...TYPES).map(type => `AWS::Serverless::${type}`), Properties: fc.oneof(properties, junk), Condition: junk, Connectors: junk }, { requiredKeys: ['Type'] });
  const template = fc.record({ Globals: junk, Parameters: junk, Resources: fc.dictionary(fc.constantFrom('A', 'B', 'ARole', 'ServerlessRestApi', 'C'), fc.oneof(resource, resource, junk)) });
  fc.assert(fc.property(template, body => {
    const before = JSON.stringify(body);
    const { resources, writtenAs } = normaliseSam(body as never);
    expect(JSON.stringify(body)).toBe(before);
    for (const id of writtenAs.keys()) expect(Object.keys(resources)).toContain(id);
    for (const one of modelOfTemplate(body).resources) expect(one.properties).toBeDefined();
  }), { numRuns: 500 });
});

test('what follows from a SAM resource lies at the path of the construct that rendered that one', () => {
  const body = { Transform: 'AWS::Serverless-2016-10-31', Resources: { Api: { Type: 'AWS::Serverless::HttpApi', Properties: { StageName: 'live' } } } };
  const app = new AppModel([{ path: 'template.json', body, constructPathOf: id => (id === 'Api' ? 'Stack/Included/Api' : undefined) }]);

  expect(app.ofType('AWS::ApiGatewayV2::Stage').map(({ constructPath }) => constructPath)).toEqual(['Stack/Included/Api']);
});
