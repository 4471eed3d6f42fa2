import { Stack } from 'aws-cdk-lib';
import { OrdersData } from './orders-data';
import { Rampart, SecureFunction } from '../../index';

/** What is accepted, and on whose behalf. */
export interface AcceptedRisks {
  readonly data: OrdersData;
  readonly functions: readonly SecureFunction[];
}

/** What policy asks for elsewhere and this shop decided against, once for everything. */
const DECIDED: Readonly<Record<string, string>> = {
  'apigw-api-private': 'Customers call the API from their browsers.',
  'apigw-stage-cached': 'The catalogue changes with each sale, and every other answer depends on who asks.',
  'apigw-stage-usage-plan': 'The only client is the shop itself; customers sign in, and the stage is throttled.',
  'bucket-object-locked': 'A customer who leaves has a right to have pictures and reports deleted; versions are kept for a month.',
  'bucket-replicated': 'Pictures are kept by the photographers, reports can be made again.',
  'cognito-mfa-required': 'Customers may choose a second factor; none is lost who does not want one.',
  'cognito-threat-protection': 'Charged by the active customer, it would cost more than the shop loses by fraud.',
  'lambda-concurrency-reserved': 'Nine functions share an account of their own, and the stage bounds what the public may ask for.',
  'lambda-function-in-vpc': 'The functions call services of AWS only, each with a role of its own; a network would add endpoints and no fence.',
  'queue-kms-key': 'Jobs hold ids, and are encrypted by SQS.',
  'table-in-backup-plan': 'Point-in-time recovery and deletion protection are on; the finance system keeps its own copy of the orders.',
};

/** What we know of and accept. The reasons appear in every report, and an acknowledgement that nothing needs any more is reported too. */
export function acceptRisks(stack: Stack, { data, functions }: AcceptedRisks): void {
  Rampart.acknowledge(data.products, {
    rule: 'table-customer-key',
    reason: 'The catalogue is public: who reads it learns what the shop window shows. A key would add a charge to each page that is looked at.',
  });
  for (const fn of functions) {
    Rampart.acknowledge(fn.logGroup, {
      rule: 'log-group-customer-key',
      reason: 'Our handlers log ids, and nothing about customers. The logs of the API and of the firewall, which hold addresses, have our key.',
    });
  }
  Rampart.acknowledge(stack, {
    rule: 'log-group-data-protection',
    reason: 'No log holds a body or a header that authorizes: data tracing is off, the firewall redacts, handlers log ids. Looking through every line for '
      + 'credentials would cost about a quarter of what the logs cost.',
  });
  Rampart.acknowledge(stack, {
    rule: 'lambda-env-customer-key',
    reason: 'The environment holds names and ARNs, which are no secrets; SecureFunction refuses the value of one. A key would make each cold start wait for KMS.',
  });
  for (const [rule, reason] of Object.entries(DECIDED)) Rampart.acknowledge(stack, { rule, reason });
}
