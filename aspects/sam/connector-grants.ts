/** What a connector grants for reading and for writing. `{source}` and `{destination}` are their ARNs. */
export interface Grant {
  /** Where the grant goes: into the source's or the destination's role, or into a policy of the destination. */
  readonly to: 'source' | 'destination' | 'function' | 'queue' | 'topic';
  readonly Read?: readonly GrantStatement[];
  readonly Write?: readonly GrantStatement[];
  /** The service that calls, where the destination has the policy. */
  readonly principal?: string;
}

/** Some actions on some resources. */
export interface GrantStatement { readonly actions: readonly string[]; readonly resources: readonly string[] }

const on = (resources: readonly string[], service: string, actions: string): GrantStatement =>
  ({ actions: actions.split(' ').map(action => `${service}:${action}`), resources });

const DESTINATION = ['{destination}'];
const TABLE = ['{destination}', '{destination}/index/*'];
const BUCKET = ['{destination}', '{destination}/*'];
const EXECUTIONS = ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:{destinationName}:*'];
const MANAGED_RULE = ['arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'];

const OBJECTS_READ = [on(
  BUCKET, 's3', 'GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
)];
const OBJECTS_WRITE = [on(BUCKET, 's3', 'AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject')];
const ITEMS_READ = [on(TABLE, 'dynamodb', 'GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect')];
const ITEMS_WRITE = [on(TABLE, 'dynamodb', 'PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate')];
const INVOKE = [on(DESTINATION, 'lambda', 'InvokeAsync InvokeFunction')];
const PUT_EVENTS = [on(DESTINATION, 'events', 'PutEvents')];
const PUBLISH = [on(DESTINATION, 'sns', 'Publish')];

/**
 * What a connector grants, by the types of its source and destination.
 *
 * Source: AWS SAM developer guide, "Connector reference"; actions and resources are those of profiles.json in aws-sam-translator 1.115.0 (PyPI).
 */
export const GRANTS: Readonly<Record<string, Readonly<Record<string, Grant>>>> = {
  'AWS::ApiGateway::RestApi': { 'AWS::Lambda::Function': { to: 'function', principal: 'apigateway.amazonaws.com', Write: [] } },
  'AWS::ApiGatewayV2::Api': { 'AWS::Lambda::Function': { to: 'function', principal: 'apigateway.amazonaws.com', Write: [] } },
  'AWS::AppSync::GraphQLApi': { 'AWS::Lambda::Function': { to: 'function', principal: 'appsync.amazonaws.com', Write: [] } },
  'AWS::AppSync::DataSource': {
    'AWS::DynamoDB::Table': { to: 'source', Read: ITEMS_READ, Write: ITEMS_WRITE },
    'AWS::Events::EventBus': { to: 'source', Write: PUT_EVENTS },
    'AWS::Lambda::Function': { to: 'source', Write: [on(['{destination}', '{destination}:*'], 'lambda', 'InvokeAsync InvokeFunction')] },
  },
  'AWS::DynamoDB::Table': {
    'AWS::Lambda::Function': { to: 'destination', Read: [on(['{source}/stream/*'], 'dynamodb', 'DescribeStream GetRecords GetShardIterator ListStreams')] },
  },
  'AWS::Events::Rule': {
    'AWS::Events::EventBus': { to: 'source', Write: PUT_EVENTS },
    'AWS::Lambda::Function': { to: 'function', principal: 'events.amazonaws.com', Write: [] },
    'AWS::SNS::Topic': { to: 'topic', principal: 'events.amazonaws.com', Write: PUBLISH },
    'AWS::SQS::Queue': { to: 'queue', principal: 'events.amazonaws.com', Write: [on(DESTINATION, 'sqs', 'SendMessage')] },
    'AWS::StepFunctions::StateMachine': { to: 'source', Write: [on(DESTINATION, 'states', 'StartExecution')] },
  },
  'AWS::Lambda::Function': {
    'AWS::DynamoDB::Table': { to: 'source', Read: ITEMS_READ, Write: ITEMS_WRITE },
    'AWS::Events::EventBus': { to: 'source', Write: PUT_EVENTS },
    'AWS::Lambda::Function': { to: 'source', Write: INVOKE },
    'AWS::Location::PlaceIndex': {
      to: 'source', Read: [on(DESTINATION, 'geo', 'DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText')],
    },
    'AWS::S3::Bucket': { to: 'source', Read: OBJECTS_READ, Write: OBJECTS_WRITE },
    'AWS::SNS::Topic': { to: 'source', Write: PUBLISH },
    'AWS::SQS::Queue': {
      to: 'source',
      Read: [on(DESTINATION, 'sqs', 'ReceiveMessage GetQueueAttributes')],
      Write: [on(DESTINATION, 'sqs', 'DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue')],
    },
    'AWS::StepFunctions::StateMachine': {
      to: 'source',
      Read: [on(DESTINATION, 'states', 'DescribeStateMachine ListExecutions'), on(EXECUTIONS, 'states', 'DescribeExecution DescribeStateMachineForExecution GetExecutionHistory')],
      Write: [on(DESTINATION, 'states', 'StartExecution StartSyncExecution'), on(EXECUTIONS, 'states', 'StopExecution')],
    },
  },
  'AWS::S3::Bucket': { 'AWS::Lambda::Function': { to: 'function', principal: 's3.amazonaws.com', Write: [] } },
  'AWS::SNS::Topic': {
    'AWS::Lambda::Function': { to: 'function', principal: 'sns.amazonaws.com', Write: [] },
    'AWS::SQS::Queue': { to: 'queue', principal: 'sns.amazonaws.com', Write: [on(DESTINATION, 'sqs', 'SendMessage')] },
  },
  'AWS::SQS::Queue': {
    'AWS::Lambda::Function': {
      to: 'destination', Read: [on(['{source}'], 'sqs', 'ReceiveMessage GetQueueAttributes')], Write: [on(['{source}'], 'sqs', 'DeleteMessage')],
    },
  },
  'AWS::StepFunctions::StateMachine': {
    'AWS::DynamoDB::Table': { to: 'source', Read: ITEMS_READ, Write: ITEMS_WRITE },
    'AWS::Events::EventBus': { to: 'source', Write: PUT_EVENTS },
    'AWS::Lambda::Function': { to: 'source', Write: INVOKE },
    'AWS::S3::Bucket': { to: 'source', Read: OBJECTS_READ, Write: OBJECTS_WRITE },
    'AWS::SNS::Topic': { to: 'source', Write: PUBLISH },
    'AWS::SQS::Queue': { to: 'source', Write: [on(DESTINATION, 'sqs', 'SendMessage')] },
    'AWS::StepFunctions::StateMachine': {
      to: 'source',
      Read: [on(EXECUTIONS, 'states', 'DescribeExecution'), on(MANAGED_RULE, 'events', 'DescribeRule')],
      Write: [on(DESTINATION, 'states', 'StartExecution'), on(EXECUTIONS, 'states', 'StopExecution'), on(MANAGED_RULE, 'events', 'PutTargets PutRule')],
    },
  },
};
