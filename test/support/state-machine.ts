import { createRequire } from 'node:module';
import { Template } from 'aws-cdk-lib/assertions';

/** The interpreter's types are those of an ES module only, though it has a CommonJS build. */
interface Interpreter {
  readonly StateMachine: new (definition: object, options: object) => { run(input: unknown, options: object): { readonly result: Promise<unknown> } };
}
const { StateMachine } = createRequire(__filename)('aws-local-stepfunctions') as Interpreter;

// The interpreter calls what Node.js has from version 22 on.
const promises = Promise as { withResolvers?: () => object };
promises.withResolvers ??= () => {
  const settle: { resolve?: unknown; reject?: unknown } = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { promise, ...settle };
};

/** One call that a state machine made. */
export interface RecordedCall {
  readonly state: string;
  readonly action: string;
  readonly input: any;
}

/** What a run of a state machine came to. */
export interface Run {
  readonly calls: readonly RecordedCall[];
  /** The names of the calls, in their order. */
  readonly actions: readonly string[];
  readonly result?: unknown;
  readonly error?: Error;
}

/** Answers a call: gives what the service would, or throws what it would. */
export type Answers = Readonly<Record<string, (input: any) => unknown>>;

/** An error as a service names it. */
export function serviceError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** Runs the definition of the one state machine whose logical id begins so: calls are recorded and answered, waits and pauses take no time. */
export async function run(template: Template, logicalId: RegExp, answers: Answers, input: unknown = {}): Promise<Run> {
  const definition = definitionOf(template, logicalId);
  const tasks = tasksIn(definition);
  const calls: RecordedCall[] = [];
  const overrides = {
    taskResourceLocalHandlers: Object.fromEntries(tasks.map(({ name, action }) => [name, async (given: unknown) => {
      calls.push({ state: name, action, input: given });
      return answers[action]?.(given) ?? {};
    }])),
    waitTimeOverrides: Object.fromEntries(statesIn(definition).filter(([, { Type }]) => Type === 'Wait').map(([name]) => [name, 0])),
    retryIntervalOverrides: Object.fromEntries(tasks.map(({ name }) => [name, 0])),
  };
  const machine = new StateMachine(definition, { validationOptions: { checkArn: false } });
  const ended = (rest: Partial<Run>): Run => ({ calls, actions: calls.map(({ action }) => action), ...rest });
  try {
    return ended({ result: await machine.run(input, { overrides }).result });
  } catch (error) {
    return ended({ error: error as Error });
  }
}

/** The definition as it is deployed, with a text of its own for everything that only the deployment knows. */
export function definitionOf(template: Template, logicalId: RegExp): any {
  const [, machine] = Object.entries(template.findResources('AWS::StepFunctions::StateMachine')).find(([id]) => logicalId.test(id))!;
  const text: string | { 'Fn::Join': [string, unknown[]] } = machine.Properties.DefinitionString;
  return JSON.parse(typeof text === 'string' ? text : text['Fn::Join'][1].map(part => (typeof part === 'string' ? part : nameOf(part))).join(''));
}

/** A reference as a text: `Ref` by its id, an attribute as `id.attribute`. */
function nameOf(reference: unknown): string {
  const [[kind, target]] = Object.entries(reference as object);
  if (kind === 'Ref') return target === 'AWS::Partition' ? 'aws' : target;
  if (kind === 'Fn::GetAtt') return target.join('.');
  return JSON.stringify(reference).replace(/["\\]/g, '');
}

function statesIn(definition: any): [string, any][] {
  return Object.entries<any>(definition.States).flatMap(([name, state]) => [
    [name, state] as [string, any], ...state.ItemProcessor === undefined ? [] : statesIn(state.ItemProcessor),
  ]);
}

function tasksIn(definition: any): { readonly name: string; readonly action: string }[] {
  return statesIn(definition).filter(([, { Type }]) => Type === 'Task')
    .map(([name, { Resource }]) => ({ name, action: String(Resource).replace(/^arn:[^:]*:states:::(aws-sdk:)?/, '') }));
}
