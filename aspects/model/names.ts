import { patternOf, Text, Unknown, Value } from './value';

/** The property that holds the physical name of a resource, by type. Source: the CloudFormation resource reference. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** How the ARN of a named resource reads; the group is the name. Source: the Service Authorization Reference. */
const ARN_FORMS: readonly { readonly form: RegExp; readonly type: string }[] = [
  { form: /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/*]+)/, type: 'AWS::DynamoDB::Table' },
  { form: /^arn:[^:]+:events:[^:]*:[^:]*:event-bus\/([^/*]+)$/, type: 'AWS::Events::EventBus' },
  { form: /^arn:[^:]+:iam::(?!aws:)[^:]*:policy\/(?:.*\/)?([^/*]+)$/, type: 'AWS::IAM::ManagedPolicy' },
  { form: /^arn:[^:]+:iam::[^:]*:role\/(?:.*\/)?([^/*]+)$/, type: 'AWS::IAM::Role' },
  { form: /^arn:[^:]+:kinesis:[^:]*:[^:]*:stream\/([^/*]+)$/, type: 'AWS::Kinesis::Stream' },
  { form: /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:/*]+)/, type: 'AWS::Lambda::Function' },
  { form: /:lambda:path\/[^/]+\/functions\/arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:/*]+)/, type: 'AWS::Lambda::Function' },
  { form: /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:*]+)/, type: 'AWS::Logs::LogGroup' },
  { form: /^arn:[^:]+:s3:::([^/*]+)/, type: 'AWS::S3::Bucket' },
  { form: /^arn:[^:]+:sns:[^:]*:[^:]*:([^:*]+)/, type: 'AWS::SNS::Topic' },
  { form: /^arn:[^:]+:sqs:[^:]*:[^:]*:([^:*]+)$/, type: 'AWS::SQS::Queue' },
  { form: /^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:([^:*]+)/, type: 'AWS::StepFunctions::StateMachine' },
  { form: /^https:\/\/sqs\.[^/]+\/[^/]+\/([^/*]+)$/, type: 'AWS::SQS::Queue' },
];

/** The property that holds the physical name of resources of a type. */
export function nameProperty(type: string): string | undefined {
  return NAME_PROPERTIES[type];
}

/** What an ARN or a queue URL names. */
export interface NamedThing {
  readonly type: string;
  readonly name: string;
  /** The account and Region in the ARN: literal, or the key of what is not known; nothing where the ARN has none. */
  readonly account?: string;
  readonly region?: string;
}

/** The resource that an ARN or a queue URL names, as far as the text is known. */
export function nameIn(value: Value): NamedThing | undefined {
  const text = patternOf(value);
  if (text === undefined || !/^(arn:|https:\/\/sqs\.)|:lambda:path\//.test(text)) return undefined;
  for (const { form, type } of ARN_FORMS) {
    const name = form.exec(text)?.[1];
    if (name !== undefined) return { type, name, ...placeIn(value) };
  }
  return undefined;
}

/** The account and Region of the last ARN in a text. */
function placeIn(value: Value): Pick<NamedThing, 'account' | 'region'> {
  const parts = value instanceof Text ? value.parts : [value];
  const spelt = parts.map(part => (typeof part === 'string' ? part : part instanceof Unknown ? part.key.replace(/:/g, '\u0000') : '*')).join('');
  const arn = spelt.slice(Math.max(0, spelt.lastIndexOf('arn:'))).split(':');
  const [region, account] = [arn[3], arn[4]].map(part => (part === undefined || part === '' ? undefined : part.replace(/\u0000/g, ':')));
  return { account, region };
}
