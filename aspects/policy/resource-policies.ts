import { AppModel } from '../model/app-model';
import { nameProperty } from '../model/names';
import { Resource } from '../model/resource';
import { alternativesOf, isOpen, sameValue, Value, valuesOf } from '../model/value';

/** The resources that hold a policy of another resource, and the property that names it. Source: the CloudFormation resource reference. */
const HOLDERS: Readonly<Record<string, { readonly property: string; readonly of: string }>> = {
  'AWS::Kinesis::ResourcePolicy': { property: 'ResourceArn', of: 'AWS::Kinesis::Stream' },
  'AWS::S3::BucketPolicy': { property: 'Bucket', of: 'AWS::S3::Bucket' },
  'AWS::SNS::TopicInlinePolicy': { property: 'TopicArn', of: 'AWS::SNS::Topic' },
  'AWS::SNS::TopicPolicy': { property: 'Topics', of: 'AWS::SNS::Topic' },
  'AWS::SQS::QueueInlinePolicy': { property: 'Queue', of: 'AWS::SQS::Queue' },
  'AWS::SQS::QueuePolicy': { property: 'Queues', of: 'AWS::SQS::Queue' },
};

/** The policies of the application that are attached to a resource. */
export function attachedPolicies(resource: Resource, app: AppModel): readonly Resource[] {
  return app.once(holders).get(resource.id) ?? [];
}

/** What a policy is attached to: resources of the application, and values that mean none of it. */
export function holdersOf(policy: Resource, app: AppModel): { readonly resources: readonly Resource[]; readonly elsewhere: readonly Value[] } {
  const { property, of } = HOLDERS[policy.type];
  const meant = valuesOf(policy.get(property)).flatMap(alternativesOf).flatMap(valuesOf)
    .map(value => {
      const named = () => (isOpen(value) ? sameNamed(of, value, policy) : namedIn(of, String(value), policy, app));
      return { value, resource: app.resourceOf(value) ?? named() };
    });
  return {
    resources: meant.flatMap(({ resource }) => (resource?.type === of ? [resource] : [])),
    elsewhere: meant.filter(({ resource }) => resource === undefined).map(({ value }) => value),
  };
}

/** What a name means; hand-written templates also name a resource of their own by its logical id. */
function namedIn(type: string, name: string, policy: Resource, app: AppModel): Resource | undefined {
  return app.named(type, name) ?? policy.template.list.find(one => one.type === type && one.logicalId === name);
}

/** The resource of the same template that is given the same name, whichever it will be. */
function sameNamed(type: string, name: Value, policy: Resource): Resource | undefined {
  const property = nameProperty(type);
  return property === undefined ? undefined : policy.template.list.find(one => one.type === type && sameValue(one.get(property), name));
}

function holders(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const policy of app.ofType(...Object.keys(HOLDERS))) {
    for (const { id } of new Set(holdersOf(policy, app).resources)) found.set(id, [...found.get(id) ?? [], policy]);
  }
  return found;
}
