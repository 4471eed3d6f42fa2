import { Acknowledgement, ACKNOWLEDGEMENT_METADATA, isSameId, NAMESPACE } from '../engine/acknowledgements';
import { sourceFinder } from '../engine/source-line';
import { pathsUpFrom } from '../model/construct-path';
import { isObject, Json, JsonObject, listOf } from '../model/json';

/** The metadata in which CDK keeps what users accept: rule → reason. The rules of all tools stand in it, each with a prefix. */
const CDK_ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** What an assembly says about its constructs: who made them, what they rendered, which findings were accepted on them. */
export class ConstructMetadata {
  private readonly entries = new Map<string, JsonObject[]>();
  private readonly stacks = new Set<string>();
  private logicalIds?: Map<string, Map<string, string>>;

  /** Adds a part of the metadata: construct paths, with a leading slash, and their entries. */
  public add(metadata: Json): void {
    if (!isObject(metadata)) return;
    for (const [path, entries] of Object.entries(metadata)) {
      const key = path.replace(/^\//, '');
      this.entries.set(key, [...this.entries.get(key) ?? [], ...listOf<Json>(entries as Json).filter(isObject)]);
    }
  }

  /** Says that a construct is a stack, nested ones included. */
  public addStack(path: string): void {
    this.stacks.add(path);
    this.logicalIds = undefined;
  }

  /** The construct path of a stack, by the file that holds its template. */
  public stackOf(templateFile: string): string | undefined {
    for (const [path, entries] of this.entries) {
      if (entries.some(entry => entry.type === 'aws:cdk:templateFile' && entry.data === templateFile)) return path;
    }
    return undefined;
  }

  /** The construct that rendered an element of a stack. Nested stacks may use the same logical ids. */
  public constructOf(stackPath: string, logicalId: string): string | undefined {
    if (this.logicalIds === undefined) {
      this.logicalIds = new Map();
      for (const [path, entries] of this.entries) {
        const id = entries.find(entry => entry.type === 'aws:cdk:logicalId')?.data;
        const stack = pathsUpFrom(path).find(ancestor => this.stacks.has(ancestor));
        if (typeof id !== 'string' || stack === undefined) continue;
        this.logicalIds.set(stack, (this.logicalIds.get(stack) ?? new Map<string, string>()).set(id, path));
      }
    }
    return this.logicalIds.get(stackPath)?.get(logicalId);
  }

  /** What users accepted on constructs. Where both forms say the same, ours stays, because it may hold a date. */
  public acknowledgements(): Acknowledgement[] {
    return [...this.entries].flatMap(([constructPath, entries]) => {
      const ours = entries.filter(entry => entry.type === ACKNOWLEDGEMENT_METADATA).map(({ data }) => acknowledgement(data));
      const theirs = entries.filter(entry => entry.type === CDK_ACKNOWLEDGED).flatMap(({ data }) => (isObject(data) ? Object.entries(data) : []))
        .filter(([id]) => id.startsWith(NAMESPACE))
        .map(([id, reason]) => ({ id: id.slice(NAMESPACE.length), reason }))
        .filter(({ id }) => !ours.some(one => isSameId(String(one.id), id)));
      return [...ours, ...theirs].map(one => ({ ...one, on: { constructPath } }) as Acknowledgement);
    });
  }

  /** Finds the place in the user's code that made a construct, as `file:line:column`, the file relative to a folder. */
  public sourcesFrom(folder: string): (constructPath: string) => string | undefined {
    return sourceFinder({
      framesAt: path => (this.entries.get(path) ?? []).flatMap(framesOf),
      isStack: path => this.stacks.has(path),
    }, folder);
  }
}

/** An acknowledgement as it is written: the engine says what is wrong with it. */
export function acknowledgement(data: Json): { readonly id: Json; readonly reason: Json; readonly until?: Json } {
  if (!isObject(data)) return { id: data, reason: undefined };
  return { id: data.id ?? data.rule, reason: data.reason, ...(data.until === undefined || data.until === null ? {} : { until: data.until }) };
}

/** The stack trace of a construct: an entry of its own, or beside the logical id in older assemblies. */
function framesOf(entry: JsonObject): string[] {
  const frames = entry.type === 'aws:cdk:creationStack' ? entry.data : entry.type === 'aws:cdk:logicalId' ? entry.trace : undefined;
  return listOf<Json>(frames as Json).filter((frame): frame is string => typeof frame === 'string');
}
