import { serviceOfType, worded } from './arn';
import { callsIn, definitionOf, TaskCall } from './definition';
import { TriggerGraph, TriggerNode, Write } from './graph';
import { DEFAULT_BUS, RoleWriters, RoleWrites, roleOfWriter, Target } from './writes';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import type { Template } from '../model/template';
import { entryOf, isMap, Value, valuesOf } from '../model/value';
import { bucketNamed, bucketNotifications } from './starts/buckets';
import { busOf } from './starts/buses';
import { apis, callers, permissions } from './starts/callers';
import { eventRules, pipes, schedules } from './starts/events';
import { eventSourceMappings, logSubscriptions, outcomes, redrives, subscriptions } from './starts/messages';
import { Start, Starters, targetOf } from './starts/start';

const STARTERS: readonly Starters[] = [
  bucketNotifications, eventSourceMappings, subscriptions, eventRules, schedules, pipes, redrives, outcomes, logSubscriptions, apis, callers,
];

/** So many of the nodes that lead to a writer are asked whether its wide grants reach them. */
const NEAR = 100;

/** Who starts whom in the whole application: `app.once(starts)`. It reads no policy, so it costs far less than `triggers`. */
export function starts(app: AppModel): TriggerGraph {
  return new Builder(app).starts();
}

/** Who starts whom, and who may write where, in the whole application: `app.once(triggers)`. */
export function triggers(app: AppModel): TriggerGraph {
  return new Builder(app, app.once(starts)).build();
}

class Builder {
  private readonly graph = new TriggerGraph();
  private readonly nodes = new Map<string, TriggerNode>();
  private roleWriters?: RoleWriters;
  private startingServices?: ReadonlySet<string | undefined>;

  public constructor(private readonly app: AppModel, known?: TriggerGraph) {
    for (const edge of known?.edges ?? []) {
      for (const node of [edge.from, edge.to]) this.nodes.set(node.id, node);
      this.graph.add(edge);
    }
  }

  public starts(): TriggerGraph {
    for (const starters of STARTERS) for (const start of starters(this.app)) this.start(start);
    const declared = (from: Resource, to: Resource): boolean => this.graph.from(from.id).some(edge => edge.to.id === to.id);
    for (const start of permissions(this.app, declared)) this.start(start);
    return this.graph;
  }

  public build(): TriggerGraph {
    this.logs();
    const machines = this.app.ofType('AWS::StepFunctions::StateMachine').map(machine => ({ writer: machine, calls: this.calls(machine) }));
    const writers = [...this.app.ofType('AWS::Lambda::Function').map(writer => ({ writer, calls: undefined })), ...machines];
    for (const { writer, calls } of writers) this.named(writer, calls);
    const wide = writers.flatMap(({ writer, calls }) => this.wide(writer, calls));
    for (const { writer, target, writes, declaredBy, property } of wide) this.write(writer, target, writes, declaredBy, property);
    return this.graph;
  }

  private get writers(): RoleWriters {
    return this.roleWriters ??= new RoleWriters(this.app);
  }

  private start({ from, to, service, declaredBy, property, narrows = {}, asynchronous = false, outcome, doubt }: Start): void {
    this.graph.add({
      kind: 'starts',
      from: this.node(from ?? DEFAULT_BUS, declaredBy),
      to: this.node(to ?? DEFAULT_BUS, declaredBy),
      service,
      narrows,
      declaredBy,
      property,
      asynchronous,
      certain: doubt === undefined,
      ...(outcome === undefined ? {} : { outcome }),
      ...(doubt === undefined ? {} : { doubt }),
    });
  }

  private write(writer: Resource, target: Target, writes: readonly Write[], declaredBy: Resource, property: string): void {
    const doubt = writes.every(write => write.doubt !== undefined) ? writes[0].doubt : undefined;
    this.graph.add({
      kind: 'writes',
      from: this.node(writer, writer),
      to: this.node(target, writer),
      writes,
      declaredBy,
      property,
      certain: doubt === undefined,
      ...(doubt === undefined ? {} : { doubt }),
    });
  }

  /** What a role may write to by statements that name it; of a state machine, as far as its definition leaves it open. */
  private named(writer: Resource, calls: OpenCalls): void {
    const role = roleOfWriter(writer, this.app);
    if (role === undefined) return;
    for (const { target, writes, declaredBy, property } of this.writers.named(role)) {
      const meant = writes.filter(write => isCalled(write, calls));
      if (meant.length > 0) this.write(writer, target, meant, declaredBy, property);
    }
  }

  /**
   * What a statement reaches besides other things (`Resource: '*'`) matters only where it leads back: to what this
   * writer is started by, or to the writer itself. Everything else would be a guess, and would grow with the square of the application.
   */
  private wide(writer: Resource, calls: OpenCalls): readonly (RoleWrites & { readonly writer: Resource })[] {
    const role = roleOfWriter(writer, this.app);
    if (role === undefined) return [];
    const own = serviceOfType(writer.type);
    const services = [...this.writers.wideServices(role)].filter(service => service === own || this.starting().has(service));
    if (services.length === 0) return [];
    const written = new Set(this.graph.from(writer.id).filter(({ kind }) => kind === 'writes').map(({ to }) => to.id));
    return [...new Set([this.node(writer, writer), ...this.graph.upstream(writer.id, NEAR)])]
      .filter(node => !written.has(node.id) && services.includes(serviceOfType(node.type) ?? ''))
      .flatMap(node => {
        const found = this.writers.to(role, node.resource ?? DEFAULT_BUS);
        const meant = found?.writes.filter(write => isCalled(write, calls)) ?? [];
        return found && meant.length > 0 ? [{ ...found, writes: meant, writer }] : [];
      });
  }

  /** The services of what starts something: what is written elsewhere leads nowhere. */
  private starting(): ReadonlySet<string | undefined> {
    const starting = (node: TriggerNode): boolean => this.graph.from(node.id).length > 0;
    this.startingServices ??= new Set([...this.nodes.values()].filter(starting).map(({ type }) => serviceOfType(type)));
    return this.startingServices;
  }

  /** What the definition of a state machine calls; returns the actions whose target it leaves open, nothing where it cannot be read. */
  private calls(machine: Resource): OpenCalls {
    const definition = definitionOf(machine);
    if (!isMap(definition)) return undefined;
    const open = new Set<string>();
    const property = machine.get('Definition') === undefined ? 'DefinitionString' : 'Definition';
    for (const call of callsIn(definition)) {
      const targets = this.targetsOf(call);
      if (targets.length === 0) open.add(call.action);
      for (const target of targets) this.write(machine, target.target, [{ action: call.action, ...target.put }], machine, property);
    }
    return open;
  }

  private targetsOf({ action, parameters, resource }: TaskCall): readonly { readonly target: Target; readonly put: Partial<Write> }[] {
    const one = (found: Resource | undefined, put: Partial<Write> = {}) => (found === undefined ? [] : [{ target: found, put }]);
    if (resource !== undefined) return one(targetOf(resource, this.app));
    if (action === 'events:putevents') return this.entries(entryOf(parameters, 'Entries'));
    if (action.startsWith('s3:')) {
      const key = entryOf(parameters, 'Key');
      return one(bucketNamed(entryOf(parameters, 'Bucket'), this.app), { key: worded(dynamic(key) ? undefined : key) ?? '*' });
    }
    for (const name of ['FunctionName', 'StateMachineArn', 'QueueUrl', 'TopicArn', 'TargetArn', 'TableName', 'StreamName', 'StreamArn', 'StreamARN']) {
      const value = entryOf(parameters, name);
      const found = value === undefined ? undefined : targetOf(value, this.app);
      if (found !== undefined) return one(found);
    }
    return [];
  }

  /** The buses that `events:PutEvents` is called for, with what is put on them. */
  private entries(entries: Value): readonly { readonly target: Target; readonly put: Partial<Write> }[] {
    return valuesOf(entries).flatMap(entry => {
      const bus = busOf(entryOf(entry, 'EventBusName'), this.app);
      const [source, detailType] = [entryOf(entry, 'Source'), entryOf(entry, 'DetailType')];
      const put = {
        ...(typeof source === 'string' && !dynamic(source) ? { sources: [source] } : {}),
        ...(typeof detailType === 'string' && !dynamic(detailType) ? { detailTypes: [detailType] } : {}),
      };
      return bus === 'elsewhere' ? [] : [{ target: bus ?? DEFAULT_BUS, put }];
    });
  }

  /** A function writes to its own log group with every line. */
  private logs(): void {
    for (const group of this.app.ofType('AWS::Logs::LogGroup')) {
      if (this.graph.from(group.id).length === 0) continue;
      const name = worded(group.get('LogGroupName'));
      for (const writer of this.app.ofType('AWS::Lambda::Function')) {
        const configured = this.app.resourceOf(writer.get('LoggingConfig.LogGroup'));
        const ownName = [writer.get('FunctionName'), writer.template.evaluate({ Ref: writer.logicalId })].some(own => own !== undefined && `/aws/lambda/${worded(own)}` === name);
        if (configured === group || (configured === undefined && ownName)) this.write(writer, group, [{ action: 'logs:putlogevents' }], writer, 'LoggingConfig');
      }
    }
  }

  private node(target: Target, beside: Resource): TriggerNode {
    const id = target === DEFAULT_BUS ? `${DEFAULT_BUS} of ${stageOf(beside.template)}` : target.id;
    const known = this.nodes.get(id);
    if (known) return known;
    const node = target === DEFAULT_BUS
      ? { id, type: 'AWS::Events::EventBus', name: `the ${DEFAULT_BUS}` }
      : { id, type: target.type, name: target.writtenId, resource: target };
    this.nodes.set(id, node);
    return node;
  }
}

/** The actions of a state machine whose targets its definition leaves open; nothing where everything is. */
type OpenCalls = ReadonlySet<string> | undefined;

function isCalled(write: Write, calls: OpenCalls): boolean {
  return calls === undefined || calls.has(write.action);
}

/** A JSONata expression: only the execution knows its value. */
function dynamic(value: Value): boolean {
  return typeof value === 'string' && value.startsWith('{%');
}

/** The Stage that a template belongs to: each is deployed by itself, with a default bus of its own. */
export function stageOf(template: Template): string {
  const parent = template.nestedStack?.template;
  return parent ? stageOf(parent) : (template.stackPath ?? '').split('/').slice(0, -1).join('/');
}
