import * as fc from 'fast-check';
import { audit } from '../../aspects/engine/audit';
import { INTERNAL } from '../../aspects/engine/notices';
import { FIX_LEVELS } from '../../aspects/fix-level';
import { AppModel } from '../../aspects/model/app-model';
import { isObject, Json, JsonObject } from '../../aspects/model/json';
import { TemplateSource } from '../../aspects/model/template';
import { RULES } from '../../aspects/rules';
import { goatShop } from '../../examples/goat-shop/goat-shop';
import { repaired } from '../support/repaired';
import { sourcesOf, testApp } from '../support/synthesis';

// Templates of users are broken in ways that no example of a rule is: a list where a map belongs, an intrinsic function without
// arguments, a name that every JavaScript object has. No rule and no fix may fail on one.

type Path = readonly string[];

/** What may stand anywhere, given what stood there. */
const INSTEAD: readonly ((old: Json) => Json)[] = [
  () => null, () => '', () => 'x', () => '*', () => 'arn:aws:s3:::*', () => '__proto__', () => 'constructor', () => 0, () => -1, () => 1e308, () => true, () => 'true', () => [], () => ({}),
  old => [old as never], old => ({ a: old }), () => ({ Ref: 'AWS::NoValue' }), () => ({ Ref: 'Gone' }), () => ({ 'Fn::GetAtt': ['Gone', 'Arn'] }), () => ({ 'Fn::GetAtt': 'Gone' }),
  old => ({ 'Fn::If': ['C', old, { Ref: 'AWS::NoValue' }] }), () => ({ 'Fn::If': 3 }), old => ({ 'Fn::Join': ['', ['a', { Ref: 'AWS::Region' }, old]] }), () => ({ 'Fn::Sub': '${Gone.Arn}' }), () => ({ 'Fn::Sub': null }),
  () => ({ 'Fn::FindInMap': [] }), old => ({ 'Fn::Select': [0, old] }), () => ({ 'Fn::ImportValue': 'z' }), () => ({ 'Fn::Transform': { Name: 'AWS::Include' } }),
];

const breaks = fc.array(fc.record({ at: fc.nat(), by: fc.nat(INSTEAD.length - 1) }), { minLength: 1, maxLength: 3 });

describe('the goat shop, broken', () => {
  const app = testApp();
  goatShop(app);
  const sources = sourcesOf(app);

  test('is audited', () => {
    fc.assert(fc.property(breaks, faults => {
      const { findings } = audit(new AppModel(broken(sources, faults)), { rules: RULES });
      expect(findings.filter(({ rule }) => rule === INTERNAL.id)).toEqual([]);
    }), { numRuns: 100 });
  });

  test('is repaired as far as it can be', () => {
    fc.assert(fc.property(breaks, fc.constantFrom(...FIX_LEVELS), (faults, level) => {
      const { notes } = repaired(broken(sources, faults), level, RULES);
      expect(notes.filter(({ declined }) => declined?.includes('bug in cdk-rampart'))).toEqual([]);
    }), { numRuns: 40 });
  });
});

function broken(sources: readonly TemplateSource[], faults: readonly { readonly at: number; readonly by: number }[]): TemplateSource[] {
  const copies = structuredClone(sources.map(({ body }) => body)) as JsonObject[];
  for (const { at, by } of faults) {
    const places = copies.flatMap(body => placesIn(body.Resources).map(path => ({ path, body })));
    const { path, body } = places[at % places.length];
    const parent = path.slice(0, -1).reduce<Json>((node, name) => (node as JsonObject)[name], body.Resources) as Record<string, Json>;
    const name = path[path.length - 1];
    parent[name] = INSTEAD[by](parent[name]);
  }
  return sources.map((source, index) => ({ ...source, body: copies[index] }));
}

/** Every place within the resources, as the names and positions that lead to it. */
function placesIn(node: Json): Path[] {
  if (!isObject(node) && !Array.isArray(node)) return [];
  return Object.entries(node).flatMap(([name, child]) => [[name], ...placesIn(child as Json).map(path => [name, ...path])]);
}
