import { Reference, Text, Unknown, Value } from '../../../aspects/model/value';

/** What a deployment makes of an attribute of a resource, by its type and name. */
export type Physical = (kind: string, logicalId: string) => string;

const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '123456789012' };

/** A text of a template as it would be once everything is deployed. */
export function settled(value: Value, physical: Physical): string {
  const parts = value instanceof Text ? value.parts : [value];
  return parts.map(part => {
    if (part instanceof Reference) return physical(`${part.resource.type}.${part.attribute}`, part.resource.logicalId);
    if (part instanceof Unknown) return PSEUDO[part.key] ?? 'x';
    return String(part as string);
  }).join('');
}
