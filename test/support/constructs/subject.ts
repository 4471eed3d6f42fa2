import { Construct, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { Surroundings } from './surroundings';

/** One value of a prop, with what it needs around it. */
export type Way<Value> = (around: Surroundings) => Value;

/** Every prop of a construct, each in every way that matters: plain, a token, imported, of another stack. The first is the plainest. */
export type Ways<Props> = { readonly [Prop in keyof Props]-?: Readonly<Record<string, Way<NonNullable<Props[Prop]>>>> };

/** Which way each prop is given; a prop that is not named is left out. */
export type Choice = Readonly<Record<string, string | undefined>>;

/** A construct of ours as tests need it: everything that can be given to it, and what can be done with it. */
export interface Subject<Props extends object = any, Made extends IConstruct = any> {
  readonly make: (scope: Construct, id: string, props: Props) => Made;
  readonly ways: Ways<Props>;
  /** The ways of the props that are required, or that one of has to be given. */
  readonly required: { readonly [Prop in keyof Props]?: string };
  /** By name: all options that go together. A prop that is named `undefined` is left out, others are given in their first way. */
  readonly everyOption: Readonly<Record<string, { readonly [Prop in keyof Props]?: string }>>;
  /** What is done with it in every case, without which it would not deploy. */
  readonly finish?: (made: Made, around: Surroundings) => void;
  /** What can be done with it; with names that begin with `late` by what only the deployment knows, of which nobody can judge everything. */
  readonly additions: Readonly<Record<string, (made: Made, around: Surroundings) => void>>;
  /** Additions that open something for a reason that they give: what is found about it is accepted for that reason. */
  readonly opens?: readonly string[];
  /** Whether what is chosen is refused: tests of errors look at that. */
  readonly isRefused?: (choice: Choice, additions: readonly string[]) => boolean;
  /** Whether what the construct made lies elsewhere than below it, by the path. */
  readonly madeBeside?: RegExp;
}

/** One case of a subject. */
export interface Combination {
  readonly choice: Choice;
  readonly additions: readonly string[];
}

/** Keeps what the type says of props and of what is made, where the subject is written. */
export function subject<Props extends object, Made extends IConstruct>(one: Subject<Props, Made>): Subject<Props, Made> {
  return one;
}

export function requiredOnly({ required }: Subject): Combination {
  return { choice: required as Choice, additions: [] };
}

/** By name: all options that go together, with everything that can be done. */
export function everyOption(of: Subject): Readonly<Record<string, Combination>> {
  const first = Object.fromEntries(Object.entries(of.ways).map(([prop, ways]) => [prop, Object.keys(ways as object)[0]]));
  return Object.fromEntries(Object.entries(of.everyOption).map(([name, others]) => {
    const choice = { ...first, ...others } as Choice;
    return [name, { choice, additions: Object.keys(of.additions).filter(addition => !addition.startsWith('late') && !of.opens?.includes(addition) && of.isRefused?.(choice, [addition]) !== true) }];
  }));
}

/** Every single way of every prop, beside what is required. */
export function eachWay(of: Subject): Combination[] {
  const ways = Object.entries(of.ways).flatMap(([prop, all]) => Object.keys(all as object).map(way => ({ ...of.required, [prop]: way }) as Choice));
  const alone = Object.keys(of.additions).map(addition => ({ choice: of.required as Choice, additions: [addition] }));
  return [...ways.map(choice => ({ choice, additions: [] })), ...alone]
    .filter(({ choice, additions }) => of.isRefused?.(choice, additions) !== true);
}

/** Any options and additions that are not refused together. */
export function combinationsOf(of: Subject): fc.Arbitrary<Combination> {
  const given = Object.entries(of.ways).map(([prop, ways]) => fc.tuple(fc.constant(prop), fc.constantFrom(...Object.keys(ways as object))));
  const some = fc.uniqueArray(fc.oneof(...given), { maxLength: 7, selector: ([prop]) => prop });
  const choice = some.map(chosen => ({ ...of.required, ...Object.fromEntries(chosen) }) as Choice);
  const names = Object.keys(of.additions);
  const additions = names.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...names), { maxLength: 4 });
  return fc.record({ choice, additions }).filter(one => of.isRefused?.(one.choice, one.additions) !== true);
}

/** Makes a subject. */
export function built(of: Subject, around: Surroundings, id: string, { choice, additions }: Combination): IConstruct {
  const ways = of.ways as Readonly<Record<string, Readonly<Record<string, Way<unknown>>>>>;
  const props = Object.fromEntries(Object.entries(choice).flatMap(([prop, way]) => (way === undefined ? [] : [[prop, ways[prop][way](around)]])));
  const made = of.make(around.stack, id, props);
  of.finish?.(made, around);
  for (const addition of additions) of.additions[addition](made, around);
  return made;
}
