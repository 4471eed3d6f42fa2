import { CfnElement, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { DYNAMIC_REFERENCE, secretAt } from './secret-in-environment';
import { FACTS_VARIABLE } from '../../runtime/contract';

/** Stands for what only the deployment knows. */
const OPEN = '\uE000';

/**
 * The secrets that the variables of a function hold in its finished template: within intrinsic functions, JSON texts and values
 * that are settled at synthesis only, and however they came to the function.
 *
 * @returns by the name of the variable, a few words that name the secret without its value
 */
export function lateSecrets(fn: IFunction): ReadonlyMap<string, string> {
  const { environment } = fn.node.defaultChild as CfnFunction;
  const noted = new References();
  const resolved = Tokenization.resolve(environment, { scope: fn, resolver: noted, preparing: false }) as { variables?: object } | undefined;
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(resolved?.variables ?? {})) {
    // What Rampart writes itself are names and ARNs, whatever they are made of.
    const secret = name === FACTS_VARIABLE ? undefined : dynamicIn(value) ?? noted.secrets.get(name) ?? secretPointedTo(fn, value, noted.seen);
    if (secret !== undefined) found.set(name, secret);
  }
  return found;
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
      // The path is `variables`, the name, and what is within.
      if (secret !== undefined) this.secrets.set(context.documentPath[1], secret);
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

/** The secret of a resource or parameter that is named by its logical id, as in `Fn.sub` and `toJsonString`. */
function secretPointedTo(fn: IFunction, value: unknown, seen: ReadonlySet<unknown>): string | undefined {
  const pointers = pointersIn(value).filter(([id]) => !seen.has(id) && !id.startsWith('AWS::'));
  if (pointers.length === 0) return undefined;
  const stack = Stack.of(fn);
  for (const element of stack.node.findAll()) {
    if (!CfnElement.isCfnElement(element) || element.stack !== stack) continue;
    const id: unknown = stack.resolve(element.logicalId);
    const secret = pointers.filter(([pointed]) => pointed === id).map(([, attribute]) => secretAt(element, attribute)).find(Boolean);
    if (secret !== undefined) return secret;
  }
  return undefined;
}

/** The logical ids that a value names, each with the attribute of it that is taken. */
function pointersIn(value: unknown): [id: string, attribute: string][] {
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = (value ?? {}) as Record<string, unknown>;
  const inText = sub === undefined ? [] : [...String([sub].flat()[0]).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name);
  const named = [ref ?? [], Array.isArray(attribute) ? attribute.join('.') : attribute ?? [], inText].flat() as string[];
  return [
    ...named.map((name): [string, string] => [name.split('.')[0], name.split('.').slice(1).join('.') || 'Ref']),
    ...partsOf(value).flatMap(pointersIn),
  ];
}
