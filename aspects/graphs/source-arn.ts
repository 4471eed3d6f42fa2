import type { Resource } from '../model/resource';
import { Text, Unknown, Value } from '../model/value';
import { Link, PatchValue } from '../rule/patch';

/** The ARN by which a service names the source of its calls, as a value for `SourceArn`, by the type of the source. */
const ARNS: Readonly<Record<string, (source: Resource) => PatchValue>> = {
  'AWS::ApiGateway::RestApi': ofApi,
  'AWS::ApiGatewayV2::Api': ofApi,
  'AWS::AppSync::GraphQLApi': source => new Link(source),
  'AWS::Bedrock::Agent': source => new Link(source, 'AgentArn'),
  'AWS::CloudWatch::Alarm': source => new Link(source, 'Arn'),
  'AWS::CloudWatch::CompositeAlarm': source => new Link(source, 'Arn'),
  'AWS::Cognito::UserPool': source => new Link(source, 'Arn'),
  'AWS::Events::Rule': source => new Link(source, 'Arn'),
  'AWS::IoT::TopicRule': source => new Link(source, 'Arn'),
  'AWS::Lex::BotAlias': source => new Link(source, 'Arn'),
  'AWS::Logs::LogGroup': source => new Link(source, 'Arn'),
  'AWS::S3::Bucket': source => new Link(source, 'Arn'),
  'AWS::SNS::Topic': source => new Link(source),
};

function ofApi(api: Resource): PatchValue {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', new Link(api), '/*']] };
}

/**
 * The `SourceArn` for calls of a source; nothing where it cannot be said.
 *
 * A permission that names its source by reference is made after it. Some sources are made after the permission, because
 * their service tries whether it may call: load balancers, AWS Config, SES (they have no entry above), and buckets that
 * hold their notifications themselves. Such a bucket is named by its literal name, if it has one.
 */
export function sourceArnOf(source: Resource, permission: Resource): PatchValue | undefined {
  const wantsPermission = source.type === 'AWS::S3::Bucket' && source.get('NotificationConfiguration.LambdaConfigurations') !== undefined;
  if (!wantsPermission && !waitsFor(source, permission)) return ARNS[source.type]?.(source);
  const name = source.type === 'AWS::S3::Bucket' ? spelled(source.get('BucketName')) : undefined;
  return name === undefined ? undefined : { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', ...name]] };
}

/** A name as it can be written elsewhere in the same template: of texts and pseudo parameters. */
function spelled(name: Value): readonly PatchValue[] | undefined {
  if (typeof name === 'string') return [name];
  if (!(name instanceof Text)) return undefined;
  const parts = name.parts.map(part => {
    if (typeof part === 'string') return part;
    const [, pseudo] = part instanceof Unknown ? /^(AWS::(?:AccountId|Region|Partition|StackName))(?::|$)/.exec(part.key) ?? [] : [];
    return pseudo === undefined ? undefined : { Ref: pseudo };
  });
  return parts.includes(undefined) ? undefined : parts as readonly PatchValue[];
}

/** Whether a resource is made after another one of its template, by references and `DependsOn`. */
function waitsFor(resource: Resource, other: Resource): boolean {
  const seen = new Set<Resource>();
  const waiting = [resource];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === other) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    const { template } = next;
    waiting.push(...next.references.map(reference => reference.resource).filter(one => one.template === template));
    waiting.push(...next.dependsOn.flatMap(id => template.resources.get(id) ?? []));
  }
  return false;
}
