import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, isMap, isOpen, valuesOf } from '../../model/value';
import { agreed, anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const TYPES = 'EndpointConfiguration.Types';

/** APIs for one's own house stay in it. */
export const apigwApiPrivate: Rule = {
  id: 'apigw-api-private',
  theme: 'input',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A REST API answers inside of a network only, unless it is for the public',
  threat: 'What answers the internet is found and tried by everybody: one method without an authorizer, one hole in what stands behind it is enough.',
  remedy: 'For callers of one\'s own, set endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints } and a resource policy that names the '
    + 'endpoints. Acknowledge APIs that are for the public: the list of them is worth having.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  covers: [
    'kics:4a8daf95-709d-4a36-9132-d3e19878fa34', 'kics:6b5b0313-771b-4319-ad7a-122ee78700ef',
  ],
  target: 'AWS::ApiGateway::RestApi',
  check: (api: Resource) => {
    // SAM's EndpointConfiguration may be the type alone.
    const configured = alternativesOf(api.get('EndpointConfiguration'));
    const answer = agreed(configured.map((one): Answer => (isMap(one) ? isPrivate(api) : isOpen(one) ? 'undecided' : one === 'PRIVATE' ? 'yes' : 'no')));
    if (answer === 'yes') return undefined;
    if (answer === 'undecided') return undecided(api, 'only the deployment knows whether the API answers the internet', { property: TYPES });
    return noncompliant(api, 'the API answers the internet', { property: TYPES });
  },
  // No fix: callers from outside would be cut off.
  examples: [
    compliant('private', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] } });
    }),
    compliant('private, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { EndpointConfiguration: { Types: 'PRIVATE' } } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('opened by an override', ({ stack, apigateway }) => {
      new apigateway.CfnRestApi(stack, 'Api', { endpointConfiguration: { types: ['PRIVATE'] } }).addPropertyOverride('EndpointConfiguration.Types', ['REGIONAL']);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const types = [new cdk.CfnParameter(stack, 'Type').valueAsString];
      new apigateway.CfnRestApi(stack, 'Api', { endpointConfiguration: { types } });
    }),
  ],
};

function isPrivate(api: Resource): Answer {
  return agreed(alternativesOf(api.get(TYPES)).map(types => (isOpen(types) ? 'undecided' : anyOf(valuesOf(types).map(type => ask(type, known => known === 'PRIVATE'))))));
}
