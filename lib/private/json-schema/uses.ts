import { isSchema, JsonSchema, mapSubschemas } from './json-schema';
import { References } from './references';

/**
 * How a schema stands: alone, as a part of what several schemas say of one value, as a part whose value is closed by a schema around it, which looks at
 * what the parts left over (`unevaluatedProperties`), or asked about a value without deciding over it, as below `not`.
 */
export type Use = 'alone' | 'part' | 'covered' | 'asked';

/** The keywords that ask about a value. What only forbids admits nothing that another schema did not admit. */
export const ASKING = ['not', 'if', 'contains', 'propertyNames', 'contentSchema'];

/** Of what nothing refers to. */
export const NOWHERE: ReadonlySet<Use> = new Set(['alone']);

/** How each subschema stands, also by the references that lead to it. */
export function usesOf(root: JsonSchema): ReadonlyMap<JsonSchema, ReadonlySet<Use>> {
  const references = new References(root);
  const uses = new Map<JsonSchema, Set<Use>>();
  const visit = (one: JsonSchema, use: Use): void => {
    const known = uses.get(one) ?? new Set<Use>();
    if (known.has(use)) return;
    uses.set(one, known.add(use));
    const below = useBelow(one, use);
    const meant = typeof one.$ref === 'string' ? references.at(one.$ref) : undefined;
    if (meant !== undefined) visit(meant, below);
    mapSubschemas(one, '', (subschema, at) => {
      const [, keyword] = at.split('/');
      // What is only defined stands as those see it who refer to it.
      if (!['$defs', 'definitions'].includes(keyword)) visit(subschema, useAt(keyword, one, below));
    });
  };
  visit(root, 'alone');
  return uses;
}

function useAt(keyword: string, schema: JsonSchema, below: Use): Use {
  if (below === 'asked' || ASKING.includes(keyword)) return 'asked';
  return isPart(keyword, schema) ? below : 'alone';
}

/** How the parts of a schema stand. */
function useBelow(schema: JsonSchema, use: Use): Use {
  if (use === 'asked') return use;
  if (use === 'covered' || isSchema(schema.unevaluatedProperties) || schema.unevaluatedProperties === false) return 'covered';
  return use === 'part' || mixesOthers(schema) ? 'part' : 'alone';
}

/** Whether a schema says more of a value than stands in it; a reference, or one schema in `allOf`, with nothing beside it is but another place. */
export function mixesOthers(schema: JsonSchema): boolean {
  const has = (...keywords: string[]) => keywords.some(keyword => schema[keyword] !== undefined);
  const isElsewhere = (typeof schema.$ref === 'string' || schema.allOf?.length === 1) && Object.keys(schema).filter(keyword => !SILENT.includes(keyword)).length === 1;
  if (isElsewhere) return false;
  return has('$ref', 'allOf', 'if', 'dependentSchemas') || (has('anyOf', 'oneOf') && has('properties'));
}

/** What says nothing of a value. */
const SILENT = ['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'default', 'deprecated', 'examples', 'readOnly', 'writeOnly'];

/** Whether a keyword's subschemas say something of the value itself, together with others. */
function isPart(keyword: string, schema: JsonSchema): boolean {
  if (['anyOf', 'oneOf'].includes(keyword)) return mixesOthers(schema) || schema.unevaluatedProperties !== undefined;
  return ['allOf', 'then', 'else', 'dependentSchemas'].includes(keyword);
}
