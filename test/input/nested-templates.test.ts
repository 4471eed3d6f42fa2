import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApplication } from '../../aspects/input/read-application';
import { captured } from '../cli/capture';
import { temporaryFolder } from '../support/synthesis';

const parent = (...urls: string[]) => `Resources:\n${urls.map((url, index) => `  Child${index}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${url}\n      Parameters: {On: "false"}\n`).join('')}`;
const CHILD = 'Parameters:\n  On: {Type: String}\nResources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties:\n      SqsManagedSseEnabled: !Ref On\n';
const PLAIN = 'Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties:\n      SqsManagedSseEnabled: false\n';

function folder(files: Record<string, string>): string {
  const path = temporaryFolder();
  mkdirSync(join(path, 'app', 'nested'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

test('a local nested template is audited with the parameters that it is deployed with', () => {
  const cwd = folder({ 'app/top.yaml': parent('./nested/child.yaml'), 'app/nested/child.yaml': CHILD });
  const { findings } = JSON.parse(captured(['audit', 'app/top.yaml', '--only', 'queue-encrypted', '--format', 'json'], { cwd }).out) as { findings: object[] };
  expect(findings).toMatchObject([{ rule: 'queue-encrypted', template: 'app/nested/child.yaml', logicalId: 'Jobs', verdict: 'noncompliant' }]);
});

test('a nested template deploys others, and one that deploys itself is read once', () => {
  const cwd = folder({ 'app/top.yaml': parent('nested/a.json'), 'app/nested/a.json': '{"Resources":{"B":{"Type":"AWS::Serverless::Application","Properties":{"Location":"../top.yaml"}}}}' });
  expect(readApplication('app/top.yaml', cwd)).toMatchObject({ sources: [{ path: 'app/top.yaml' }, { path: 'app/nested/a.json' }], notices: [] });
});

test.each<[string, string, RegExp]>([
  ['that is not there', './gone.yaml', /^Child0 deploys a template that was not audited: app\/gone\.yaml: there is no such file$/],
  ['outside of the folder', '../secret.yaml', /secret\.yaml: it lies outside of the folder/],
  ['behind a link that leads outside', './linked.yaml', /linked\.yaml: it lies outside of the folder/],
  ['that is none', './none.yaml', /none\.yaml: .*no section Resources/],
])('a template %s is named, and the rest is audited', (_, url, message) => {
  const cwd = folder({ 'app/top.yaml': parent(url), 'secret.yaml': PLAIN, 'app/none.yaml': 'A: 1\n' });
  symlinkSync(join(cwd, 'secret.yaml'), join(cwd, 'app', 'linked.yaml'));
  const { sources, notices } = readApplication('app/top.yaml', cwd);
  expect(sources.map(({ path }) => path)).toEqual(['app/top.yaml']);
  expect(notices).toMatchObject([{ rule: 'reference-resolved', logicalId: 'Child0', message: expect.stringMatching(message) }]);
  expect(captured(['audit', 'app/top.yaml'], { cwd })).toMatchObject({ code: 0, out: expect.stringContaining('Child0') });
});

test.each(['https://bucket.s3.amazonaws.com/child.yaml', 's3://bucket/child.yaml', '!Sub "${Bucket}/child.yaml"', 'no-template'])('%s is no file', url => {
  expect(readApplication('app/top.yaml', folder({ 'app/top.yaml': parent(url) }))).toMatchObject({ sources: [{}], notices: [] });
});

test('a nested template is repaired with the one that deploys it', () => {
  const cwd = folder({ 'app/top.yaml': parent('nested/child.yaml'), 'app/nested/child.yaml': PLAIN });
  captured(['fix', 'app/top.yaml', '--only', 'queue-encrypted', '--write'], { cwd });
  expect(readFileSync(join(cwd, 'app/nested/child.yaml'), 'utf8')).toBe(PLAIN.replace('false', 'true'));
  expect(readFileSync(join(cwd, 'app/top.yaml'), 'utf8')).toBe(parent('nested/child.yaml'));
});
