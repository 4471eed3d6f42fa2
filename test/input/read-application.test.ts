import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../aspects/engine/audit';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { queueEncrypted } from '../../aspects/rules/data/queue-encrypted';
import { temporaryFolder } from '../support/synthesis';

const cwd = temporaryFolder();

/** Audits a template by one rule, with what it accepts. */
function audited(template: string): ReturnType<typeof audit> {
  writeFileSync(join(cwd, 'template.yaml'), template);
  const { sources, acknowledgements } = readApplication('template.yaml', cwd);
  return audit(new AppModel(sources), { rules: [queueEncrypted], acknowledgements, today: new Date('2026-11-21') });
}

function queue(metadata: string): string {
  return `Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: { SqsManagedSseEnabled: no }\n    Metadata: { Rampart: ${metadata} }\n`;
}

test('a template is an application by itself, named as it was given', () => {
  const { findings } = audited(queue('{}'));

  expect(findings).toMatchObject([{ template: 'template.yaml', logicalId: 'Jobs', verdict: 'noncompliant' }]);
  expect(readApplication('template.yaml', cwd).sourceOf('Jobs')).toBeUndefined();
});

test.each([
  ['a resource', queue('{ acknowledge: [{ id: queue-encrypted, reason: public data, until: 2027-01-31 }] }')],
  ['a resource, not as a list, and as a rule', queue('{ acknowledge: { rule: queue-encrypted, reason: public data } }')],
  ['the whole template', `${queue('{}')}Metadata: { Rampart: { acknowledge: [{ id: queue-encrypted, reason: public data }] } }`],
])('a finding is accepted on %s', (_, template) => {
  const { findings, acknowledged } = audited(template);

  expect(findings).toEqual([]);
  expect(acknowledged).toMatchObject([{ rule: 'queue-encrypted', acknowledged: 'public data' }]);
});

test.each([
  ['no reason', '{ acknowledge: [{ id: queue-encrypted }] }', 'queue-encrypted needs a reason'],
  ['no rule', '{ acknowledge: [{ reason: public data }] }', 'the rule id must read like queue-encrypted'],
  ['a bad date', '{ acknowledge: [{ id: queue-encrypted, reason: r, until: soon }] }', 'until must be a date like 2027-01-31, got: "soon"'],
  ['only a word', '{ acknowledge: queue-encrypted }', 'queue-encrypted needs a reason'],
  ['no map', 'queue-encrypted', 'queue-encrypted needs a reason'],
])('an acknowledgement with %s reaches the engine, which says so', (_, metadata, fault) => {
  const { findings } = audited(queue(metadata));

  expect(findings.map(finding => finding.rule)).toEqual(['queue-encrypted', 'acknowledgement-valid']);
  expect(findings[1].message).toContain(fault);
});

test('metadata of others is left alone', () => {
  const { findings } = audited('Metadata: text\nResources:\n  A: text\n  B: { Type: AWS::SQS::Queue, Metadata: { cfn-lint: {} } }\n');

  expect(findings).toEqual([]);
});
