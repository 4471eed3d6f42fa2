/** What another tool expects of one of its own templates. */
export interface Label {
  /** The template, below the folder of labelled templates. */
  readonly file: string;
  readonly peer: string;
  readonly ruleId: string;
  /** Nothing where the whole file is meant. */
  readonly resourceLogicalId?: string | null;
  readonly resourceType?: string | null;
  readonly expected: 'fail' | 'pass';
}

/** The services that the rules are for. */
const FIELD = ['Lambda', 'ApiGateway', 'ApiGatewayV2', 'Serverless', 'SecretsManager', 'SQS', 'SNS', 'DynamoDB', 'S3', 'KMS', 'Logs', 'Events',
  'StepFunctions', 'AppSync', 'Kinesis', 'Cognito', 'IAM'];

/** What of EC2 belongs to a function's network. */
const NETWORK = /^AWS::EC2::(SecurityGroup|VPC|Subnet|Route|NetworkAcl|FlowLog)/;

/** The part of the field that a resource type belongs to, or nothing. */
export function serviceOf(resourceType: string): string | undefined {
  if (NETWORK.test(resourceType)) return 'EC2 (network)';
  const service = resourceType.split('::')[1];
  return FIELD.includes(service) ? service : undefined;
}

/** The rule of a peer that a label is about, as `covers` names it. */
export function peerRuleOf(label: Label): string {
  return `${label.peer}:${label.ruleId}`;
}

/**
 * The service of each label: that of its resource, and for a label on a whole file that of the other labels of the same rule.
 *
 * A file label of a rule that labels no resource counts as `whole file`; whoever scores says which of these rules lie outside.
 */
export function services(labels: readonly Label[]): ReadonlyMap<Label, string | undefined> {
  const ofRule = new Map<string, string | undefined>();
  for (const label of labels) {
    if (label.resourceType && !ofRule.has(peerRuleOf(label))) ofRule.set(peerRuleOf(label), serviceOf(label.resourceType));
  }
  return new Map(labels.map(label => {
    if (label.resourceType) return [label, serviceOf(label.resourceType)];
    return [label, ofRule.has(peerRuleOf(label)) ? ofRule.get(peerRuleOf(label)) : 'whole file'];
  }));
}
