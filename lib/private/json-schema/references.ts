import { isSchema, JsonSchema } from './json-schema';

/** Follows references within one schema: `#`, or a JSON pointer such as `#/$defs/order`. */
export class References {
  readonly #root: JsonSchema;

  public constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** The subschema that is meant; nothing where there is none, or the reference is of another kind. */
  public at(reference: string): JsonSchema | undefined {
    if (!/^#(\/|$)/.test(reference)) return undefined;
    let found: unknown = this.#root;
    for (const part of reference.slice(1).split('/').slice(1)) {
      found = isSchema(found) || Array.isArray(found) ? (found as JsonSchema)[decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~')] : undefined;
    }
    return isSchema(found) ? found : undefined;
  }
}
