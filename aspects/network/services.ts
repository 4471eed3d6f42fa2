/**
 * How VPC endpoints call the services that programs call, by the prefix of their IAM actions.
 *
 * A service that is not here is not judged: nobody calls it from a function, or it lives in the VPC itself.
 * Source: the AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink"; the names are those of `InterfaceVpcEndpointAwsService`
 * in aws-cdk-lib 2.276, but for EventBridge Scheduler's, which is its own guide's ("Access using an interface endpoint").
 */
export const ENDPOINT_SERVICES: Readonly<Record<string, { readonly name: string; readonly endpoints: readonly string[] }>> = {
  'athena': { name: 'Athena', endpoints: ['athena'] },
  'bedrock': { name: 'Bedrock', endpoints: ['bedrock-runtime', 'bedrock', 'bedrock-agent-runtime', 'bedrock-agent'] },
  'cloudwatch': { name: 'CloudWatch', endpoints: ['monitoring'] },
  'codebuild': { name: 'CodeBuild', endpoints: ['codebuild'] },
  'comprehend': { name: 'Comprehend', endpoints: ['comprehend'] },
  'dynamodb': { name: 'DynamoDB', endpoints: ['dynamodb'] },
  'ecs': { name: 'ECS', endpoints: ['ecs'] },
  'events': { name: 'EventBridge', endpoints: ['events'] },
  'execute-api': { name: 'API Gateway', endpoints: ['execute-api'] },
  'firehose': { name: 'Firehose', endpoints: ['kinesis-firehose'] },
  'glue': { name: 'Glue', endpoints: ['glue'] },
  'kinesis': { name: 'Kinesis', endpoints: ['kinesis-streams'] },
  'lambda': { name: 'Lambda', endpoints: ['lambda'] },
  'rekognition': { name: 'Rekognition', endpoints: ['rekognition'] },
  's3': { name: 'S3', endpoints: ['s3'] },
  'scheduler': { name: 'EventBridge Scheduler', endpoints: ['scheduler'] },
  'secretsmanager': { name: 'Secrets Manager', endpoints: ['secretsmanager'] },
  'ses': { name: 'SES', endpoints: ['email-smtp', 'email'] },
  'sns': { name: 'SNS', endpoints: ['sns'] },
  'sqs': { name: 'SQS', endpoints: ['sqs'] },
  'ssm': { name: 'Systems Manager', endpoints: ['ssm'] },
  'states': { name: 'Step Functions', endpoints: ['states', 'sync-states'] },
  'sts': { name: 'STS', endpoints: ['sts'] },
  'textract': { name: 'Textract', endpoints: ['textract'] },
};

/** The services that gateway endpoints exist for; they cost nothing. */
export const GATEWAY_SERVICES = ['s3', 'dynamodb'] as const;
