import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { OrdersData } from './orders-data';
import { Rampart, SecretBackedFunction, SecureFunction, SiemExport } from '../../index';

/** What is accepted, and on whose behalf. */
export interface AcceptedRisks {
  readonly data: OrdersData;
  readonly siem: SiemExport;
}

/** What policy asks for elsewhere and this company decided against, once for everything. */
const DECIDED: Readonly<Record<string, string>> = {
  'lambda-concurrency-reserved': 'The functions share an account of their own, and the stage bounds what the public may ask for.',
  'lambda-env-customer-key': 'The environment holds names and ARNs, which are no secrets; SecureFunction refuses the value of one. A key would make each cold '
    + 'start wait for KMS.',
  'lambda-function-in-vpc': 'The functions call services of AWS and partners only, each with a role of its own; a network would add endpoints and no fence.',
  'log-group-data-protection': 'No log holds a body or a header that authorizes: data tracing is off, the firewall redacts, handlers log ids. Looking through '
    + 'every line for credentials would cost about a quarter of what the logs cost.',
};

/** The same, for stacks with queues. */
const DECIDED_FOR_QUEUES: Readonly<Record<string, string>> = {
  'queue-kms-key': 'Jobs hold ids, and are encrypted by SQS.',
};

/** What the shop decided against besides. */
const DECIDED_IN_THE_SHOP: Readonly<Record<string, string>> = {
  'apigw-api-private': 'Customers call the API from their browsers.',
  'apigw-stage-cached': 'The catalogue changes with each sale, and every other answer depends on who asks.',
  'apigw-stage-usage-plan': 'The only client is the shop itself; customers sign in, and the stage is throttled.',
  'bucket-object-locked': 'A customer who leaves has a right to have pictures and reports deleted; versions are kept for a month.',
  'bucket-replicated': 'Pictures are kept by the photographers, reports can be made again.',
  'cognito-mfa-required': 'Customers may choose a second factor; none is lost who does not want one.',
  'cognito-threat-protection': 'Charged by the active customer, it would cost more than the shop loses by fraud.',
  'lambda-dead-letter-queue': 'What is left is called by APIs, queues, streams and deployments, which wait for the answer or keep the event themselves.',
  'table-in-backup-plan': 'Point-in-time recovery and deletion protection are on; the finance system keeps its own copy of the orders.',
};

/** What the catalogue does without. */
const DECIDED_FOR_THE_CATALOGUE: Readonly<Record<string, string>> = {
  'table-customer-key': 'The catalogue is public: who reads it learns what the shop window shows. A key would add a charge to each page that is looked at.',
  'table-encryption-stated': 'The key that DynamoDB owns costs nothing, and nobody needs a trail of who looked at the shop window.',
};

/** What the log lines that could not be delivered do without. */
const DECIDED_FOR_UNDELIVERED: Readonly<Record<string, string>> = {
  'bucket-access-logs': 'Only Firehose writes there, and the key says in the trail who reads.',
  'bucket-versioned': 'Each object has a name of its own and is a copy: the log groups keep the lines for a year.',
};

/** What the door for carriers does without. */
const DECIDED_FOR_PARTNERS: Readonly<Record<string, string>> = {
  'lambda-dead-letter-queue': 'Carriers wait for the answer, and ask again.',
  'table-in-backup-plan': 'Point-in-time recovery and deletion protection are on; the carriers keep what they wrote.',
};

/** What the door for couriers does without. */
const DECIDED_FOR_COURIERS: Readonly<Record<string, string>> = {
  'apigw-api-private': 'Couriers report from the street.',
  'apigw-stage-cached': 'What is reported has no answer that could be kept.',
  'lambda-dead-letter-queue': 'What is left is called by the API, which waits for the answer, and by Secrets Manager, which begins a rotation again.',
  'table-in-backup-plan': 'Point-in-time recovery and deletion protection are on; the clearing house keeps what it was told.',
};

/** What the books decided against besides. */
const DECIDED_FOR_THE_LEDGER: Readonly<Record<string, string>> = {
  'route-no-open-internet-gateway': 'The public subnets hold a NAT gateway only, and give nothing an address.',
};

/** What we know of and accept. The reasons appear in every report, and an acknowledgement that nothing needs any more is reported too. */
export function acceptRisks(stack: Stack, { data, siem }: AcceptedRisks): void {
  acknowledge(data.products, DECIDED_FOR_THE_CATALOGUE);
  acknowledge(siem, DECIDED_FOR_UNDELIVERED);
  acknowledge(stack, { ...DECIDED, ...DECIDED_FOR_QUEUES, ...DECIDED_IN_THE_SHOP });
}

/** What the books' own function for the deployment does without. */
const DECIDED_FOR_PREPARE: Readonly<Record<string, string>> = {
  'lambda-async-failure-destination': 'The deployment waits for the answer, and fails with it.',
  'lambda-dead-letter-queue': 'The deployment waits for the answer, and fails with it.',
};

/** What is accepted of the books. */
export function acceptLedgerRisks(stack: Stack, prepare: SecureFunction): void {
  acknowledge(prepare, DECIDED_FOR_PREPARE);
  acknowledge(stack, { ...DECIDED, ...DECIDED_FOR_QUEUES, ...DECIDED_FOR_THE_LEDGER });
}

/** What is accepted of the door for carriers. */
export function acceptPartnersRisks(stack: Stack): void {
  acknowledge(stack, { ...DECIDED, ...DECIDED_FOR_PARTNERS });
}

/** What is accepted of the door for couriers. */
export function acceptCouriersRisks(stack: Stack, delivery: SecureFunction): void {
  Rampart.acknowledge(delivery, { rule: 'lambda-runtime-newest', reason: 'The layer of OpenTelemetry traces nothing on Node.js 24, and 22 has security patches until April 2027.' });
  acknowledge(stack, { ...DECIDED, ...DECIDED_FOR_QUEUES, ...DECIDED_FOR_COURIERS });
}

/** What is accepted of what the security team runs beside the shop. */
export function acceptOperationsRisks(stack: Stack, verify: SecretBackedFunction): void {
  Rampart.acknowledge(verify, {
    rule: 'resource-name-generated',
    reason: 'The policy of the signing key, in another stack, lets the role in by its name: by its ARN each stack would wait for the other.',
  });
  acknowledge(stack, { ...DECIDED, ...DECIDED_FOR_QUEUES });
}

function acknowledge(scope: IConstruct, decided: Readonly<Record<string, string>>): void {
  for (const [rule, reason] of Object.entries(decided)) Rampart.acknowledge(scope, { rule, reason });
}
