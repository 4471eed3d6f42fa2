/**
 * LOW findings that a construct of ours accepts by default, whichever construct it is: only its user can decide what the rule asks.
 *
 * Reviewed by hand. A test holds that each is a rule of severity LOW, and that no construct gives a reason of its own for it besides.
 */
export const OWNERS_DECISIONS: Readonly<Record<string, string>> = {
  'apigw-api-private': 'Whom an API is for only its owner knows; one that answers a network only is of no use to the public.',
  'apigw-stage-cached': 'Which answers do not depend on who asks only their author knows, and a cache of any other leaks.',
  'apigw-stage-client-certificate': 'What stands behind the API is a function, whose permission says who may call it.',
  'apigw-stage-metrics': 'Metrics of each method are charged by the method; the alarms of the construct watch the stage.',
  'apigw-stage-usage-plan': 'Plans are for clients that have keys; the limits of the stage bind everybody.',
  'bucket-lifecycle-stated': 'What may be deleted, and when, only the owner of the data knows.',
  'bucket-object-locked': 'What is locked can be deleted by nobody, and how long that may last only the owner knows.',
  'bucket-replicated': 'Where a copy may lie, and whether it is worth its price, only the owner knows.',
  'cognito-mfa-required': 'Customers who may choose are lost if they may not; the pool offers a second factor to everybody.',
  'cognito-threat-protection': 'The plan that has it is charged by the active user.',
  'lambda-async-failure-destination': 'Who will invoke the function, and whether asynchronously, the construct does not know; where a trigger says so, the finding is certain.',
  'lambda-concurrency-reserved': 'What is reserved for one function is taken from all others of the account, and only its owner can count them.',
  'lambda-dead-letter-queue': 'Who will invoke the function, and whether they wait for it, the construct does not know; where a trigger does not wait, lambda-async-failure-destination asks for it.',
  'lambda-function-in-vpc': 'Which network there is, and what the function has to reach from it, only the owner knows; a VPC with an open way out is no gain.',
  'queue-kms-key': 'The queue is encrypted; a key costs by the month and the call, and each service that sends to the queue has to be named in its policy.',
  'resource-tagged': 'Whose a resource is only its owner knows: `Tags.of(app).add(…)` tags everything at once.',
  'security-group-egress-protocols-scoped': 'What is called on which port only the owner of the function knows.',
  'table-capacity-scales': 'What more capacity may cost only the owner can decide.',
  'table-in-backup-plan': 'How often, how long and where backups are kept only the owner knows; the table can be set back to any moment of the last weeks.',
};
