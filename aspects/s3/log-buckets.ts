import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { isOpen } from '../model/value';

/** Whether access logs of some bucket of the application are delivered to a bucket. */
export function takesAccessLogs(bucket: Resource, app: AppModel): boolean {
  return app.once(logBuckets).has(bucket.id) || bucket.get('AccessControl') === 'LogDeliveryWrite';
}

function logBuckets(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType('AWS::S3::Bucket').flatMap(bucket => {
    const logging = bucket.get('LoggingConfiguration');
    const destination = bucket.get('LoggingConfiguration.DestinationBucketName');
    if (logging === undefined || isOpen(logging)) return [];
    if (destination === undefined) return [bucket.id]; // S3 delivers the logs to the bucket itself
    const target = app.resourceOf(destination) ?? app.named('AWS::S3::Bucket', String(destination));
    return target === undefined ? [] : [target.id];
  }));
}
