import { Duration, Stack } from 'aws-cdk-lib';
import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as events from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { AccessReviewProps } from './access-review-props';
import { alarmTopic } from './private/alarms/alarm-topic';
import { boundRoles, withBoundRoles } from './private/bound-roles';
import { environmentProblems } from './private/environment-problems';
import { lateProblems } from './private/late-duration';
import { defaultsOf } from './private/scope-defaults';
import { judge } from './private/settled-props';

const UNUSED = { least: 1, usual: Duration.days(90), most: 365 };

/** GuardDuty's numbers from 4 on are medium and above: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const MEDIUM = 4;

/** Everything that `AccessReview` says about what it cannot look after. */
const SAYS = {
  unused: (given: string) => `unusedAfter: from ${UNUSED.least} to ${UNUSED.most} days, got ${given}`,
};

/** What of the services' findings is worth a message, by what turns it on. */
const FINDINGS: Readonly<Record<string, events.EventPattern>> = {
  External: { source: ['aws.access-analyzer'], detailType: ['Access Analyzer Finding'], detail: { status: ['ACTIVE'] } },
  Unused: { source: ['aws.access-analyzer'], detailType: ['Unused Access Finding for IAM entities'], detail: { status: ['ACTIVE'] } },
  Threats: { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity: [{ numeric: ['>=', MEDIUM] }] } },
  Vulnerabilities: { source: ['aws.inspector2'], detailType: ['Inspector2 Finding'], detail: { severity: ['HIGH', 'CRITICAL'], status: ['ACTIVE'] } },
};

/**
 * Looks after who may do what once it is deployed: who from outside is let in, which access nobody uses, and on request
 * what functions connect to and which of their packages are vulnerable. One per account and Region.
 */
export class AccessReview extends Construct {
  /** Where findings are sent: subscribe people to it. */
  public readonly topic: sns.ITopic;

  /** Findings that could not be sent. */
  public readonly undelivered: sqs.IQueue;

  public constructor(scope: Construct, id: string, props: AccessReviewProps = {}) {
    super(scope, id);
    const alarms = props.alarms ?? defaultsOf(this).alarms;
    const { unusedAfter } = props;
    const others = [...environmentProblems(this, 'topic', props.topic), ...environmentProblems(this, 'alarms', alarms?.topic)];
    judge(this, { unusedAfter }, ageProblems, { others });
    boundRoles(this);
    const days = (unusedAfter ?? UNUSED.usual).toDays();
    this.topic = props.topic ?? alarmTopic(this);
    const undelivered = new sqs.Queue(this, 'Undelivered', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
    alarms?._watchDeadLetters(undelivered);
    this.undelivered = undelivered;

    new accessanalyzer.CfnAnalyzer(this, 'ExternalAccess', { type: 'ACCOUNT' });
    new accessanalyzer.CfnAnalyzer(this, 'UnusedAccess', {
      type: 'ACCOUNT_UNUSED_ACCESS', analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: days } },
    });
    this.tell('External');
    this.tell('Unused');
    if (props.guardDuty === true) {
      new guardduty.CfnDetector(this, 'GuardDuty', { enable: true, features: [{ name: 'LAMBDA_NETWORK_LOGS', status: 'ENABLED' }] });
      this.tell('Threats');
    }
    if (props.inspector === true) {
      withBoundRoles(this, () => this.turnInspectorOn());
      this.tell('Vulnerabilities');
    }
  }

  private tell(kind: string): void {
    new events.Rule(this, `${kind}Findings`, { eventPattern: FINDINGS[kind], targets: [new SnsTopic(this.topic, { deadLetterQueue: this.undelivered })] });
  }

  /** CloudFormation has no resource for it. */
  private turnInspectorOn(): void {
    const call: cr.AwsSdkCall = {
      service: 'inspector2',
      action: 'Enable',
      parameters: { resourceTypes: ['LAMBDA', 'LAMBDA_CODE'] },
      physicalResourceId: cr.PhysicalResourceId.of('inspector-lambda'),
    };
    new cr.AwsCustomResource(this, 'Inspector', {
      onCreate: call,
      onUpdate: call,
      installLatestAwsSdk: false,
      policy: cr.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({ actions: ['inspector2:Enable'], resources: ['*'] }),
        new iam.PolicyStatement({
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'aws-service-role/inspector2.amazonaws.com/*' })],
          conditions: { StringEquals: { 'iam:AWSServiceName': 'inspector2.amazonaws.com' } },
        }),
      ]),
    });
  }
}

function ageProblems({ unusedAfter: age }: Pick<AccessReviewProps, 'unusedAfter'>): string[] {
  if (age === undefined || age.isUnresolved()) return lateProblems('unusedAfter', age, 'days');
  const days = age.toDays({ integral: false });
  return Number.isInteger(days) && days >= UNUSED.least && days <= UNUSED.most ? [] : [SAYS.unused(age.toHumanString())];
}
