import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { isOpen } from '../model/value';

/** Whether access logs of some bucket of the application are delivered to a bucket. */
export function takesAccessLogs(bucket: Resource, app: AppModel): boolean {
  return app.once(logBuckets).has(bucket.id) || bucket.get('AccessControl') === 'LogDeliveryWrite';
}

/** Whether a bucket delivers its access logs to itself: S3 does so where no destination is named. */
export function logsIntoItself(bucket: Resource, app: AppModel): boolean {
  return destinationOf(bucket, app) === bucket;
}

/** A bucket that logs into itself holds other things besides. */
function logBuckets(app: AppModel): ReadonlySet<string> {
  const destinations = app.ofType('AWS::S3::Bucket').map(bucket => [bucket, destinationOf(bucket, app)] as const);
  return new Set(destinations.flatMap(([bucket, destination]) => (destination === undefined || destination === bucket ? [] : destination.id)));
}

function destinationOf(bucket: Resource, app: AppModel): Resource | undefined {
  const logging = bucket.get('LoggingConfiguration');
  const destination = bucket.get('LoggingConfiguration.DestinationBucketName');
  if (logging === undefined || isOpen(logging)) return undefined;
  return destination === undefined ? bucket : app.resourceOf(destination) ?? app.named('AWS::S3::Bucket', String(destination));
}
