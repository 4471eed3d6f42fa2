import { ArnFormat, Aws, PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** A topic that CloudWatch's alarms of this account may publish to, encrypted with a key that CloudWatch may use. */
export function alarmTopic(scope: Construct, encryptionKey?: kms.Key): sns.Topic {
  // CloudWatch says whose alarm it is: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
  const cloudwatch = new iam.ServicePrincipal('cloudwatch.amazonaws.com');
  const key = encryptionKey ?? new kms.Key(scope, 'Key', { description: 'Alarms', enableKeyRotation: true });
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [cloudwatch], actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'], conditions: ofThisAccount,
  }));
  const alarms = Stack.of(scope).formatArn({ service: 'cloudwatch', region: '*', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  key.addToResourcePolicy(new iam.PolicyStatement({
    // Rules of EventBridge publish too. To a key they do not say whose they are, so a condition on it would lose what they publish:
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    principals: [new iam.ServicePrincipal('events.amazonaws.com')], actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'],
  }));
  const topic = new sns.Topic(scope, 'Topic', { topicName: PhysicalName.GENERATE_IF_NEEDED, masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(new iam.PolicyStatement({
    principals: [cloudwatch], actions: ['sns:Publish'], resources: [topic.topicArn], conditions: { ...ofThisAccount, ArnLike: { 'aws:SourceArn': alarms } },
  }));
  return topic;
}
