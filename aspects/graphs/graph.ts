import type { Resource } from '../model/resource';
import type { Value } from '../model/value';

/** Something that starts, is started, or holds what is written: a resource, or the event bus that every account has. */
export interface TriggerNode {
  /** Unique in the application. */
  readonly id: string;
  /** The CloudFormation type. */
  readonly type: string;
  /** How messages name it. */
  readonly name: string;
  /** Nothing for the default event bus, which no template declares. */
  readonly resource?: Resource;
}

/** What an event must be like to take an edge; what is not set does not narrow. */
export interface Narrowing {
  /** Event names of S3 notifications: `s3:ObjectCreated:*`. */
  readonly events?: readonly Value[];
  /** What the object's key must begin with. */
  readonly prefix?: Value;
  /** What the object's key must end with. */
  readonly suffix?: Value;
  /** An EventBridge event pattern. */
  readonly pattern?: Value;
  /** A filter policy of a subscription, the filters of an event source mapping or pipe, a filter pattern of logs. */
  readonly filter?: Value;
}

/** An event on one node starts another. */
export interface Starts {
  readonly kind: 'starts';
  readonly from: TriggerNode;
  readonly to: TriggerNode;
  /** Who calls, as the service principal's first word: `s3`, `events`, `sqs`. */
  readonly service: string;
  readonly narrows: Narrowing;
  /** The resource that declares it. */
  readonly declaredBy: Resource;
  /** The property of that resource. */
  readonly property: string;
  /** Whether the caller hands the event over and goes on; only then do a function's own destinations and dead-letter queue apply. */
  readonly asynchronous: boolean;
  /** Set where the edge is what becomes of an invocation: a destination, a dead-letter queue. */
  readonly outcome?: 'success' | 'failure';
  readonly certain: boolean;
  /** Why it is not certain. */
  readonly doubt?: string;
}

/** One action that a writer may do. */
export interface Write {
  /** In lower case: `s3:putobject`. */
  readonly action: string;
  /** The object keys that may be written, as an IAM pattern. */
  readonly key?: string;
  /** Keys that a statement takes away again. */
  readonly deniedKeys?: readonly string[];
  /** The event sources and detail types that may be put, where a condition or a definition says so. */
  readonly sources?: readonly string[];
  readonly detailTypes?: readonly string[];
  /** Why it is not certain that the write can be done, or that it is meant. */
  readonly doubt?: string;
}

/** A function or a state machine may write to a node. */
export interface Writes {
  readonly kind: 'writes';
  readonly from: TriggerNode;
  readonly to: TriggerNode;
  readonly writes: readonly Write[];
  /** The policy, role, state machine or pipe that says so. */
  readonly declaredBy: Resource;
  readonly property: string;
  readonly certain: boolean;
  readonly doubt?: string;
}

/** An edge of the trigger graph. */
export type Edge = Starts | Writes;

/** Who starts whom, and who may write where, in a whole application. */
export class TriggerGraph {
  private readonly outgoing = new Map<string, Edge[]>();
  private readonly incoming = new Map<string, Edge[]>();
  private readonly all: Edge[] = [];

  public get edges(): readonly Edge[] {
    return this.all;
  }

  /** The edges that leave a node. */
  public from(id: string): readonly Edge[] {
    return this.outgoing.get(id) ?? [];
  }

  /** The edges that lead to a node. */
  public into(id: string): readonly Edge[] {
    return this.incoming.get(id) ?? [];
  }

  /** What starts a resource. */
  public starters(resource: Resource): readonly Starts[] {
    return this.into(resource.id).filter((edge): edge is Starts => edge.kind === 'starts');
  }

  public add(edge: Edge): void {
    this.all.push(edge);
    push(this.outgoing, edge.from.id, edge);
    push(this.incoming, edge.to.id, edge);
  }

  /**
   * The nodes from which a node can be reached, the nearest first.
   *
   * @param limit how many to name at most
   */
  public upstream(id: string, limit: number): readonly TriggerNode[] {
    const seen = new Map<string, TriggerNode>();
    const waiting = [id];
    for (let place = 0; place < waiting.length && seen.size < limit; place += 1) {
      for (const { from } of this.into(waiting[place])) {
        if (seen.has(from.id)) continue;
        seen.set(from.id, from);
        waiting.push(from.id);
      }
    }
    return [...seen.values()];
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value); else map.set(key, [value]);
}
