import { CfnElement, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { elementsOf, stacksOf } from '../../../aspects/synthesis/tree-source';
import { refuse } from '../refuse';

/** What a construct was given that it acts on, by prop; asked for late, since more may be given. */
export type Subjects = () => Readonly<Record<string, readonly IConstruct[]>>;

/** What would have to wait for a stack, and what to do instead. */
export type Remedy = (stack: string) => string;

/** Why a stack waits for another: what refers to what, or the dependency that somebody declared. */
interface Reason {
  readonly stack: Stack;
  readonly says: string;
}

const SAYS = {
  waits: (prop: string, subject: IConstruct, stack: Stack, own: Stack, reason: string, remedy: Remedy) =>
    `${prop}: ${subject.node.path} is in ${stack.node.path}, which is deployed after ${own.node.path} (${reason}), and ${remedy(stack.node.path)}`,
  calls: (stack: string) => `what calls it can only be deployed after it: make this in ${stack}, or in a stack of its own; its alarms may stay where they are`,
};

/**
 * Refuses subjects of a stack that waits for the stack of the construct, which knows them by reference and so would wait for itself.
 *
 * What waits for what is only known when everything is made, Aspects included: then CDK asks each construct what it depends on, and that is when
 * this looks.
 *
 * @param remedy by default for what calls its subjects
 */
export function refuseWaiting(construct: Construct, subjects: Subjects, remedy: Remedy = SAYS.calls): void {
  const asked: IDependable = {};
  Dependable.implement(asked, {
    get dependencyRoots(): IConstruct[] {
      refuse(construct, waitingProblems(construct, subjects, remedy));
      return [];
    },
  });
  // Beside the parts of the construct: repairs ask what those depend on, and that is too early.
  new Construct(construct, 'cdk-rampart.Waiting').node.addDependency(asked);
}

function waitingProblems(construct: IConstruct, subjects: Subjects, remedy: Remedy): string[] {
  const own = whole(construct);
  // A stack is read once, however many subjects it has.
  const known = new Map<Stack, string | undefined>([[own, undefined]]);
  return Object.entries(subjects()).flatMap(([prop, all]) => all.flatMap(subject => {
    const stack = whole(subject);
    if (!known.has(stack)) known.set(stack, reasonFor(stack, own));
    const reason = known.get(stack);
    return reason === undefined ? [] : [SAYS.waits(prop, subject, stack, own, reason, remedy)];
  }));
}

/** The stack that a construct is deployed with: of a nested one the outermost around it. */
function whole(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent === undefined ? stack : whole(stack.nestedStackParent);
}

/** Why a stack waits for another, perhaps over others between them. */
function reasonFor(stack: Stack, other: Stack, seen: Set<Stack> = new Set()): string | undefined {
  seen.add(stack);
  const reasons = reasonsOf(stack);
  const direct = reasons.find(reason => reason.stack === other);
  const over = () => reasons.find(reason => !seen.has(reason.stack) && reasonFor(reason.stack, other, seen) !== undefined);
  return (direct ?? over())?.says;
}

function reasonsOf(stack: Stack): Reason[] {
  const declared = stack.dependencies.map(one => ({ stack: whole(one), says: `${stack.node.path} depends on ${one.node.path}` }));
  const referred = stacksOf(stack).flatMap(elementsOf).flatMap(element => referredBy(element).map(target => (
    { stack: whole(target), says: `${element.node.path} refers to ${target.node.path}` }
  )));
  return [...declared, ...referred].filter(reason => reason.stack !== stack);
}

function referredBy(element: CfnElement): readonly IConstruct[] {
  const noting = new Noting();
  Tokenization.resolve(element._toCloudFormation(), { scope: element, resolver: noting, preparing: true });
  return noting.targets;
}

/** Takes down what tokens refer to. */
class Noting extends DefaultTokenResolver {
  public readonly targets: IConstruct[] = [];

  public constructor() {
    super({ join: (left: unknown, right: unknown) => ({ 'Fn::Join': ['', [left, right]] }) });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.push(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}
