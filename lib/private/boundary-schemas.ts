import { RouteSchemaSources } from './compiled-schemas';
import { JsonSchema } from './json-schema/json-schema';
import { SourceKind } from '../../runtime/contract';

/** The schemas of a function, as they are compiled into the file that stands beside its handler. */
export class BoundarySchemas {
  readonly #routes = new Map<string, RouteSchemaSources>();
  readonly #sources = new Map<SourceKind, JsonSchema>();

  /** Whether there is any. */
  public get isEmpty(): boolean {
    return this.#routes.size + this.#sources.size === 0;
  }

  /** The schemas of requests, by method and path, sorted. */
  public get routes(): { readonly [route: string]: RouteSchemaSources } {
    return sorted(this.#routes);
  }

  /** The schemas of payloads, by source, sorted. */
  public get sources(): { readonly [source: string]: JsonSchema } {
    return sorted(this.#sources);
  }

  /** Adds the schemas of a route; false where it has others. */
  public addRoute(route: string, schemas: RouteSchemaSources): boolean {
    return add(this.#routes, route, schemas);
  }

  /** Adds the schema of a source; false where it has another. */
  public addSource(kind: SourceKind, schema: JsonSchema): boolean {
    return add(this.#sources, kind, schema);
  }
}

function add<Key, Entry>(entries: Map<Key, Entry>, key: Key, entry: Entry): boolean {
  const present = entries.get(key);
  if (present !== undefined && JSON.stringify(present) !== JSON.stringify(entry)) return false;
  entries.set(key, entry);
  return true;
}

function sorted<Entry>(entries: ReadonlyMap<string, Entry>): { readonly [key: string]: Entry } {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
