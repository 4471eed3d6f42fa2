import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { bucketsOverlap } from './bucket-source';
import { BucketSourceProps } from '../../secure-function-sources';

const SAYS = {
  overlap: (bucket: string, fn: string) =>
    `bucket: ${bucket} tells ${fn} of some of these objects already, and S3 takes no two notifications that overlap: give other events, prefix or suffix`,
  others: (bucket: string) =>
    `bucket: ${bucket} has notifications by addEventNotification that overlap with those of addBucketSource, which S3 refuses: give them other events, prefix or suffix`,
};

/** A notification of a bucket as a template states it. */
interface Rendered {
  readonly Events: s3.EventType[];
  readonly Filter?: { readonly Key: { readonly FilterRules: readonly { readonly Name: 'prefix' | 'suffix'; readonly Value: unknown }[] } };
}

/** The resource that gives a bucket its notifications, by the kind of what they go to. */
interface RenderedBucket {
  readonly Properties?: { readonly NotificationConfiguration?: Readonly<Record<string, unknown>> };
}

/** By the application and the bucket, which functions it tells of what. */
const told = new WeakMap<IConstruct, Map<string, { readonly fn: lambda.IFunction; readonly props: BucketSourceProps }[]>>();

/** What is wrong with a notification beside those that functions of the application already have from the bucket. */
export function overlapProblems(fn: lambda.IFunction, bucket: s3.IBucket, props: BucketSourceProps): string[] {
  const other = toldBy(bucket).find(given => bucketsOverlap(given.props, props));
  return other === undefined ? [] : [SAYS.overlap(bucket.node.path, other.fn === fn ? 'the function' : other.fn.node.path)];
}

/** Remembers a notification, and looks in the end whether others that CDK's own ways made overlap. */
export function rememberNotification(fn: lambda.IFunction, bucket: s3.IBucket, props: BucketSourceProps): void {
  const all = toldBy(bucket);
  if (all.length === 0) fn.node.addValidation({ validate: () => (renderedOverlap(bucket) ? [SAYS.others(bucket.node.path)] : []) });
  all.push({ fn, props });
}

function toldBy(bucket: s3.IBucket) {
  const { root } = bucket.node;
  const buckets = told.get(root) ?? new Map<string, { fn: lambda.IFunction; props: BucketSourceProps }[]>();
  told.set(root, buckets);
  const name = nameOf(bucket);
  const all = buckets.get(name) ?? [];
  buckets.set(name, all);
  return all;
}

/** What is the same for the same bucket: its name, which no two have, or what its own stack knows it by. */
function nameOf(bucket: s3.IBucket): string {
  const stack = Stack.of(bucket);
  return Token.isUnresolved(bucket.bucketName) ? `${stack.node.addr} ${JSON.stringify(stack.resolve(bucket.bucketArn))}` : bucket.bucketName;
}

function renderedOverlap(bucket: s3.IBucket): boolean {
  const made = bucket.node.tryFindChild('Notifications')?.node.tryFindChild('Resource');
  if (!(made instanceof CfnResource)) return false;
  const resources = Stack.of(bucket).resolve(made._toCloudFormation()).Resources as Record<string, RenderedBucket>;
  const all = Object.values(resources).flatMap(({ Properties }) => Object.values(Properties?.NotificationConfiguration ?? {}))
    .flatMap(list => (Array.isArray(list) ? list as Rendered[] : [])).map(sourceOf);
  return all.some((one, index) => all.slice(index + 1).some(other => bucketsOverlap(one, other)));
}

function sourceOf({ Events: events, Filter: filter }: Rendered): BucketSourceProps {
  const rules = (filter?.Key.FilterRules ?? []).map(({ Name, Value }) => [Name, Token.asString(Value)]);
  return { events, ...Object.fromEntries(rules) };
}
