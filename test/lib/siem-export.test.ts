import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Rampart } from '../../index';
import { SecretBackedFunction, SecretSource, SecureFunction, SecurityAlarms, SiemDestination, SiemExport } from '../../lib';
import { circlesIn } from '../support/quick-app';
import { testApp } from '../support/synthesis';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const TOKEN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-AbCdEf';

function tokenIn(stack: cdk.Stack): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretAttributes(stack, 'Token', { secretCompleteArn: TOKEN, encryptionKey: kms.Key.fromKeyArn(stack, 'TokenKey', KEY) });
}

test('a token that a function owns is opened to Firehose, in another stack by the name of its role', () => {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  const owner = new SecretBackedFunction(stack, 'Owner', { code: lambda.Code.fromInline('exports.handler = 1'), secrets: { hec: SecretSource.neverRotated('Splunk hands it out') } });
  const destination = SiemDestination.splunk('https://splunk.example.com:443', owner.secret('hec'));
  new SiemExport(stack, 'Export', { destination });
  new SiemExport(new cdk.Stack(app, 'Other'), 'Export', { destination });

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::ResourcePolicy'));
  expect(JSON.stringify(Properties.ResourcePolicy)).toMatch(/"aws:PrincipalArn":\[.*"ExportRole/);
  expect(JSON.stringify(Properties.ResourcePolicy)).toContain(':role/Other-Export-Role-');
  expect(circlesIn(app)).toEqual([]);
});

describe('to Splunk', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const orders = new SecureFunction(stack, 'Orders', { code: lambda.Code.fromInline('exports.handler = 1') });
  const siem = new SiemExport(stack, 'Export', {
    destination: SiemDestination.splunk('https://splunk.example.com:443', tokenIn(stack)),
    logGroups: [orders.logGroup],
    alarms: new SecurityAlarms(stack, 'Alarms'),
  });
  siem.addLogGroup(new logs.LogGroup(stack, 'Audit'), logs.FilterPattern.stringValue('$.event', '=', 'source.refused'));
  const template = Template.fromStack(stack);

  test('the token stays in its secret, from which Firehose reads it', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      SplunkDestinationConfiguration: {
        HECEndpoint: 'https://splunk.example.com:443',
        HECToken: Match.absent(),
        SecretsManagerConfiguration: { Enabled: true, SecretARN: TOKEN, RoleARN: Match.anyValue() },
      },
    });
    const [, policy] = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => id.startsWith('ExportRole'))!;
    const statements: any[] = policy.Properties.PolicyDocument.Statement;
    expect(statements).toContainEqual({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: TOKEN });
    expect(statements.find(({ Resource }) => Resource === KEY).Condition.StringLike).toEqual({ 'kms:EncryptionContext:SecretARN': TOKEN });
  });

  test('the lines arrive as they were written', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      SplunkDestinationConfiguration: { ProcessingConfiguration: { Enabled: true, Processors: [Match.objectLike({ Type: 'Decompression' }), Match.objectLike({ Type: 'CloudWatchLogProcessing' })] } },
    });
  });

  test('what waits is encrypted with a key of yours, and what cannot be delivered is kept, closed and encrypted', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ExportKey'), 'Arn'] } },
      SplunkDestinationConfiguration: { S3BackupMode: 'FailedEventsOnly', S3Configuration: { CompressionFormat: 'GZIP' } },
    });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicPolicy: true }),
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
      },
    });
  });

  test('each log group has a subscription of its own, with its filter, beside it', () => {
    const subscriptions = Object.values(template.findResources('AWS::Logs::SubscriptionFilter')).map(({ Properties }) => Properties);
    expect(subscriptions.map(({ FilterPattern }) => FilterPattern).sort()).toEqual(['', '{ $.event = "source.refused" }']);
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^ExportSubscriber') }],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ExportStream'), 'Arn'] } }] },
    });
  });

  test('nobody else\'s account can use the roles', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'firehose.amazonaws.com' }, Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'AWS::AccountId' } } } })] },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'logs.amazonaws.com' }, Condition: { StringLike: { 'aws:SourceArn': Match.anyValue() } } })] },
    });
  });

  test('logs that are not delivered raise an alarm, by what Firehose writes to its log', () => {
    const [{ Properties: filter }] = Object.values(template.findResources('AWS::Logs::MetricFilter')).filter(({ Properties }) => JSON.stringify(Properties).includes('siem.undelivered'));
    expect(filter).toMatchObject({ FilterPattern: '', LogGroupName: { Ref: expect.stringMatching(/^ExportErrors/) } });
    const [{ MetricName, MetricNamespace: Namespace }] = filter.MetricTransformations;
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace, MetricName, Threshold: 1, Statistic: 'Sum', AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmsTopic') }] });
  });

  // Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
  test('Firehose may do in the bucket what it needs, and delete nothing', () => {
    const [, policy] = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => id.startsWith('ExportRole'))!;
    const actions = policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action).filter((action: string) => action.startsWith('s3:'));
    expect(actions.sort()).toEqual(['s3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:PutObject']);
  });

  test('fails for its own log, which would never end', () => {
    expect(() => siem.addLogGroup(siem.node.findChild('Errors') as logs.LogGroup)).toThrow('Stack/Export: addLogGroup: the export cannot export its own log');
  });
});

test.each<[string, (stack: cdk.Stack) => SiemDestination, object]>([
  ['Datadog', stack => SiemDestination.datadog('datadoghq.eu', tokenIn(stack)), {
    HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Name: 'Datadog', Url: 'https://aws-kinesis-http-intake.logs.datadoghq.eu/v1/input' }, S3BackupMode: 'FailedDataOnly' },
  }],
  ['any endpoint', stack => SiemDestination.http('https://logs.example.com', tokenIn(stack)), {
    HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://logs.example.com', AccessKey: Match.absent() }, SecretsManagerConfiguration: { SecretARN: TOKEN } },
  }],
  ['a bucket', stack => SiemDestination.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'logs-of-orders')), {
    ExtendedS3DestinationConfiguration: { CompressionFormat: 'GZIP', Prefix: 'logs/' },
  }],
])('to %s', (_where, destination, properties) => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  new SiemExport(stack, 'Export', { destination: destination(stack), encryptionKey: new kms.Key(stack, 'Key'), keepFailures: cdk.Duration.days(7) });

  Template.fromStack(stack).hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', properties);
});

test('to a bucket, logs that grow old raise an alarm', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const destination = SiemDestination.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'logs'));
  new SiemExport(stack, 'Export', { destination, alarms: new SecurityAlarms(stack, 'Alarms') });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'DeliveryToS3.DataFreshness', Statistic: 'Maximum', Threshold: 900 });
});

test('logs that are not delivered raise an alarm of the scope, where none is given', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  Rampart.defaults(stack, { alarms: new SecurityAlarms(stack, 'Usual') });
  new SiemExport(stack, 'Export', { destination: SiemDestination.splunk('https://splunk.example.com:443', tokenIn(stack)) });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'Rampart', AlarmActions: [{ Ref: Match.stringLikeRegexp('^UsualTopic') }] });
});

test('log groups of another stack are exported without a circle', () => {
  const app = testApp();
  const home = new cdk.Stack(app, 'Home');
  const siem = new SiemExport(home, 'Export', { destination: SiemDestination.bucket(s3.Bucket.fromBucketName(home, 'Bucket', 'logs')) });
  const other = new cdk.Stack(app, 'Other');
  siem.addLogGroup(new logs.LogGroup(other, 'Log'));
  app.synth();

  expect(other.dependencies).toEqual([home]);
});

describe('the address of the other side', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const token = tokenIn(stack);
  let count = 0;
  const exported = (destination: SiemDestination) => () => new SiemExport(stack, `Export${count += 1}`, { destination });

  test.each<[string, SiemDestination, RegExp]>([
    ['without TLS', SiemDestination.http('http://logs.example.com', token), /destination: logs leave the account over HTTPS only, got http:\/\/logs\.example\.com$/],
    ['without TLS before what only the deployment knows', SiemDestination.http(`http://${cdk.Aws.REGION}.example.com`, token), /over HTTPS only, got http:\/\/…$/],
    ['without a host', SiemDestination.http('https://', token), /destination: an address over HTTPS with a host, as in .*, got https:\/\/$/],
    ['with a login', SiemDestination.splunk('https://me:secret@splunk.example.com', token), /destination: the address of splunk\.example\.com has a login in it, (?!.*secret@)/],
    ['for a site', SiemDestination.datadog('https://datadoghq.eu/', token), /destination: the site of Datadog is the name of a host, as in datadoghq\.eu, got https:\/\/datadoghq\.eu\/$/],
    ['for no site', SiemDestination.datadog('', token), /the site of Datadog .*, got $/],
  ])('is refused: one %s', (_, destination, message) => {
    expect(exported(destination)).toThrow(message);
  });

  test.each<[string, SiemDestination]>([
    ['with a port and a path', SiemDestination.http('https://logs.example.com:8443/v1', token)],
    ['that only the deployment knows', SiemDestination.http(cdk.Fn.importValue('url'), token)],
    ['at a site that only the deployment knows', SiemDestination.datadog(cdk.Fn.importValue('site'), token)],
  ])('is taken: one %s', (_, destination) => {
    expect(exported(destination)).not.toThrow();
  });
});

describe('a log group', () => {
  const exportOf = (stack: cdk.Stack, id: string) => new SiemExport(stack, id, { destination: SiemDestination.bucket(s3.Bucket.fromBucketName(stack, `Bucket${id}`, 'logs')) });
  const subscribed = (group: logs.ILogGroup) => group.addSubscriptionFilter('Own', {
    destination: { bind: () => ({ arn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/own' }) }, filterPattern: logs.FilterPattern.allEvents(),
  });

  test('has no third subscription, whoever made the others', () => {
    const stack = new cdk.Stack(testApp(), 'Stack');
    const group = new logs.LogGroup(stack, 'Log');
    subscribed(group);
    exportOf(stack, 'One').addLogGroup(group);
    expect(() => exportOf(stack, 'Two').addLogGroup(group)).toThrow(
      /^Stack\/Two: addLogGroup: Stack\/Log has its 2 subscriptions, and CloudWatch Logs takes no third: Stack\/Log\/Own\/Resource, Stack\/Log\/Export\w+\/Subscription; give one of them up/,
    );
    expect(() => exportOf(stack, 'Three').addLogGroup(new logs.LogGroup(stack, 'Other'))).not.toThrow();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('has none either where the third comes after the export', () => {
    const stack = new cdk.Stack(testApp(), 'Stack');
    const [one, again] = ['Log', 'Again'].map(id => logs.LogGroup.fromLogGroupName(stack, id, 'orders'));
    for (const id of ['One', 'Two']) exportOf(stack, id).addLogGroup(one);
    subscribed(again);
    expect(() => Template.fromStack(stack)).toThrow(/\[Stack\/One\] addLogGroup: Stack\/Log has its 2 subscriptions, .*Stack\/Again\/Own\/Resource/);
  });
});
