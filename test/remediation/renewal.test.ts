import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FixLevel } from '../../aspects/fix-level';
import { remediate } from '../../aspects/remediation/remediate';
import { renamedIn } from '../../aspects/remediation/rename';
import { TemplateEditor } from '../../aspects/remediation/template-editor';
import { SetProperty } from '../../aspects/rule/patch';
import { RULES } from '../../aspects/rules';
import { repaired } from '../support/repaired';
import { sourcesOf, testApp } from '../support/synthesis';

type Resources = Record<string, { Type: string; Properties: Record<string, any> }>;

/** The resources of a stack as they were, repaired in the tree, and repaired in the template. */
function three(ids: readonly string[], build: (stack: Stack) => void): [Resources, Resources, Resources] {
  const rules = RULES.filter(rule => ids.includes(rule.id));
  const made = () => {
    const app = testApp();
    build(new Stack(app, 'Stack'));
    return app;
  };
  const sources = sourcesOf(made());
  const tree = made();
  remediate(tree, { rules, level: FixLevel.STRICT, acknowledgements: [], within: () => true });
  return [sources, sourcesOf(tree), repaired(sources, FixLevel.STRICT, rules).sources].map(([source]) => source.body.Resources) as never;
}

const idOf = (resources: Resources, type: string) => Object.keys(resources).find(id => resources[id].Type === type)!;

const someFunction = (stack: Stack) => new lambda.Function(stack, 'Function', {
  runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' '),
});

describe('an API whose method is repaired is deployed anew', () => {
  const model = (api: apigateway.RestApi) => ({ 'application/json': api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT } }) });
  const integration = new apigateway.HttpIntegration('https://orders.example.com');

  test.each<[string, (stack: Stack) => void]>([
    ['made by the CDK', stack => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('POST', integration, { requestModels: model(api) });
    }],
    ['written by hand', stack => {
      const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
      api.root.addMethod('POST', integration, { requestModels: model(api) });
      const deployment = new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.restApiId });
      new apigateway.CfnStage(stack, 'Stage', { restApiId: api.restApiId, deploymentId: deployment.ref, stageName: 'prod' });
    }],
  ])('%s', (_, build) => {
    const [before, ...after] = three(['apigw-method-request-validated'], build);
    const old = idOf(before, 'AWS::ApiGateway::Deployment');
    for (const resources of after) {
      const id = idOf(resources, 'AWS::ApiGateway::Deployment');
      expect(id).not.toBe(old);
      expect(id.replace(/[0-9a-f]{32}$/, '')).toBe(old.replace(/[0-9a-f]{32}$/, ''));
      expect(resources[idOf(resources, 'AWS::ApiGateway::Stage')].Properties.DeploymentId).toEqual({ Ref: id });
      const { RequestValidatorId, RequestModels } = resources[idOf(resources, 'AWS::ApiGateway::Method')].Properties;
      expect(RequestValidatorId).toEqual({ Ref: idOf(resources, 'AWS::ApiGateway::RequestValidator') });
      expect(RequestModels.$default).toEqual(RequestModels['application/json']);
    }
  });

  test('and left as it is where no deployment of it is known, or one that makes its stage', () => {
    const build = (more: (stack: Stack, api: apigateway.RestApi) => void) => (stack: Stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
      api.root.addMethod('POST', integration, { requestModels: model(api) });
      more(stack, api);
    };
    const describing = (stack: Stack, api: apigateway.RestApi) => new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.restApiId, stageName: 'prod' });
    for (const more of [() => {}, describing]) {
      const [before, ...after] = three(['apigw-method-request-validated'], build(more));
      expect(after).toEqual([before, before]);
    }
  });

  test('also one of the other version, which does not follow by itself', () => {
    const [before, ...after] = three(['apigw-default-endpoint-off'], stack => {
      const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'api', protocolType: 'HTTP' });
      const deployment = new apigatewayv2.CfnDeployment(stack, 'Deployment', { apiId: api.ref });
      const mapped = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'prod', deploymentId: deployment.ref });
      new apigatewayv2.CfnApiMapping(stack, 'Mapping', { apiId: api.ref, domainName: 'api.example.com', stage: mapped.ref });
    });
    for (const resources of after) {
      const id = idOf(resources, 'AWS::ApiGatewayV2::Deployment');
      expect([idOf(before, 'AWS::ApiGatewayV2::Deployment'), resources.Stage.Properties.DeploymentId]).toEqual(['Deployment', { Ref: id }]);
      expect(id).toMatch(/^Deployment[0-9a-f]{32}$/);
    }
  });
});

test.each<[string, (fn: lambda.Function, stack: Stack) => lambda.IVersion]>([
  ['the current one', fn => fn.currentVersion],
  ['one with an id of its own', (fn, stack) => new lambda.Version(stack, 'Version', { lambda: fn })],
])('a function that is repaired is published anew, so that its alias serves it: %s', (_, version) => {
  const [before, ...after] = three(['lambda-function-traced'], stack => {
    new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: version(someFunction(stack), stack) });
  });
  for (const resources of after) {
    const id = idOf(resources, 'AWS::Lambda::Version');
    expect(id).not.toBe(idOf(before, 'AWS::Lambda::Version'));
    expect(resources[idOf(resources, 'AWS::Lambda::Alias')].Properties.FunctionVersion).toEqual({ 'Fn::GetAtt': [id, 'Version'] });
  }
});

test('a function keeps its version where what is repaired is no part of it', () => {
  const [before, ...after] = three(['lambda-recursive-loop-terminated'], stack => {
    new lambda.Version(stack, 'Version', { lambda: someFunction(stack) });
    (stack.node.findChild('Function').node.defaultChild as lambda.CfnFunction).recursiveLoop = 'Allow';
  });
  for (const resources of after) {
    expect(resources[idOf(resources, 'AWS::Lambda::Function')].Properties.RecursiveLoop).toBe('Terminate');
    expect(idOf(resources, 'AWS::Lambda::Version')).toBe(idOf(before, 'AWS::Lambda::Version'));
  }
});

describe('a function of SAM whose alias SAM keeps', () => {
  const changed = (properties: object, set: readonly [string, any][], globals: object = {}) => {
    const Properties = { Handler: 'a.b', Runtime: 'nodejs24.x', InlineCode: '', ...properties };
    const body = { Transform: 'AWS::Serverless-2016-10-31', Globals: { Function: globals }, Resources: { Orders: { Type: 'AWS::Serverless::Function', Properties } } };
    const editor = new TemplateEditor([{ path: 'template.yaml', body: body as never }]);
    const patches = set.map(([property, value]) => new SetProperty(editor.app.ofType('AWS::Lambda::Function')[0], property, value));
    const obstacle = editor.obstacle(patches);
    if (obstacle !== undefined) return { obstacle };
    const changes = editor.apply(patches, 'a-rule');
    editor.settle();
    editor.renew();
    const { Orders } = editor.templates[0].body.Resources as any;
    return { changes: changes.map(({ property, after }) => [property, after]), properties: Orders.Properties };
  };
  const json: [string, any] = ['LoggingConfig.LogFormat', 'JSON'];
  const ALL = 'AutoPublishAliasAllProperties';

  test('is published on every change from then on, for what SAM would not publish', () => {
    const { changes, properties } = changed({ AutoPublishAlias: 'live' }, [json]);
    expect(properties).toMatchObject({ LoggingConfig: { LogFormat: 'JSON' }, [ALL]: true });
    expect(changes).toEqual([json, [ALL, true]]);
  });

  test('is told so too where the alias is a global one, or somebody said no', () => {
    expect(changed({}, [json], { AutoPublishAlias: 'live' }).properties[ALL]).toBe(true);
    expect(changed({ AutoPublishAlias: 'live', [ALL]: false }, [json]).properties[ALL]).toBe(true);
  });

  test.each<[string, object, [string, any], object?]>([
    ['has no alias', {}, json],
    ['is published on every change already', { AutoPublishAlias: 'live', [ALL]: 'true' }, json],
    ['and is so by the globals', { AutoPublishAlias: 'live' }, json, { [ALL]: true }],
    ['is changed in what SAM always publishes', { AutoPublishAlias: 'live' }, ['MemorySize', 512]],
    ['is changed in what no version holds', { AutoPublishAlias: 'live', AutoPublishCodeSha256: 'abc' }, ['RecursiveLoop', 'Terminate']],
  ])('is left as it is where it %s', (_, given, set, globals = {}) => {
    const { changes, properties } = changed(given, [set], globals);
    expect(changes).toEqual([set]);
    expect(properties[ALL]).toBe((given as any)[ALL]);
  });

  test.each<[string, object, RegExp]>([
    ['a hash alone decides what is published', { AutoPublishCodeSha256: 'abc' }, /AutoPublishCodeSha256/],
    ['only the deployment knows what is published', { [ALL]: { Ref: 'All' } }, /made by a CloudFormation function/],
  ])('is not repaired where %s', (_, given, why) => {
    expect(changed({ AutoPublishAlias: 'live', ...given }, [json]).obstacle).toMatch(why);
  });
});

test('whatever refers to a renamed resource refers to it by its new name, and nothing else changes', () => {
  const text = (id: string) => `\${${id}} \${ ${id}.Arn } \${!${id}} ${id}`;
  const body = (id: string, literal: string) => ({
    Resources: {
      [id]: { Type: 'X::Y::Z', DependsOn: 'Other' },
      Other: {
        Type: 'X::Y::Z',
        DependsOn: [id, 'Third'],
        Properties: { A: { Ref: id }, B: { 'Fn::GetAtt': [id, 'Arn'] }, C: { 'Fn::GetAtt': `${id}.Arn` }, D: [literal], E: { 'Fn::Sub': text(id).replace(`!${id}`, `!${literal}`).replace(/\w+$/, literal) } },
      },
      Third: { Type: 'X::Y::Z', DependsOn: id, Properties: { 'Fn::Sub': [`\${v} \${${id}}`, { v: { Ref: id } }] } },
    },
    Outputs: { Out: { Value: { Ref: id } }, [literal]: { Value: literal } },
    Metadata: { [literal]: literal },
  });

  expect(renamedIn(body('Old', 'Old') as never, 'Old', 'New')).toEqual(body('New', 'Old'));
});
