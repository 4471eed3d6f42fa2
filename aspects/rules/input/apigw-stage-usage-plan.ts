import { usagePlanCovers } from '../../api/usage-plans';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Clients of an API have a plan. */
export const apigwStageUsagePlan: Rule = {
  id: 'apigw-stage-usage-plan',
  theme: 'input',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage of a REST API is part of a usage plan',
  threat: 'Without a plan one client cannot be told from another: the one that calls too much, by mistake or on purpose, can only be held back together with '
    + 'all others.',
  remedy: 'Add a plan with limits and API keys: api.addUsagePlan(\'Clients\', { throttle, quota }).addApiStage({ stage }). Its limits are best effort and bind '
    + 'only callers with a key: apigw-stage-throttled asks for those that bind everybody.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: [
    'cfn_nag:W64', 'cfn_nag:W68', 'kics:783860a3-6dca-4c8b-81d0-7b62769ccbca', 'kics:7f8f1b60-43df-4c28-aa21-fb836dbd8071',
  ],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  check: (stage, app) => {
    const covered = usagePlanCovers(stage, app);
    if (covered === undefined || covered === 'yes') return undefined;
    if (covered === 'undecided') return undecided(stage, 'only the deployment knows whether the stage is part of a usage plan');
    return noncompliant(stage, stage.type === 'AWS::ApiGateway::Stage' ? 'the stage is part of no usage plan' : 'what is deployed is part of no usage plan');
  },
  // No fix: which clients there are, and what each may ask for, only the owner knows.
  examples: [
    compliant('a plan for the stage', ({ stack, apigateway, someFunction }) => {
      const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
      api.addUsagePlan('Clients', { throttle: { rateLimit: 10, burstLimit: 5 } }).addApiStage({ stage: api.deploymentStage });
    }),
    compliant('a stage by its name, in raw resources', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod' } });
      new cdk.CfnResource(stack, 'Plan', { type: 'AWS::ApiGateway::UsagePlan', properties: { ApiStages: [{ ApiId: 'api', Stage: 'prod' }] } });
    }),
    compliant('a deployment without a stage', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api' } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('a plan for another stage, by an override', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod' } });
      new cdk.CfnResource(stack, 'Plan', { type: 'AWS::ApiGateway::UsagePlan', properties: { ApiStages: [{ ApiId: 'api', Stage: 'prod' }] } })
        .addPropertyOverride('ApiStages.0.Stage', 'test');
    }),
    undecidedExample('a plan for a stage that a parameter names', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod' } });
      const Stage = new cdk.CfnParameter(stack, 'Which').valueAsString;
      new cdk.CfnResource(stack, 'Plan', { type: 'AWS::ApiGateway::UsagePlan', properties: { ApiStages: [{ ApiId: 'api', Stage }] } });
    }),
  ],
};
