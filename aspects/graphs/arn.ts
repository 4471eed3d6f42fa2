import { nameProperty } from '../model/names';
import { oncePerText } from '../model/once-per';
import { actionMatches } from '../model/policy';
import type { Resource } from '../model/resource';
import { Reference, Text, Unknown, Value } from '../model/value';
import { isAnything, wildcard } from '../model/wildcard';

/**
 * Values as text in which each open part is one unmistakable word: the same unknown thing gives the same word, so that
 * `arn:aws:s3:::${BucketName}/*` is known to mean the bucket whose name is that same parameter.
 */
export function worded(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Text) return value.parts.map(part => worded(part) ?? '').join('');
  if (value instanceof Reference || value instanceof Unknown) return word(value.key);
  return undefined;
}

// Private-use characters enclose a word; nothing in it reads as part of an ARN or as a wildcard.
const word = oncePerText(key => `\uE000${encodeURIComponent(key).replace(/\*/g, '%2A')}\uE001`);

/** Whether a text has an open part. */
export function hasWord(text: string): boolean {
  return text.includes('\uE000');
}

/** A text up to its first open part. */
export function beforeWord(text: string): string {
  return text.split('\uE000')[0];
}

/** A text after its last open part. */
export function afterWord(text: string): string {
  return text.slice(text.lastIndexOf('\uE001') + 1);
}

interface Form {
  /** The service in the ARN. */
  readonly service: string;
  /** What stands before the name in the ARN's last part. */
  readonly before: string;
  /** The attributes that are the ARN. */
  readonly arns: readonly string[];
  /** The attributes that are the name. */
  readonly names: readonly string[];
}

/** How the ARNs of what can be written to read. Source: the Service Authorization Reference and the resource reference. */
const FORMS: Readonly<Record<string, Form>> = {
  'AWS::S3::Bucket': { service: 's3', before: '', arns: ['Arn'], names: ['Ref'] },
  'AWS::SQS::Queue': { service: 'sqs', before: '', arns: ['Arn'], names: ['QueueName'] },
  'AWS::SNS::Topic': { service: 'sns', before: '', arns: ['Ref', 'TopicArn'], names: ['TopicName'] },
  'AWS::DynamoDB::Table': { service: 'dynamodb', before: 'table/', arns: ['Arn'], names: ['Ref'] },
  'AWS::DynamoDB::GlobalTable': { service: 'dynamodb', before: 'table/', arns: ['Arn'], names: ['Ref'] },
  'AWS::Kinesis::Stream': { service: 'kinesis', before: 'stream/', arns: ['Arn'], names: ['Ref'] },
  'AWS::Events::EventBus': { service: 'events', before: 'event-bus/', arns: ['Arn'], names: ['Ref', 'Name'] },
  'AWS::Lambda::Function': { service: 'lambda', before: 'function:', arns: ['Arn'], names: ['Ref'] },
  'AWS::Lambda::Alias': { service: 'lambda', before: 'function:', arns: ['Ref', 'AliasArn'], names: [] },
  'AWS::Lambda::Version': { service: 'lambda', before: 'function:', arns: ['Ref', 'FunctionArn'], names: [] },
  'AWS::StepFunctions::StateMachine': { service: 'states', before: 'stateMachine:', arns: ['Ref', 'Arn'], names: ['Name'] },
};

/** The types that can be written to. */
export const WRITABLE_TYPES: readonly string[] = Object.keys(FORMS);

/** The service of a type, as ARNs and actions spell it. */
export function serviceOfType(type: string): string | undefined {
  return FORMS[type]?.service;
}

/** All spellings by which a policy may mean one resource. */
export interface Spellings {
  readonly form: Form;
  readonly arns: readonly string[];
  /** The last part of the ARN, once per spelling of the name. */
  readonly ends: readonly string[];
  /** Whether nobody knows the name: CloudFormation makes it from the stack's name and the logical id. */
  readonly generated: boolean;
  /** What a generated name begins with, where that is known. */
  readonly stackName: string;
}

/** The spellings of a resource; nothing for what cannot be written to. */
export function spellingsOf(resource: Resource): Spellings | undefined {
  const form = FORMS[resource.type];
  if (form === undefined) return undefined;
  const property = nameProperty(resource.type);
  const given = property === undefined ? undefined : worded(resource.get(property));
  const names = [...form.names.map(name => word(new Reference(resource, name).key)), ...(given === undefined ? [] : [given])];
  return {
    form,
    arns: form.arns.map(attribute => word(new Reference(resource, attribute).key)),
    ends: names.map(name => form.before + name),
    generated: given === undefined,
    stackName: worded(resource.template.pseudoParameter('AWS::StackName')) ?? '',
  };
}

/** How a pattern of a policy reaches a resource. */
export interface Reach {
  /** Whether the pattern reaches others too. */
  readonly wide: boolean;
  /** What follows the resource in the pattern: `/in/*`. */
  readonly rest: string;
}

/** Whether a pattern of a policy (as words) reaches a resource, and how. */
export function reach(pattern: string, { form, arns, ends, generated, stackName }: Spellings): Reach | undefined {
  if (isAnything(pattern)) return { wide: true, rest: '*' };
  for (const arn of arns) if (pattern.startsWith(arn)) return { wide: false, rest: pattern.slice(arn.length) };
  const [, service, end] = /^[^:]*:[^:]*:([^:]*):[^:]*:[^:]*:(.*)$/s.exec(pattern) ?? [];
  if (end === undefined || !actionMatches(service, form.service)) return undefined;
  for (const known of ends) {
    if (end.startsWith(known) && /^($|[/:*])/.test(end.slice(known.length))) return { wide: false, rest: end.slice(known.length) };
  }
  if (!/[*?]/.test(end)) return undefined;
  const [name, key] = form.service === 's3' && end.includes('/') ? [end.split('/')[0], end.slice(end.indexOf('/'))] : [end, '*'];
  if (ends.some(known => !hasWord(known) && wildcard(name).test(known))) return { wide: true, rest: key };
  const start = name.startsWith(form.before) ? name.slice(form.before.length).split(/[*?]/)[0] : name.replace(/[*?].*$/s, '');
  const mayBeGenerated = generated && (start === '' || (stackName !== '' && start.startsWith(stackName)));
  return mayBeGenerated ? { wide: true, rest: key } : undefined;
}
