import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnJson, CustomResource, Duration, NestedStack, RemovalPolicy, Stack, Stage, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksV2 from 'aws-cdk-lib/aws-eks-v2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as custom from 'aws-cdk-lib/custom-resources';
import * as triggers from 'aws-cdk-lib/triggers';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { treeSources } from '../../aspects/synthesis/tree-source';
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

/** An app with the providers of the CDK, of which some are nested stacks, and what the user made beside them. */
function providers() {
  const providing = testApp();
  const env = { region: 'eu-west-1', account: '123456789012' };
  const kubectlLayer = (stack: Stack) => lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', 'arn:aws:lambda:eu-west-1:123456789012:layer:kubectl:1');
  const made: Record<string, (stack: Stack) => void> = {
    Replicas: stack => {
      new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, replicationRegions: ['eu-west-2'] });
      new lambda.Function(stack, 'OnEventHandler', code);
      new lambda.Function(new NestedStack(stack, 'Nested'), 'OnEventHandler', code);
    },
    Kubernetes: stack => new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.of('1.33'), kubectlLayer: kubectlLayer(stack), defaultCapacity: 0 }).addManifest('Manifest', {}),
    Imported: stack => eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
      clusterName: 'orders', kubectlRoleArn: 'arn:aws:iam::123456789012:role/kubectl', kubectlLayer: kubectlLayer(stack),
    }).addManifest('Manifest', {}),
    KubernetesV2: stack => new eksV2.Cluster(stack, 'Cluster', { version: eksV2.KubernetesVersion.of('1.33'), kubectlProviderOptions: { kubectlLayer: kubectlLayer(stack) } }),
    Containers: stack => new ecs.Cluster(stack, 'Cluster').addCapacity('Capacity', { instanceType: new ec2.InstanceType('t3.micro') }),
    Others: stack => {
      new CfnJson(stack, 'Json', { value: { [Token.asString({ Ref: 'AWS::Region' })]: 1 } });
      new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.AwsApi({ service: 'ECS', action: 'updateService' })] });
      new ses.ReceiptRuleSet(stack, 'Rules', { dropSpam: true });
      new ecr.Repository(stack, 'Repository', { emptyOnDelete: true, removalPolicy: RemovalPolicy.DESTROY });
      new iam.OpenIdConnectProvider(stack, 'Provider', { url: 'https://example.com' });
      const task = new tasks.CallAwsServiceCrossRegion(stack, 'Call', { service: 's3', action: 'listBuckets', region: 'us-east-1', iamResources: ['*'] });
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromChainable(task) });
    },
  };
  for (const [id, make] of Object.entries(made)) make(new Stack(providing, id, { env }));
  return providing;
}

describe('the providers of the CDK', () => {
  const providing = providers();
  const tree = new AppModel(treeSources(providing));
  const folder = providing.synth().directory;
  const { sources: read } = readApplication(folder);
  const bare = read.map(({ constructPathOf, ...source }) => ({ ...source, body: withoutMetadata(source.body) }));

  const OF_USER = [
    'Containers.template.json ClusterCapacityInstanceRole', 'Kubernetes.template.json ClusterRole', 'KubernetesV2.template.json ClusterClusternodePoolRole',
    'KubernetesV2.template.json ClusterRole', 'Others.template.json MachineRole', 'Replicas.template.json OnEventHandler', 'Replicas.template.json OnEventHandlerServiceRole',
    'ReplicasNested.nested.template.json OnEventHandler', 'ReplicasNested.nested.template.json OnEventHandlerServiceRole',
  ];
  const ofUser = (model: AppModel) => model.ofType('AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::SNS::Topic', 'AWS::Lambda::LayerVersion')
    .filter(one => one.provenance === 'user')
    .map(one => `${one.template.path.split('/').pop()!.replace(/[0-9A-F]{8}\.nested/, '.nested')} ${one.logicalId.replace(/[0-9A-F]{8}$/, '')}`).sort();

  test('are helpers by construct path, in the tree and in the templates', () => {
    expect(ofUser(tree)).toEqual(OF_USER);
    expect(ofUser(new AppModel(read))).toEqual(OF_USER);
  });

  test('and by logical id', () => {
    // The id of the role by which EKS makes clusters could be a user's.
    expect(ofUser(new AppModel(bare)).filter(id => !id.endsWith('ClusterCreationRole'))).toEqual(OF_USER);
  });

  test('are known by the name of the template where it is read alone', () => {
    const nested = read.find(({ path }) => path.includes('ReplicaProvider'))!;
    const file = join(folder, 'StackawscdkawsdynamodbReplicaProvider0A1B2C3D.nested.template.json');
    writeFileSync(file, JSON.stringify(withoutMetadata(nested.body)));
    expect(ofUser(new AppModel(readApplication(file).sources))).toEqual([]);
  });
});
