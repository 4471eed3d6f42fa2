import { narrows } from '../api/caller-condition';
import { serviceOf } from '../graphs/calling-services';
import { principalsOf } from '../iam/trust';
import { Statement } from '../model/policy';
import { Answer, patternOf } from '../model/value';

/**
 * The services that are documented to say for whom they call, by what the policy is of and the first words of their principal.
 *
 * To ask it of others would shut them out. EventBridge is known not to say it to KMS, and is not asked for topics, where the
 * CDK itself adds statements without a condition. Nothing is documented of services that put events on a bus.
 */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  queue: ['events', 's3', 'sns'],
  topic: ['budgets', 'cloudtrail', 'cloudwatch', 'config', 'costalerts', 's3', 'ses'],
  key: ['cloudtrail', 'cloudwatch', 'delivery.logs', 'logs', 'sns'],
};

/** Services cannot choose the encryption context of log groups: CloudWatch Logs gives the group's ARN. */
const LOG_GROUP = 'kms:encryptioncontext:aws:logs:arn';

/** The services that a statement lets in and that could be asked for whom they call: `s3`. */
export function tellingServices({ principal }: Statement, noun: string): readonly string[] {
  const services = principalsOf(principal, 'Service').map(one => nameOf(patternOf(one) ?? ''));
  return [...new Set(services.filter((name): name is string => name !== undefined && (TELLING[noun] ?? []).includes(name)))];
}

/** Whether a statement says for whom services may call. */
export function saysForWhom({ condition }: Statement): Answer {
  return narrows(condition, 'admits', [LOG_GROUP]);
}

/** The principal of CloudWatch Logs has a region in it; the one that delivers logs is another. */
function nameOf(principal: string): string | undefined {
  return principal.startsWith('delivery.logs.') ? 'delivery.logs' : serviceOf(principal);
}
