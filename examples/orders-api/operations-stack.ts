import { Stack } from 'aws-cdk-lib';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acceptOperationsRisks } from './accepted';
import { alarmOnMessages } from './alarms';
import { workloadBoundary } from './limits';
import { OrdersStack } from './orders-stack';
import {
  AccessReview, Quarantine, Rampart, RotationRehearsal, SecretBackedFunction, SecretSource, SecurityAlarms, SecurityEvent, Sensitivity,
} from '../../index';

/** What is operated, and where. */
export interface OperationsStackProps {
  readonly orders: OrdersStack;
  /** In staging the rotation of secrets is tried, every week, before it can fail in production. */
  readonly isStaging: boolean;
}

/** Who is told, who looks after access, and what is shut away when something is wrong. */
export class OperationsStack extends Stack {
  public constructor(scope: Construct, id: string, { orders, isStaging }: OperationsStackProps) {
    super(scope, id);
    const { key, checkout, report, reports } = orders;
    const alarms = new SecurityAlarms(this, 'Alarms', { encryptionKey: key });
    alarms.topic.addSubscription(new EmailSubscription('orders-security@example.com'));
    Rampart.defaults(this, { alarms, logKey: key, sensitivity: Sensitivity.CONFIDENTIAL, permissionsBoundary: workloadBoundary(this) });

    const review = new AccessReview(this, 'AccessReview', { topic: alarms.topic, guardDuty: true, inspector: true });
    alarmOnMessages(this, 'ReviewUndelivered', alarms, review.undelivered);

    // Three events in five minutes that no trigger of ours sent are no accident: what handles payments stops, and the signatures get a new key.
    const quarantine = new Quarantine(this, 'Quarantine', { alarms, functions: [checkout, report], secrets: [report.secret('signing')] });
    quarantine.onSecurityEvent('SourceRefused', checkout, SecurityEvent.SOURCE_REFUSED, { times: 3 });

    if (isStaging) new RotationRehearsal(this, 'SigningRehearsal', { alarms, secret: report.secret('signing') });

    // Whoever may write to the bucket could improve a report, but not sign it: each is looked at again, by the key that signed it or the one before.
    const verify = new SecretBackedFunction(this, 'Verify', {
      entry: `${__dirname}/handlers/verify.ts`,
      secrets: { signing: SecretSource.existing(report.secret('signing'), { stages: ['AWSCURRENT', 'AWSPREVIOUS'] }) },
    });
    verify.addBucketSource(reports, { prefix: 'daily/' });
    verify.grantLeast(reports.arnForObjects('daily/*'), 's3:GetObject');
    key.grantDecrypt(verify);

    const notice = new SecretBackedFunction(this, 'Notice', {
      entry: `${__dirname}/handlers/notice.ts`,
      secrets: {
        // The address of the chat, which the operators have put in.
        chat: SecretSource.parameter(StringParameter.fromSecureStringParameterAttributes(this, 'Chat', { parameterName: '/goat-shop/operations/chat' })),
      },
    });
    notice.addRuleSource('Health', { eventPattern: { source: ['aws.health'] }, description: 'What AWS announces about its own health' });

    acceptOperationsRisks(this, verify);
  }
}
