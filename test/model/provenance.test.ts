import { CustomResource, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as triggers from 'aws-cdk-lib/triggers';
import * as custom from 'aws-cdk-lib/custom-resources';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { sourcesOf, testApp } from '../support/synthesis';

const code = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** An app with every helper of the CDK that makes functions and roles of its own, and what the user made beside them. */
function helpers(stack: Stack): void {
  const own = new lambda.Function(stack, 'Own', code);
  new logs.LogRetention(stack, 'Retention', { logGroupName: '/aws/lambda/own', retention: logs.RetentionDays.ONE_DAY });
  const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(own));
  new deployment.BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [deployment.Source.data('a', 'b')] });
  const call = { service: 'sts', action: 'GetCallerIdentity', physicalResourceId: custom.PhysicalResourceId.of('x') };
  new custom.AwsCustomResource(stack, 'Call', { onUpdate: call, policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }), installLatestAwsSdk: false });
  const provider = new custom.Provider(stack, 'Provider', {
    onEventHandler: new lambda.Function(stack, 'OnEvent', code), isCompleteHandler: new lambda.Function(stack, 'IsComplete', code),
  });
  new CustomResource(stack, 'Custom', { serviceToken: provider.serviceToken });
  new ec2.Vpc(stack, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: true });
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, replicationRegions: ['eu-west-2'] });
  new triggers.Trigger(stack, 'Trigger', { handler: new lambda.Function(stack, 'Triggered', code) });
}

const app = testApp({ context: { '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup': true } });
helpers(new Stack(app, 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } }));
helpers(new Stack(new Stage(app, 'Prod', { env: { region: 'eu-west-1', account: '123456789012' } }), 'Stack'));
const sources = sourcesOf(app);

const byUser = (model: AppModel, stack: string) => model.ofType('AWS::Lambda::Function')
  .filter(one => one.provenance === 'user' && one.template.stackPath === stack).map(one => one.logicalId.replace(/[0-9A-F]{8}$/, '')).sort();

const OWN = ['IsComplete', 'OnEvent', 'Own', 'Triggered'];

test.each(['Stack', 'Prod/Stack'])('only the functions of the user are the user\'s, by construct path: %s', stack => {
  expect(byUser(new AppModel(sources), stack)).toEqual(OWN);
});

test.each(['Stack', 'Prod/Stack'])('and by logical id, where the template names no paths: %s', stack => {
  const bare = sources.map(source => ({ ...source, body: withoutMetadata(source.body) }));
  expect(byUser(new AppModel(bare), stack)).toEqual(OWN);
});

test('the roles of helpers are helpers\' too', () => {
  const roles = new AppModel(sources).ofType('AWS::IAM::Role').filter(one => one.provenance === 'user' && one.template.stackPath === 'Stack');
  expect(roles.map(role => role.logicalId.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(OWN.map(id => `${id}ServiceRole`));
});

function withoutMetadata(body: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(body, (key, value) => (key === 'Metadata' ? undefined : value)));
}
