import { narrows } from '../api/caller-condition';
import { serviceOf } from '../graphs/calling-services';
import { principalsOf } from '../iam/trust';
import { Statement } from '../model/policy';
import { Answer, patternOf } from '../model/value';

/** What a service says of whom it calls for: the ARN of its resource, only its account, or the log group that it encrypts. */
export type Telling = 'arn' | 'account' | 'log group';

/**
 * The services that are documented to say for whom they call, by what the policy is of and the first words of their principal,
 * and what each of them is shown to say.
 *
 * To ask it of others would shut them out. EventBridge is known not to say it to KMS, and is not asked for topics, where the
 * CDK itself adds statements without a condition. Nothing is documented of services that put events on a bus.
 *
 * Sources: for queues and topics, the pages of each service on what it may send to (EventBridge, S3 and SNS; Budgets, CloudTrail,
 * CloudWatch, Config, Cost Anomaly Detection and SES); for keys, the SNS guide on encrypted topics, the CloudTrail guide on its
 * key policies and the CloudWatch Logs guide on encrypted log groups. No package knows this, so nothing can be derived.
 * The entries of Budgets (https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html) and Cost Anomaly
 * Detection (https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html) were compared with copies of these pages in
 * November 2026; for the others none was at hand.
 */
const TELLING: Readonly<Record<string, Readonly<Record<string, Telling>>>> = {
  queue: { events: 'arn', s3: 'account', sns: 'arn' },
  topic: { budgets: 'account', cloudtrail: 'arn', cloudwatch: 'arn', config: 'account', costalerts: 'account', s3: 'account', ses: 'account' },
  key: { 'cloudtrail': 'arn', 'cloudwatch': 'arn', 'delivery.logs': 'account', 'logs': 'log group', 'sns': 'arn' },
};

/** Services cannot choose the encryption context of log groups: CloudWatch Logs gives the group's ARN. */
const LOG_GROUP = 'kms:encryptioncontext:aws:logs:arn';

/** The services that a statement lets in and that could be asked for whom they call: `s3`. */
export function tellingServices({ principal }: Statement, noun: string): readonly string[] {
  const services = principalsOf(principal, 'Service').map(one => nameOf(patternOf(one) ?? ''));
  return [...new Set(services.filter((name): name is string => name !== undefined && tellingOf(name, noun) !== undefined))];
}

/** What a service says of whom it calls for, to a policy of some noun. */
export function tellingOf(service: string, noun: string): Telling | undefined {
  const table = TELLING[noun] ?? {};
  return Object.prototype.hasOwnProperty.call(table, service) ? table[service] : undefined;
}

/** Whether a statement says for whom services may call. */
export function saysForWhom({ condition }: Statement): Answer {
  return narrows(condition, 'admits', [LOG_GROUP]);
}

/** The principal of CloudWatch Logs has a region in it; the one that delivers logs is another. */
function nameOf(principal: string): string | undefined {
  return principal.startsWith('delivery.logs.') ? 'delivery.logs' : serviceOf(principal);
}
