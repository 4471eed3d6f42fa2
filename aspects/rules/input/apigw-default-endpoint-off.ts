import { domainsByApi, originsOfDistributions } from '../../api/custom-domain';
import { isFixedInPlace, redeployed } from '../../api/redeployed';
import { isWebSocket } from '../../api/web-socket';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody goes around the custom domain of an API. */
export const apigwDefaultEndpointOff: Rule = {
  id: 'apigw-default-endpoint-off',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An API behind a custom domain answers only there',
  threat: 'What the domain demands, mutual TLS, a modern TLS policy, a firewall or rate limits before it, binds nobody who calls the API by the address that API '
    + 'Gateway gives it, which is easily found out.',
  remedy: 'Set disableExecuteApiEndpoint: true, once every client calls the custom domain.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html',
    'https://cwe.mitre.org/data/definitions/288.html',
  ],
  covers: [],
  target: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  check: (api: Resource, app: AppModel) => {
    // Before CloudFront stands no custom domain of API Gateway: there, the default endpoint may be the origin.
    if (!app.once(domainsByApi).has(api.id) || app.once(originsOfDistributions).has(api.id)) return undefined;
    return mustBe(api, 'DisableExecuteApiEndpoint', off => booleanOf(off) === true, 'the API has a custom domain, and still answers at its own address beside it');
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Clients that call the API by its own address are refused from then on. The API is deployed anew with it, or the fix is not made.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('no custom domain', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    compliant('only at the custom domain', kit => {
      withDomain(kit, { disableExecuteApiEndpoint: true });
    }),
    compliant('CloudFront reaches it by its own address', kit => {
      const api = withDomain(kit, {});
      const origins = [{ Id: 'api', DomainName: kit.cdk.Fn.sub('${Api}.execute-api.${AWS::Region}.amazonaws.com', { Api: api.restApiId }) }];
      new kit.cdk.CfnResource(kit.stack, 'Distribution', { type: 'AWS::CloudFront::Distribution', properties: { DistributionConfig: { Enabled: true, Origins: origins } } });
    }),
    noncompliantExample('a custom domain, and the default endpoint beside it', kit => {
      withDomain(kit, {});
    }),
    noncompliantExample('an HTTP API behind a custom domain', ({ stack, apigatewayv2 }) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api');
      new apigatewayv2.CfnApiMapping(stack, 'Mapping', { apiId: api.apiId, domainName: 'api.example.com', stage: '$default' });
    }),
    noncompliantExample('raw resources, whose deployment would not follow', ({ stack, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.ref, stageName: 'prod' });
      new apigateway.CfnBasePathMapping(stack, 'Mapping', { domainName: 'api.example.com', restApiId: api.ref });
    }),
    noncompliantExample('an HTTP API that is deployed by hand, reached by a routing rule', ({ stack, cdk, apigatewayv2 }) => {
      const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'orders', protocolType: 'HTTP' });
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'prod', deploymentId: 'deployment' });
      const properties = { DomainNameArn: 'arn', Priority: 1, Conditions: [], Actions: [{ InvokeApi: { ApiId: api.ref, Stage: 'prod' } }] };
      new cdk.CfnResource(stack, 'Route', { type: 'AWS::ApiGatewayV2::RoutingRule', properties });
    }),
    undecidedExample('left to a parameter', kit => {
      const off = new kit.cdk.CfnParameter(kit.stack, 'Off', { allowedValues: ['true', 'false'] });
      const api = withDomain(kit, {});
      (api.node.defaultChild as InstanceType<typeof kit.apigateway.CfnRestApi>).addPropertyOverride('DisableExecuteApiEndpoint', off.valueAsString);
    }),
  ],
};

function withDomain({ stack, apigateway }: ExampleKit, props: { readonly disableExecuteApiEndpoint?: boolean }) {
  const api = new apigateway.RestApi(stack, 'Api', props);
  api.root.addMethod('GET');
  new apigateway.CfnBasePathMapping(stack, 'Mapping', { domainName: 'api.example.com', restApiId: api.restApiId, stage: 'prod' });
  return api;
}

/** A stage serves what was deployed last: CDK's own deployments follow a change of the API, an HTTP API's stages if they are told to. */
function repair(api: Resource, app: AppModel): Repair | Declined {
  if (api.type === 'AWS::ApiGatewayV2::Api' && isWebSocket(api) !== 'no') {
    return { declined: 'what answers over a connection calls the API at its own address: have it use the custom domain first' };
  }
  const anew = redeployed(api, app);
  return isFixedInPlace(anew) ? anew : { level: FixLevel.STRICT, patches: [new SetProperty(api, 'DisableExecuteApiEndpoint', true), ...anew] };
}
