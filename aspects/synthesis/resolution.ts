import {
  CfnElement, CfnResource, IPostProcessor, IResolvable, IResolveContext, Reference, ResolveChangeContextOptions, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';

/** An element of a stack as it renders: section of the template → what stands there under the element's logical id. */
export interface RenderedElement {
  readonly section: string;
  /** The logical id; a construct tree works it out from the path, which costs. */
  readonly logicalId: () => string;
  readonly definition: Json;
}

/**
 * Renders an element with its references kept as references: in the tree a reference to another stack would render as a
 * bare logical id of that stack.
 *
 * @returns nothing where it cannot be rendered: that fails the synthesis, with a message of the CDK's own
 */
export function rendered(element: CfnElement): RenderedElement[] {
  try {
    const sections = (element as unknown as { _toCloudFormation(): object })._toCloudFormation();
    return Object.entries(sections).flatMap(([section, entries]) => Object.entries(entries as object).flatMap(([id, entry]) => {
      const definition = new Resolution(element.stack, [section, id]).resolve(entry) as Json;
      return definition === undefined ? [] : [{ section, logicalId: () => String(element.stack.resolve(id)), definition }];
    }));
  } catch {
    return [];
  }
}

/** More than this deep, an object holds itself. The CDK draws the same line. */
const DEEPEST = 200;

/** How the CDK writes a token for a number: no other number is as large. */
const LEAST_TOKEN = 1e287;
const NUMBER_IN_TEXT = 'e+289';

/**
 * Works out the tokens in a value as the CDK does.
 *
 * The CDK's own way does more than is needed here: a context for each value, a hint of the type of each, checks of each
 * argument. That takes a third more, and rendering is most of what a remediation costs. A test holds both equal.
 */
class Resolution implements IResolveContext {
  public readonly preparing = false;
  private postProcessor?: IPostProcessor;
  private keepsEmpty = false;

  public constructor(public readonly scope: IConstruct, public readonly documentPath: string[]) {}

  public registerPostProcessor(postProcessor: IPostProcessor): void {
    this.postProcessor = postProcessor;
  }

  public resolve(value: unknown, { removeEmpty }: ResolveChangeContextOptions = {}): any {
    if (removeEmpty === undefined) return this.value(value);
    const before = this.keepsEmpty;
    this.keepsEmpty = !removeEmpty;
    try {
      return this.value(value);
    } finally {
      this.keepsEmpty = before;
    }
  }

  private value(value: unknown): unknown {
    switch (typeof value) {
      case 'string': return value.includes('Token[') || value.includes(NUMBER_IN_TEXT) ? this.text(value) : value;
      case 'number': return Math.abs(value) < LEAST_TOKEN ? value : this.number(value);
      case 'function': throw new Error('a function is no value of a template');
      case 'object':
        if (value === null || value instanceof Date) return value;
        if (Array.isArray(value)) return this.list(value);
        return Tokenization.isResolvable(value) ? this.token(value as IResolvable) : this.map(value);
      default: return value;
    }
  }

  private token(token: IResolvable): unknown {
    // A parameter is an element too; only resources are looked up by path.
    if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) {
      return { [TREE_REFERENCE]: [token.target.node.path, token.displayName] };
    }
    const around = this.postProcessor;
    this.postProcessor = undefined;
    try {
      const resolved = this.value(token.resolve(this));
      const own = this.postProcessor as IPostProcessor | undefined;
      return own === undefined ? resolved : own.postProcess(resolved, this);
    } finally {
      this.postProcessor = around; // a token around may catch what one in it throws
    }
  }

  private number(number: number): unknown {
    const token = Tokenization.reverseNumber(number);
    return token === undefined ? number : this.value(token);
  }

  private text(text: string): unknown {
    const fragments = Tokenization.reverseString(text);
    const [first] = fragments.tokens;
    if (first === undefined) return text;
    if (fragments.length === 1) return this.value(first);
    return fragments.mapTokens({ mapToken: token => this.value(token) }).join(JOIN);
  }

  private list(list: readonly unknown[]): unknown {
    if (list.some(isListToken)) return this.value(Tokenization.reverseList(list as string[]) ?? impossible('a list token with other elements'));
    const resolved: unknown[] = [];
    list.forEach((element, index) => {
      const value = this.below(String(index), element);
      if (value !== undefined || this.keepsEmpty) resolved.push(value);
    });
    return resolved;
  }

  private map(map: object): unknown {
    if ('_children' in map && '_metadata' in map) throw new Error('a construct is no value of a template');
    const resolved: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(map)) {
      const value = this.below(key, entry);
      if (value !== undefined || this.keepsEmpty) resolved[this.key(key)] = value;
    }
    return resolved;
  }

  private key(key: string): string {
    const resolved = this.value(key);
    return typeof resolved === 'string' ? resolved : impossible(`the key ${key} is no text`);
  }

  private below(name: string, value: unknown): unknown {
    if (this.documentPath.length > DEEPEST) throw new Error('an object holds itself');
    this.documentPath.push(name);
    try {
      return this.value(value);
    } finally {
      this.documentPath.pop();
    }
  }
}

/** Whether an element of a list stands for a list that is a token. */
function isListToken(element: unknown): boolean {
  return typeof element === 'string' && element.includes('#{Token[');
}

function impossible(why: string): never {
  throw new Error(why);
}

const JOIN = {
  join: (left: unknown, right: unknown) => {
    if (left === undefined) return right;
    if (right === undefined) return left;
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    // As a synthesis writes it: one list, however many parts.
    return { 'Fn::Join': ['', [...partsOf(left), ...partsOf(right)]] };
  },
};

/** The parts of a text that was joined here already. */
function partsOf(text: unknown): readonly unknown[] {
  const join = isObject(text) ? text['Fn::Join'] as unknown : undefined;
  return Array.isArray(join) && join[0] === '' && Array.isArray(join[1]) ? join[1] : [text];
}
