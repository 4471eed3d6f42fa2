import { FixLevel } from '../../fix-level';
import { namedIn } from '../../log-groups/named-in';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { AddResource, Link } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const loggedAcls = namedIn('AWS::WAFv2::LoggingConfiguration', 'ResourceArn');

/** Web ACLs log what they saw. */
export const wafAclLogged: Rule = {
  id: 'waf-acl-logged',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A web ACL logs the requests that it judges',
  threat: 'What the web ACL blocked is counted, but not kept: nobody can tell what was tried, by whom, and what came through because a rule did not match.',
  remedy: 'Add a CfnLoggingConfiguration for the web ACL, to a log group whose name begins with aws-waf-logs-; redact the authorization and cookie headers.',
  links: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/logging.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:WAFv2LoggingEnabled', 'checkov:CKV2_AWS_31', 'guard:WAFV2_LOGGING_ENABLED', 'securityhub:WAF.11'],
  target: 'AWS::WAFv2::WebACL',
  check: (acl, app) => {
    const { ids, open } = app.once(loggedAcls);
    if (ids.has(acl.id)) return undefined;
    if (open) return undecided(acl, 'only the deployment knows whether a logging configuration is for this web ACL');
    return noncompliant(acl, 'the web ACL keeps no log of the requests that it judges');
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Requests are judged as before. They are logged from now on, without the headers and cookies that authorize callers, to a new group of the stack '
      + 'that keeps them for a year and stays when the stack goes; that costs by the number of requests.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('a logging configuration', ({ stack, cdk }) => {
      const acl = new cdk.CfnResource(stack, 'Acl', { type: 'AWS::WAFv2::WebACL', properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } } });
      const properties = { ResourceArn: acl.getAtt('Arn'), LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-orders'] };
      new cdk.CfnResource(stack, 'Logging', { type: 'AWS::WAFv2::LoggingConfiguration', properties });
    }),
    compliant('a logging configuration in another stack', ({ app, stack, cdk }) => {
      const acl = new cdk.CfnResource(stack, 'Acl', { type: 'AWS::WAFv2::WebACL', properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } } });
      const properties = { ResourceArn: acl.getAtt('Arn'), LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-orders'] };
      new cdk.CfnResource(new cdk.Stack(app, 'Logs'), 'Logging', { type: 'AWS::WAFv2::LoggingConfiguration', properties });
    }),
    noncompliantExample('no logging configuration', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Acl', { type: 'AWS::WAFv2::WebACL', properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } } });
    }),
    noncompliantExample('a logging configuration for another web ACL', ({ stack, cdk }) => {
      const acl = (id: string) => new cdk.CfnResource(stack, id, { type: 'AWS::WAFv2::WebACL', properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } } });
      const properties = { ResourceArn: acl('Logged').getAtt('Arn'), LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-orders'] };
      new cdk.CfnResource(stack, 'Logging', { type: 'AWS::WAFv2::LoggingConfiguration', properties });
      acl('Acl');
    }),
    undecidedExample('a logging configuration for the web ACL of a parameter', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Acl', { type: 'AWS::WAFv2::WebACL', properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} } } });
      const properties = { ResourceArn: new cdk.CfnParameter(stack, 'Logged').valueAsString, LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-orders'] };
      new cdk.CfnResource(stack, 'Logging', { type: 'AWS::WAFv2::LoggingConfiguration', properties });
    }),
  ],
};

function repair(acl: Resource): Repair {
  const name = { 'Fn::Join': ['', ['aws-waf-logs-', new Link(acl, 'Id')]] };
  const group = new AddResource(acl, 'Requests', 'AWS::Logs::LogGroup', { LogGroupName: name, RetentionInDays: 365 }, { deletionPolicy: 'Retain' });
  // By its name, since WAF wants the ARN of the group without the `:*` at the end of CloudFormation's own.
  const Arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:', new Link(group)]] };
  const logging = new AddResource(acl, 'Logging', 'AWS::WAFv2::LoggingConfiguration', {
    ResourceArn: new Link(acl, 'Arn'),
    LogDestinationConfigs: [Arn],
    RedactedFields: ['authorization', 'cookie'].map(Name => ({ SingleHeader: { Name } })),
  });
  return { level: FixLevel.OPERATIONAL, patches: [group, logging] };
}
