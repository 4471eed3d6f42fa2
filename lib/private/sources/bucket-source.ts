import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { partOf } from './part-of';
import { BucketSourceProps } from '../../secure-function-sources';
import { withBoundRoles } from '../bound-roles';

const CREATED = [s3.EventType.OBJECT_CREATED];

/** Everything that a bucket as a source says. */
const SAYS = {
  noEvent: 'events: name at least one, or leave it out for objects that are created; got none',
  repeated: (event: string) => `events: ${event} is among the others already; name each kind once`,
  region: (bucket: string, region: string, own: string) => `bucket: ${bucket} is in ${region}, and S3 notifies functions of its own Region only, got ${own}`,
  managed: (bucket: string) =>
    `bucket: ${bucket} has notifications in its own stack, which would overwrite those of the function's stack: put the function there, or let the bucket `
    + 'notify EventBridge (eventBridgeEnabled) and use addRuleSource',
};

/** What is wrong with a bucket as a source. */
export function bucketProblems(fn: lambda.IFunction, bucket: s3.IBucket, { events = CREATED }: BucketSourceProps): string[] {
  const [region, own] = [bucket.env.region, fn.env.region];
  const differs = !Token.isUnresolved(region) && !Token.isUnresolved(own) && region !== own;
  const repeated = events.filter((event, index) => events.slice(0, index).some(other => shared(event, other)));
  return [
    ...differs ? [SAYS.region(bucket.node.path, region, own)] : [],
    ...events.length === 0 ? [SAYS.noEvent] : [],
    ...repeated.map(SAYS.repeated),
  ];
}

/** Whether a bucket would have to tell a function of the same object by two of its notifications, which S3 refuses. */
export function bucketsOverlap(one: BucketSourceProps, other: BucketSourceProps): boolean {
  const events = (one.events ?? CREATED).some(event => (other.events ?? CREATED).some(also => shared(event, also)));
  return events && meet(one.prefix, other.prefix, 'startsWith') && meet(one.suffix, other.suffix, 'endsWith');
}

/** Whether two kinds of events have one in common: `s3:ObjectCreated:*` and `s3:ObjectCreated:Put`. */
function shared(one: s3.EventType, other: s3.EventType): boolean {
  const [of, also] = [one, other].map(event => event.replace(/\*$/, ''));
  return (one.endsWith('*') && also.startsWith(of)) || (other.endsWith('*') && of.startsWith(also)) || one === other;
}

/** Whether keys may begin, or end, with both; what only the deployment knows is not judged. */
function meet(one: string = '', other: string = '', way: 'startsWith' | 'endsWith'): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && (one[way](other) || other[way](one));
}

/** Lets a bucket notify a function. */
export function addBucket(fn: lambda.IFunction, bucket: s3.IBucket, props: BucketSourceProps): void {
  const notifying = besideFunction(fn, bucket);
  const filters = [props.prefix, props.suffix].some(part => part !== undefined) ? [{ prefix: props.prefix, suffix: props.suffix }] : [];
  const destination = new NotifiedFunction(fn, bucket);
  withBoundRoles(fn, () => {
    for (const event of props.events ?? CREATED) notifying.addEventNotification(event, destination, ...filters);
  });
}

/**
 * The bucket as the function's stack sees it. Notifications in the bucket's own stack would refer to the function, which then could
 * refer to nothing of that stack, not even to the bucket that it reads.
 */
function besideFunction(fn: lambda.IFunction, bucket: s3.IBucket): s3.IBucket {
  if (Stack.of(bucket) === Stack.of(fn)) return bucket;
  fn.node.addValidation({ validate: () => (bucket.node.tryFindChild('Notifications') === undefined ? [] : [SAYS.managed(bucket.node.path)]) });
  // One for all functions of the stack: CDK makes a resource of its notifications, and two such resources would undo each other's work.
  const stack = Stack.of(fn);
  const id = `Notifying${bucket.node.addr.slice(-8)}`;
  return partOf<s3.IBucket>(stack, id, () => s3.Bucket.fromBucketAttributes(stack, id, {
    bucketArn: bucket.bucketArn, bucketName: bucket.bucketName, ...bucket.env,
  }));
}

/** The function as a destination, with the permission beside it and for the bucket's account alone. */
class NotifiedFunction implements s3.IBucketNotificationDestination {
  public constructor(private readonly fn: lambda.IFunction, private readonly bucket: s3.IBucket) {}

  public bind(_scope: Construct): s3.BucketNotificationDestinationConfig {
    const id = `NotificationsOf${this.bucket.node.addr.slice(-8)}`;
    if (this.fn.node.tryFindChild(id) === undefined) {
      this.fn.addPermission(id, {
        principal: new iam.ServicePrincipal('s3.amazonaws.com'),
        sourceArn: this.bucket.bucketArn,
        sourceAccount: this.bucket.env.account,
      });
    }
    const permission = this.fn.node.tryFindChild(id);
    const dependencies = permission === undefined ? [] : [permission];
    return { type: s3.BucketNotificationDestinationType.LAMBDA, arn: this.fn.functionArn, dependencies };
  }
}
