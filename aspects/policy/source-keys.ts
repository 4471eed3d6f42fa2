import { nounOf } from './public-statements';
import { narrows } from '../api/caller-condition';
import { serviceOf } from '../graphs/calling-services';
import { principalsOf } from '../iam/trust';
import { AppModel } from '../model/app-model';
import { Statement } from '../model/policy';
import { Resource } from '../model/resource';
import { Answer, patternOf } from '../model/value';

/** What a service says of whom it calls for: the ARN of its resource, only its account, or the log group that it encrypts. */
export type Telling = 'arn' | 'account' | 'log group';

/**
 * The services that are shown to say for whom they call, by what the policy is of and the first words of their principal, and what
 * each of them is shown to say. To ask it of others would shut them out; nothing is documented of services that put events on a bus.
 *
 * No package knows this, so each pair was compared in November 2026 with what stands beside it. EventBridge is known not to say it to
 * KMS (the page of SNS below, quoted in https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/407), and is not asked for
 * topics, where the CDK itself adds statements without a condition.
 */
const TELLING: Readonly<Record<string, Readonly<Record<string, Telling>>>> = {
  queue: {
    events: 'arn', // aws-cdk-lib 2.276, targets.SqsQueue
    s3: 'account', // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
    sns: 'arn', // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html, aws-cdk-lib 2.276
  },
  topic: {
    budgets: 'account', // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
    cloudtrail: 'arn', // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
    cloudwatch: 'arn', // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    config: 'account', // https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html
    costalerts: 'account', // https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
    s3: 'account', // as for queues
    ses: 'account', // policies in use ask for it; no copy of https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html was at hand
  },
  key: {
    'cloudtrail': 'arn', // for trails: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    'cloudwatch': 'account', // what the Landing Zone Accelerator of AWS asks for, in the issue named above
    'delivery.logs': 'account', // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    'logs': 'log group', // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    'sns': 'arn', // aws-cdk-lib 2.276, subscriptions.SqsSubscription; https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  },
};

/** Services cannot choose the encryption context of log groups: CloudWatch Logs gives the group's ARN. */
const LOG_GROUP = 'kms:encryptioncontext:aws:logs:arn';

/** The services that a statement lets in and that could be asked for whom they call: `s3`. */
export function tellingServices({ principal }: Statement, holder: Resource, app: AppModel): readonly string[] {
  const noun = nounOf(holder);
  const services = principalsOf(principal, 'Service').map(one => nameOf(patternOf(one) ?? ''));
  const telling = [...new Set(services.filter((name): name is string => name !== undefined && tellingOf(name, noun) !== undefined))];
  return noun === 'key' && encryptsEventStore(holder, app) ? telling.filter(name => name !== 'cloudtrail') : telling;
}

/** Whether CloudTrail Lake uses a key: for its event data stores CloudTrail supports neither key, says the page of its key policies. */
function encryptsEventStore(key: Resource, app: AppModel): boolean {
  return app.ofType('AWS::CloudTrail::EventDataStore').some(store => store.references.some(({ resource }) => resource.id === key.id));
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
