import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../aspects/engine/audit';
import { Finding } from '../../aspects/finding';
import { FixLevel } from '../../aspects/fix-level';
import { AppModel } from '../../aspects/model/app-model';
import { isObject, Json, JsonObject, listOf } from '../../aspects/model/json';
import { TemplateSource } from '../../aspects/model/template';
import { repairInRounds, RepairNote } from '../../aspects/remediation/rounds';
import { Edit, Rename, TemplateEditor } from '../../aspects/remediation/template-editor';
import { Rule } from '../../aspects/rule/rule';
import { Settings } from '../../aspects/rule/settings';

/** The templates after all fixes of a level, and what was done. */
export function repaired(
  sources: readonly TemplateSource[], level: FixLevel, rules: readonly Rule[], settings?: Settings,
): { sources: readonly TemplateSource[]; notes: RepairNote[]; edits: readonly Edit[]; renames: readonly Rename[] } {
  const editor = new TemplateEditor(sources, settings);
  const notes = repairInRounds(editor, { rules, level, acknowledgements: [], within: () => true });
  return { sources: editor.templates, notes, edits: editor.edits, renames: editor.renames };
}

const keyOf = ({ rule, template, logicalId, detail, property }: Finding): string => [rule, template, logicalId, detail ?? '', property ?? ''].join(' | ');

/** The findings of an application, by what they are about; the words may change with what stands around. */
export function findingsOf(sources: readonly TemplateSource[], rules: readonly Rule[], settings?: Settings): Map<string, Finding> {
  return new Map(audit(new AppModel(sources, settings), { rules }).findings.map(finding => [keyOf(finding), finding]));
}

/**
 * What an audit may say of a resource that a fix has added: what only its owner can decide. Reported apart, as what helpers
 * of the CDK made; everything else is the user's, and new findings are not.
 */
const LEFT_TO_OWNER: readonly string[] = [
  'bucket-lifecycle-stated', // how long the logs of a bucket are kept, and which may be deleted
  'log-group-customer-key', // a key costs, and whoever reads the logs would need a permission
  'log-group-data-protection', // masks what readers may want to see, and costs by what is written
  'queue-dead-letter-alarm', // an alarm needs somebody to tell
  'queue-kms-key', // a key costs, and each service that sends would have to be named in its policy
  'resource-tagged', // whose it is
];

function isNew(finding: Finding): boolean {
  return !(finding.provenance === 'helper' && LEFT_TO_OWNER.includes(finding.rule));
}

/** What is wrong with a repair: each in one line. Empty for one that keeps every promise. */
export function faultsOf(
  sources: readonly TemplateSource[], level: FixLevel, rules: readonly Rule[], settings?: Settings, before = findingsOf(sources, rules, settings),
): string[] {
  const fixed = repaired(sources, level, rules, settings);
  const failed = fixed.notes.filter(note => note.declined?.startsWith('its fix failed') === true).map(note => `${note.rule} on ${note.logicalId}: ${note.declined}`);
  const done = fixed.notes.filter(note => note.declined === undefined);
  if (done.length === 0) return isDeepStrictEqual(bodies(fixed.sources), bodies(sources)) ? failed : [...failed, 'something was changed and nobody says so'];
  const after = findingsOf(fixed.sources, rules, settings);
  const again = repaired(fixed.sources, level, rules, settings);
  return [
    ...failed,
    ...[...after].filter(([key, finding]) => !before.has(key) && isNew(finding)).map(([, finding]) => `new finding: ${finding.rule} on ${finding.logicalId}: ${finding.message}`),
    ...again.notes.filter(note => note.declined === undefined).map(note => `left for a second run: ${note.rule} on ${note.logicalId}: ${JSON.stringify(note.changes)}`),
    ...(isDeepStrictEqual(bodies(again.sources), bodies(fixed.sources)) ? [] : ['the second run changes something']),
    ...fixed.sources.flatMap((source, index) => brokenBy(sources[index], source)),
  ];
}

function bodies(sources: readonly TemplateSource[]): JsonObject[] {
  return sources.map(({ body }) => body);
}

/** References and conditions that a change has torn. */
function brokenBy(before: TemplateSource, after: TemplateSource): string[] {
  const torn = new Set(dangling(before));
  return dangling(after).filter(one => !torn.has(one)).map(one => `refers to nothing: ${one}`);
}

function dangling(source: TemplateSource): string[] {
  const { body } = source;
  // What SAM makes can be referred to as well.
  const generated = new AppModel([source]).resources.map(({ logicalId }) => logicalId);
  const names = new Set([...Object.keys(mapOf(body.Resources)), ...Object.keys(mapOf(body.Parameters)), ...generated]);
  const conditions = new Set(Object.keys(mapOf(body.Conditions)));
  return Object.entries(mapOf(body.Resources)).flatMap(([id, definition]) => {
    const { DependsOn, Condition, ...rest } = mapOf(definition);
    const mentioned = [...listOf<Json>(DependsOn).map(String), ...references(rest)];
    return [
      ...mentioned.filter(name => !names.has(name) && !name.startsWith('AWS::')).map(name => `${id} → ${name}`),
      ...(typeof Condition === 'string' && !conditions.has(Condition) ? [`${id} → condition ${Condition}`] : []),
    ];
  });
}

function references(node: Json): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key === 'Fn::GetAtt') return [String(listOf<Json>(value)[0]).split('.')[0]];
    if (key !== 'Fn::Sub') return references(value);
    const [text, given] = Array.isArray(value) ? value as readonly Json[] : [value, undefined];
    return [...String(text).matchAll(/\$\{([^!}]+)\}/g)].map(match => match[1].trim().split('.')[0]).filter(name => !(name in mapOf(given))).concat(references(given));
  });
}

function mapOf(node: Json): JsonObject {
  return isObject(node) ? node : {};
}
