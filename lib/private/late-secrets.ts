import {
  CfnElement, CfnMapping, CfnParameter, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization,
} from 'aws-cdk-lib';
import { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { branchesOf, renderedEnvironments } from './rendered';
import { DYNAMIC_REFERENCE, literalIn, secretAt } from './secret-in-environment';
import { FACTS_VARIABLE } from '../../runtime/contract';

/** A logical id, and the attribute or key of it that is taken; `Ref` for what it stands for. */
type Pointer = readonly [id: string, attribute: string];

/** Stands for what only the deployment knows, as for `literalSecretIn`. */
const OPEN = '\uE000';

/**
 * The secrets that the variables of a function hold in its finished template: within intrinsic functions, JSON texts and values
 * that are settled at synthesis only, in the open and behind references, and however they came to the function: by a prop, `addEnvironment` on
 * the function behind, its resource, or an override.
 *
 * What the deployment puts together is not seen: values of parameters, macros and transforms, what a template includes, and tokens of another
 * stack within an override.
 *
 * @returns by the name of the variable, a few words that name the secret without its value
 */
export function lateSecrets(fn: IFunction): ReadonlyMap<string, string> {
  const cfn = fn.node.defaultChild as CfnFunction;
  const noted = new References();
  Tokenization.resolve(cfn.environment, { scope: fn, resolver: noted, preparing: false });
  const found = new Map<string, string>();
  for (const [name, value] of renderedEnvironments(cfn).flatMap(variables => Object.entries(variables))) {
    // What Rampart writes itself are names and ARNs, whatever they are made of.
    if (name === FACTS_VARIABLE) continue;
    const secret = dynamicIn(value) ?? noted.secrets.get(name) ?? openIn(name, value) ?? secretPointedTo(fn, name, value, noted.seen);
    if (secret !== undefined) found.set(name, secret);
  }
  return found;
}

/** The variable at a place of the environment: below `Variables`, and below what the deployment chooses from. */
function variableAt(path: readonly string[]): string | undefined {
  return path.filter(part => !/^(?:Fn::If|\d+)$/.test(part))[1];
}

/** A secret in the open, in whatever the value may become. */
function openIn(name: string, value: unknown): string | undefined {
  return branchesOf(value).map(branch => literalIn(name, textOf(branch))).find(Boolean);
}

/** Takes down what the tokens of each variable refer to, also in other stacks, of which the template has an import only. */
class References extends DefaultTokenResolver {
  /** By variable. */
  public readonly secrets = new Map<unknown, string>();
  /** The logical ids that need no second look. */
  public readonly seen = new Set<unknown>();

  public constructor() {
    super({ join: (left: unknown, right: unknown) => ({ 'Fn::Join': ['', [left, right]] }) });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      const { target, displayName } = token;
      const secret = secretAt(target, displayName);
      if (secret !== undefined) this.secrets.set(variableAt(context.documentPath), secret);
      if (CfnElement.isCfnElement(target)) this.seen.add(target.stack.resolve(target.logicalId));
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

function dynamicIn(value: unknown): string | undefined {
  const holdsOne = DYNAMIC_REFERENCE.test(textOf(value)) || partsOf(value).some(part => dynamicIn(part) !== undefined);
  return holdsOne ? 'the value of a secret (a dynamic reference)' : undefined;
}

/** What an intrinsic function makes, as far as its arguments say. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': sub } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(textOf).join(String(join[0]));
  if (sub === undefined) return OPEN;
  const [text, variables = {}] = [sub].flat() as [string, Record<string, unknown>?];
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => textOf(variables[name]));
}

function partsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** The secret of a resource, parameter or mapping that is named by its logical id, as in `Fn.sub` and `toJsonString`. */
function secretPointedTo(fn: IFunction, name: string, value: unknown, seen: ReadonlySet<unknown>): string | undefined {
  const pointers = pointersIn(value).filter(([id]) => !id.startsWith('AWS::'));
  const whole = branchesOf(value).flatMap(pointersOf).map(([id]) => id);
  if (pointers.length === 0) return undefined;
  const stack = Stack.of(fn);
  for (const element of stack.node.findAll()) {
    if (!CfnElement.isCfnElement(element) || element.stack !== stack) continue;
    const id: unknown = stack.resolve(element.logicalId);
    const named = pointers.filter(([pointed]) => pointed === id);
    // What is a part of the value only has to say itself that it is a secret: the name is about the whole.
    const meant = whole.includes(id as string) ? name : '';
    const secrets = named.map(([, attribute]) => (seen.has(id) ? undefined : secretAt(element, attribute)) ?? heldIn(element, meant, attribute));
    const secret = secrets.find(Boolean);
    if (secret !== undefined) return secret;
  }
  return undefined;
}

/** A secret that a mapping, or the default of a parameter, holds in the open. */
function heldIn(element: CfnElement, name: string, key: string): string | undefined {
  if (element instanceof CfnParameter) {
    const secret = literalIn(name, element.stack.resolve(element.default));
    return secret && `${secret}, the default of the parameter ${element.node.path}`;
  }
  if (!(element instanceof CfnMapping)) return undefined;
  const { Mappings } = element.stack.resolve(element._toCloudFormation()) as { Mappings?: Record<string, Record<string, Record<string, unknown>>> };
  const rows = Object.values(Mappings ?? {}).flatMap(mapping => Object.values(mapping));
  const secret = rows.flatMap(row => (key in row ? [row[key]] : Object.values(row))).map(value => literalIn(name, value)).find(Boolean);
  return secret && `${secret}, of the mapping ${element.node.path}`;
}

/** What a value names, however deep. */
function pointersIn(value: unknown): Pointer[] {
  const { 'Fn::Sub': sub } = (value ?? {}) as Record<string, unknown>;
  const inText = sub === undefined ? [] : [...String([sub].flat()[0]).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => pointer(name));
  return [...pointersOf(value), ...inText, ...partsOf(value).flatMap(pointersIn)];
}

/** What a value names as a whole. */
function pointersOf(value: unknown): Pointer[] {
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::FindInMap': mapped } = (value ?? {}) as Record<string, unknown>;
  const named = [ref ?? [], Array.isArray(attribute) ? attribute.join('.') : attribute ?? []].flat() as string[];
  return [...named.map(pointer), ...Array.isArray(mapped) ? [[String(mapped[0]), String(mapped[2])] as const] : []];
}

function pointer(name: string): Pointer {
  return [name.split('.')[0], name.split('.').slice(1).join('.') || 'Ref'];
}
