import { apiOfStage, stageProperty } from '../../api/stage';
import { hasWebAcl } from '../../api/web-acl';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { ask, keyOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A firewall stands before APIs that the internet reaches. */
export const apigwStageWaf: Rule = {
  id: 'apigw-stage-waf',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A web ACL stands before each public stage of a REST API, and before a GraphQL API',
  threat: 'Known attacks, scanners, floods of requests and lists of stolen passwords reach the code behind the API, which has to be right about every one of them.',
  remedy: 'Add a CfnWebACL with AWS\'s managed rule groups and a rate rule, and a CfnWebACLAssociation for the stage. Acknowledge it where the ACL is associated '
    + 'outside of the application, by AWS Firewall Manager say; an HTTP API can only have one through CloudFront.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html',
    'https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  covers: [
    'cdk-nag:APIGWAssociatedWithWAF', 'checkov:CKV2_AWS_29', 'checkov:CKV2_AWS_77', 'checkov:CKV2_AWS_33', 'securityhub:APIGateway.4',
    'guard:API_GW_ASSOCIATED_WITH_WAF', 'kics:fcbf9019-566c-4832-a65c-af00d8137d2b',
  ],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'AWS::AppSync::GraphQLApi'],
  check: (subject: Resource, app: AppModel) => {
    if (subject.type.startsWith('AWS::ApiGateway::') && stageProperty(subject, 'StageName') === undefined) return undefined; // makes no stage
    if (isPrivate(subject, app)) return undefined;
    const answer = hasWebAcl(subject, app);
    if (answer === 'yes') return undefined;
    return answer === 'no' ? noncompliant(subject, 'no web ACL of the application stands before it')
      : undecided(subject, 'only the deployment knows whether the web ACL is for this one');
  },
  // No fix: which requests are an attack on this application, and what a web ACL may cost, its owner decides.
  examples: [
    compliant('an ACL for the stage', ({ stack, apigateway, wafv2 }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      new wafv2.CfnWebACLAssociation(stack, 'Association', { resourceArn: api.deploymentStage.stageArn, webAclArn: 'arn' });
    }),
    compliant('an ACL in another stack', ({ app, stack, cdk, apigateway, wafv2 }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      new wafv2.CfnWebACLAssociation(new cdk.Stack(app, 'Firewall'), 'Association', { resourceArn: api.deploymentStage.stageArn, webAclArn: 'arn' });
    }),
    compliant('an ACL for a stage that a deployment makes, by its name', ({ stack, cdk, apigateway }) => {
      const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'orders' });
      new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.ref, stageName: 'prod' });
      const properties = { WebACLArn: 'arn', ResourceArn: cdk.Fn.sub('arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod') };
      new cdk.CfnResource(stack, 'Association', { type: 'AWS::WAFv2::WebACLAssociation', properties });
    }),
    compliant('a private API', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.PRIVATE] }).root.addMethod('GET');
    }),
    compliant('an HTTP API, which can have none', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    noncompliantExample('none', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    noncompliantExample('an ACL for another stage of the API', ({ stack, apigateway, wafv2 }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      const beta = new apigateway.Stage(stack, 'Beta', { deployment: api.latestDeployment!, stageName: 'beta' });
      new wafv2.CfnWebACLAssociation(stack, 'Association', { resourceArn: beta.stageArn, webAclArn: 'arn' });
    }),
    noncompliantExample('a GraphQL API', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'AWS_IAM' } });
    }),
    undecidedExample('an association whose ARN is a parameter', ({ stack, cdk, apigateway, wafv2 }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
      new wafv2.CfnWebACLAssociation(stack, 'Association', { resourceArn: new cdk.CfnParameter(stack, 'Stage').valueAsString, webAclArn: 'arn' });
    }),
  ],
};

/** Whether only endpoints of VPCs reach it: what comes from there is not the internet. */
function isPrivate(subject: Resource, app: AppModel): boolean {
  if (subject.type === 'AWS::AppSync::GraphQLApi') return subject.get('Visibility') === 'PRIVATE';
  const api = apiOfStage(subject, app);
  return api !== undefined && ask(api.get('EndpointConfiguration'), configuration => keyOf(configuration).includes('"PRIVATE"')) === 'yes';
}
