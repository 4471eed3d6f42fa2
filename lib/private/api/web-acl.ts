import { Lazy, Names } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { RequestField } from './credential-fields';
import { ManagedSpec } from './firewall-spec';
import { bareArn, logGroup, LogsProps } from './log-groups';

/** AWS's groups in the order in which they are asked, the cheapest first, with their rules as far as those are named. Source: the WAF guide, AWS Managed Rules rule groups list. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: ['AWSManagedIPReputationList', 'AWSManagedReconnaissanceList', 'AWSManagedIPDDoSList'],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_HEADER', 'JavaDeserializationRCE_BODY', 'JavaDeserializationRCE_URIPATH', 'JavaDeserializationRCE_QUERYSTRING',
    'Host_localhost_HEADER', 'PROPFIND_METHOD', 'ExploitablePaths_URIPATH', 'Log4JRCE_HEADER', 'Log4JRCE_QUERYSTRING', 'Log4JRCE_BODY',
    'Log4JRCE_URIPATH', 'ReactJSRCE_BODY',
  ],
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER', 'UserAgent_BadBots_HEADER', 'SizeRestrictions_QUERYSTRING', 'SizeRestrictions_Cookie_HEADER', 'SizeRestrictions_BODY',
    'SizeRestrictions_URIPATH', 'EC2MetaDataSSRF_BODY', 'EC2MetaDataSSRF_COOKIE', 'EC2MetaDataSSRF_URIPATH', 'EC2MetaDataSSRF_QUERYARGUMENTS',
    'GenericLFI_QUERYARGUMENTS', 'GenericLFI_URIPATH', 'GenericLFI_BODY', 'RestrictedExtensions_URIPATH', 'RestrictedExtensions_QUERYARGUMENTS',
    'GenericRFI_QUERYARGUMENTS', 'GenericRFI_BODY', 'GenericRFI_URIPATH', 'CrossSiteScripting_COOKIE', 'CrossSiteScripting_QUERYARGUMENTS',
    'CrossSiteScripting_BODY', 'CrossSiteScripting_URIPATH',
  ],
  AWSManagedRulesSQLiRuleSet: [
    'SQLi_QUERYARGUMENTS', 'SQLiExtendedPatterns_QUERYARGUMENTS', 'SQLi_BODY', 'SQLiExtendedPatterns_BODY', 'SQLi_COOKIE', 'SQLi_URIPATH',
    'SQLiExtendedPatterns_HEADER', 'SQLiExtendedPatterns_URIPATH',
  ],
};

/** The rules that can be made to count. */
export const MANAGED_RULES: readonly string[] = Object.values(GROUPS).flat();

/** Seven each second from one address. */
const REQUESTS_PER_ADDRESS = 2000;

/** A web ACL with AWS's managed groups and a rate for each address, and the log of what it blocks and counts. */
export class WebAcl extends Construct {
  public readonly acl: wafv2.CfnWebACL;
  public readonly logGroup: logs.ILogGroup;

  /** @param redacted what of a request stands in no log; asked at synthesis, since routes are added until then */
  public constructor(scope: Construct, id: string, spec: ManagedSpec, props: LogsProps, redacted: () => RequestField[]) {
    super(scope, id);
    const metricName = Names.uniqueResourceName(this, { maxLength: 100 });
    this.acl = new wafv2.CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible(metricName),
      rules: [
        floods(spec.requestsPerAddress ?? REQUESTS_PER_ADDRESS),
        ...Object.keys(GROUPS).map((name, index) => managed(index + 1, name, spec.countedRules ?? [])),
      ],
    });
    // WAF writes to no group whose name begins otherwise. The id makes it the name of this ACL and no other, also after the stack was made anew.
    this.logGroup = logGroup(this, 'Log', props, `aws-waf-logs-${this.acl.attrId}`);
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [bareArn(this.logGroup)],
      redactedFields: Lazy.any({ produce: redacted }),
      // What was let through stands in the access log.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [{
          Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map(Action => ({ ActionCondition: { Action } })),
        }],
      },
    });
  }
}

function floods(limit: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: 'Floods',
    priority: 0,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { limit, evaluationWindowSec: 300, aggregateKeyType: 'IP' } },
    visibilityConfig: visible('Floods'),
  };
}

function managed(priority: number, name: string, counted: readonly string[]): wafv2.CfnWebACL.RuleProperty {
  const ruleActionOverrides = GROUPS[name].filter(rule => counted.includes(rule)).map(rule => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ...(ruleActionOverrides.length === 0 ? {} : { ruleActionOverrides }) } },
    visibilityConfig: visible(name),
  };
}

/** Samples are left out: they show whole requests in the console, with the headers that the log leaves out. */
function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
