import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** GraphQL APIs log their requests. */
export const appsyncApiLogged: Rule = {
  id: 'appsync-api-logged',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A GraphQL API logs its requests',
  threat: 'Queries that probe for what the schema hides, and those that found it, leave no line behind: nobody can tell which data was read, or that it was tried.',
  remedy: 'Set logConfig: { fieldLogLevel: FieldLogLevel.ERROR, excludeVerboseContent: true }; verbose content holds what users send and get.',
  links: [
    'https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html#appsync-2',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:AppSyncGraphQLRequestLogging', 'checkov:CKV_AWS_193', 'checkov:CKV_AWS_194', 'securityhub:AppSync.2'],
  target: 'AWS::AppSync::GraphQLApi',
  check: api => {
    const logged = isGiven(api.get('LogConfig.CloudWatchLogsRoleArn'));
    const property = 'LogConfig';
    if (logged === 'yes' && api.get('LogConfig.FieldLogLevel') !== 'NONE') return undefined;
    if (logged === 'undecided') return undecided(api, 'only the deployment knows whether the API logs its requests', { property });
    return noncompliant(api, logged === 'yes' ? 'the API logs requests, but none of their errors' : 'the API does not log its requests', { property });
  },
  // No fix: AppSync needs a role that may write logs, and what is logged is paid for.
  examples: [
    compliant('errors logged', ({ stack, cdk }) => {
      const LogConfig = { CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/logs', FieldLogLevel: 'ERROR', ExcludeVerboseContent: true };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'AWS_IAM', LogConfig } });
    }),
    noncompliantExample('nothing said', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'AWS_IAM' } });
    }),
    noncompliantExample('no level of it, by an override', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties: { Name: 'orders', AuthenticationType: 'AWS_IAM' } })
        .addPropertyOverride('LogConfig', { CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/logs', FieldLogLevel: 'NONE' });
    }),
    undecidedExample('a condition decides', ({ stack, cdk }) => {
      new cdk.CfnCondition(stack, 'IsLogged', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Logged').valueAsString, 'yes') });
      const role = cdk.Fn.conditionIf('IsLogged', 'arn:aws:iam::111122223333:role/logs', cdk.Aws.NO_VALUE);
      const properties = { Name: 'orders', AuthenticationType: 'AWS_IAM', LogConfig: { CloudWatchLogsRoleArn: role, FieldLogLevel: 'ALL' } };
      new cdk.CfnResource(stack, 'Api', { type: 'AWS::AppSync::GraphQLApi', properties });
    }),
  ],
};
