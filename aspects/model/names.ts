import { patternOf, Value } from './value';

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

/** The resource that an ARN or a queue URL names, as far as the text is known. */
export function nameIn(value: Value): { readonly type: string; readonly name: string } | undefined {
  const text = patternOf(value);
  if (text === undefined || !/^(arn:|https:\/\/sqs\.)|:lambda:path\//.test(text)) return undefined;
  for (const { form, type } of ARN_FORMS) {
    const name = form.exec(text)?.[1];
    if (name !== undefined) return { type, name };
  }
  return undefined;
}
