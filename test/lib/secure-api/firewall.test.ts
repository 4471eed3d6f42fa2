import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { idOf, ofType, Properties, restApi, someFunction } from './kit';
import { ApiAuthorizer, ApiFirewall, SecureApi } from '../../../lib';
import { testApp } from '../../support/synthesis';

const ruleOf = (acl: Properties, name: string) => acl.Rules.find((rule: Properties) => rule.Name === name);

const USUAL = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token'].map(Name => ({ SingleHeader: { Name } }));

test('before a REST API stand AWS\'s groups and a rate for each address', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/a', { handler });
  const [acl] = ofType(stack, 'AWS::WAFv2::WebACL');
  expect(acl.Rules.map(({ Name }: Properties) => Name)).toEqual([
    'Floods', 'AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet',
  ]);
  expect(ruleOf(acl, 'Floods').Statement.RateBasedStatement).toMatchObject({ Limit: 2000, AggregateKeyType: 'IP' });
  expect(api.webAcl).toBeDefined();
  expect(ofType(stack, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
});

test('what it blocks is logged without what authorizes, to a group of the name that WAF demands', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/a', { handler });
  const [logging] = ofType(stack, 'AWS::WAFv2::LoggingConfiguration');
  expect(logging.RedactedFields).toEqual(USUAL);
  expect(JSON.stringify(logging.LogDestinationConfigs)).not.toContain(':*');
  expect(JSON.stringify(ofType(stack, 'AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName))).toContain('aws-waf-logs-');
  expect(api.firewallLog).toBeDefined();
});

test('what a function decides on authorizes too, in whichever route, and is logged as little', () => {
  const stack = new Stack(testApp(), 'Stack');
  const decides = someFunction(stack);
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.lambda(decides, { headers: ['X-Session', 'Authorization', new CfnParameter(stack, 'Header').valueAsString] }) });
  api.addRoute('GET', '/a', { handler: someFunction(stack, 'A') });
  expect(ofType(stack, 'AWS::WAFv2::LoggingConfiguration')[0].RedactedFields).toEqual([...USUAL, { SingleHeader: { Name: 'x-session' } }, { SingleHeader: { Name: { Ref: 'Header' } } }]);

  const other = restApi();
  other.api.addRoute('GET', '/a', { handler: other.handler, authorizer: ApiAuthorizer.lambda(someFunction(other.stack, 'Decider'), { queryParameters: ['token'] }) });
  expect(ofType(other.stack, 'AWS::WAFv2::LoggingConfiguration')[0].RedactedFields).toEqual([...USUAL, { QueryString: {} }]);
});

test.each<[string, (stack: Stack) => any]>([
  ['Stack/Global', stack => new wafv2.CfnWebACL(stack, 'Global', {
    scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'a', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false },
  })],
  ['arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b', stack => ({
    node: stack.node, env: { account: stack.account, region: stack.region }, webAclRef: { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b' },
  })],
])('a web ACL that stands before CloudFront alone is refused: %s', (named, webAcl) => {
  const stack = new Stack(testApp(), 'Stack');
  expect(() => new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam(), firewall: ApiFirewall.existing(webAcl(stack)) }))
    .toThrow(`Stack/Api: firewall: a web ACL of the scope CLOUDFRONT stands before CloudFront alone; give one of the scope REGIONAL, got ${named}`);
});

test('rates and rules that count are as they were given', () => {
  const { stack, api, handler } = restApi({ firewall: ApiFirewall.managed({ requestsPerAddress: 50, countedRules: ['SizeRestrictions_BODY'] }) });
  api.addRoute('GET', '/a', { handler });
  const [acl] = ofType(stack, 'AWS::WAFv2::WebACL');
  expect(ruleOf(acl, 'Floods').Statement.RateBasedStatement.Limit).toBe(50);
  expect(ruleOf(acl, 'AWSManagedRulesCommonRuleSet').Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
    { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
  ]);
});

test('a web ACL that stands already is put before the stage', () => {
  const stack = new Stack(testApp(), 'Stack');
  const visibilityConfig = { metricName: 'a', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
  const webAcl = new wafv2.CfnWebACL(stack, 'Acl', { scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig });
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam(), firewall: ApiFirewall.existing(webAcl) });
  api.addRoute('GET', '/a', { handler: someFunction(stack) });
  expect(ofType(stack, 'AWS::WAFv2::WebACLAssociation')[0].WebACLArn).toEqual({ 'Fn::GetAtt': [idOf(stack, 'AWS::WAFv2::WebACL'), 'Arn'] });
  expect(api.webAcl).toBeUndefined();
});

test('none stands there for a reason', () => {
  const { stack, api, handler } = restApi({ firewall: ApiFirewall.none('AWS Firewall Manager puts one before every stage') });
  api.addRoute('GET', '/a', { handler });
  expect(ofType(stack, 'AWS::WAFv2::WebACLAssociation')).toEqual([]);
});
