import { CfnResource, Fn, IResolvable, IResolveContext, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { Identity } from '../boundary';

const OWN_TYPES = ['AWS::Lambda::Function', 'AWS::Lambda::Alias'];

/** Where a service says its call comes from, and who is called. */
export interface Source {
  readonly kind: 'api' | 'authorizer' | 'cognito' | 's3' | 'sns' | 'schedule';
  readonly arn?: string;
  readonly fn: IConstruct;
  /** The source's stack refers to the function, so the function may not refer to the source. */
  readonly isElsewhere: boolean;
}

/**
 * What the events of a source carry, or `true` where it cannot be told: never a reference to what itself refers to the function,
 * since neither could be deployed before the other.
 */
export function identityOf({ kind, arn: given, fn, isElsewhere }: Source): Identity {
  if (given === undefined) return true;
  const arn = settled(given, fn);
  const resource = settled(resourceIn(arn), fn);
  const target = resourceBehind(arn) ?? resourceBehind(settled(resource.split('/')[0], fn));
  if (target instanceof CfnBucket && isText(target.bucketName)) return target.bucketName;
  if (isElsewhere && Token.isUnresolved(resource)) return true;
  if (target !== undefined && refersTo(target, fn)) return true;
  switch (kind) {
    case 'sns': return arn;
    case 's3': return target instanceof CfnBucket ? target.ref : resource;
    case 'cognito': return target instanceof CfnUserPool ? target.ref : segment(resource, 1);
    case 'authorizer': return arn.slice(0, arn.indexOf('/authorizers/') + 1);
    case 'api': return segment(resource, 0);
    case 'schedule': return /[*?]/.test(arn) ? true : arn;
  }
}

/** The resource that a token refers to. */
export function resourceBehind(text: string | undefined): CfnResource | undefined {
  const token = text === undefined ? undefined : onlyToken(text);
  const target = Reference.isReference(token) ? token.target : undefined;
  return CfnResource.isCfnResource(target) ? target : undefined;
}

/** Whether a value is known at synthesis. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !Token.isUnresolved(value);
}

/** The text behind a value that is settled lazily. */
function settled(text: string, scope: IConstruct): string {
  const token = onlyToken(text);
  if (token === undefined || Reference.isReference(token)) return text;
  const next: unknown = token.resolve({ scope, preparing: true } as unknown as IResolveContext);
  return typeof next === 'string' && next !== text ? settled(next, scope) : text;
}

/** The token that a text is, and nothing besides. */
function onlyToken(text: string): IResolvable | undefined {
  const parts = Tokenization.reverseString(text);
  return parts.length === 1 ? parts.firstToken : undefined;
}

/** The last part of an ARN: `userpool/eu-west-1_a1b2`. */
function resourceIn(arn: string): string {
  const parts = arn.split(':');
  return parts.length < 6 ? Fn.select(5, Fn.split(':', arn)) : parts.slice(5).join(':');
}

/** A part of a path, which may be known to the deployment only. */
function segment(path: string, index: number): string {
  const token = onlyToken(path);
  return token === undefined || Reference.isReference(token) ? path.split('/')[index] : Fn.select(index, Fn.split('/', path));
}

/** The functions about which `refersTo` is being asked just now, and whether the question led back to itself. */
const asked = new Map<IConstruct, { isCircular: boolean }>();

/** Whether a resource of the same stack names the function, its version or its alias. */
function refersTo(resource: CfnResource, fn: IConstruct): boolean {
  const stack = Stack.of(fn);
  if (resource.stack !== stack) return false;
  const asking = asked.get(fn);
  if (asking !== undefined) return asking.isCircular = true;
  const question = { isCircular: false };
  asked.set(fn, question);
  try {
    const text = JSON.stringify(stack.resolve(resource._toCloudFormation()));
    // The id of the version is a hash of the function with its variables, so whoever names the version asks this again.
    return question.isCircular || fn.node.findAll().filter(CfnResource.isCfnResource)
      .some(({ cfnResourceType, logicalId }) => OWN_TYPES.includes(cfnResourceType) && text.includes(`"${stack.resolve(logicalId)}"`));
  } finally {
    asked.delete(fn);
  }
}
