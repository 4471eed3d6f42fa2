import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** GraphQL APIs are traced. */
export const appsyncApiTraced: Rule = {
  id: 'appsync-api-traced',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A GraphQL API is traced',
  threat: 'One query reaches many resolvers and what lies behind them, and leaves no trail: which of them an attacker made use of cannot be retold.',
  remedy: 'Set xrayEnabled: true on the API.',
  links: [
    'https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:AppSyncTracing', 'serverless-rules:WS3000'],
  target: 'AWS::AppSync::GraphQLApi',
  check: api => mustBe(api, 'XrayEnabled', on => booleanOf(on) === true, 'the API sends no traces'),
  fix: {
    levels: [FixLevel.SAFE],
    why: 'AppSync traces beside the query, whose answer and time stay the same; X-Ray samples, so the cost is negligible, and the role that sends the '
      + 'traces is the service-linked one, which AppSync makes by itself.',
    repair: ({ subject }) => ({ level: FixLevel.SAFE, patches: [new SetProperty(subject as Resource, 'XrayEnabled', true)] }),
  },
  examples: [
    compliant('traced', ({ stack, cdk }) => {
      const properties = { Name: 'orders', AuthenticationType: 'AWS_IAM', XrayEnabled: true };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties });
    }),
    noncompliantExample('nothing said about tracing', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'AWS_IAM' } });
    }),
    noncompliantExample('off, as a string', ({ stack, cdk }) => {
      const properties = { Name: 'orders', AuthenticationType: 'AWS_IAM', XrayEnabled: 'false' };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const traced = new cdk.CfnParameter(stack, 'Traced', { allowedValues: ['true', 'false'] });
      const properties = { Name: 'orders', AuthenticationType: 'AWS_IAM', XrayEnabled: traced.valueAsString };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties });
    }),
  ],
};
