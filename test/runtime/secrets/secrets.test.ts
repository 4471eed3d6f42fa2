import * as v from 'valibot';
import { z } from 'zod/mini';
import { ARN, named, Service } from './service';
import { SecretsOptions, secretsOf, SecretUnavailableError } from '../../../runtime/secrets';
import type { SecretSchemas, SecretsParts } from '../../../runtime/secrets';
import { confidential } from '../../../runtime/secrets/value';

const MINUTE = 60_000;
const STAGES = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'];

function db<Schemas extends SecretSchemas = {}>(service: Service, options: SecretsOptions<Schemas> = {}, stages: readonly string[] = STAGES) {
  return secretsOf({ secrets: { db: { arn: ARN, stages } } }, options, service.parts);
}

describe('a secret', () => {
  test.each([
    ['the JSON of an object', '{"user":"a","password":"b"}', { user: 'a', password: 'b' }],
    ['text', 'hunter2', 'hunter2'],
    ['a number', '00123', '00123'],
    ['a word of JSON', 'true', 'true'],
    ['a list', '["a"]', '["a"]'],
    ['text that starts like an object', '{not json', '{not json'],
    ['nothing', '', ''],
  ])('that is %s', async (_what, text, value) => {
    expect(await db(new Service(text)).get('db')).toEqual(value);
  });

  test('is fetched once however many ask', async () => {
    const service = new Service();
    service.hold();
    const secrets = db(service);

    const answers = Array.from({ length: 20 }, async () => secrets.get('db'));
    await new Promise(setImmediate);
    service.release();

    expect(new Set((await Promise.all(answers)).map(answer => JSON.stringify(answer)))).toEqual(new Set(['{"password":"one"}']));
    expect(service.calls).toHaveLength(1);
  });

  test('is fetched again when its time is over, and not before', async () => {
    const service = new Service();
    const secrets = db(service, { ttl: MINUTE });
    await secrets.get('db');
    service.put('AWSCURRENT', 'two', 'v2');

    service.clock += MINUTE - 1;
    expect(await secrets.get('db')).toEqual({ password: 'one' });
    service.clock += 1;
    expect(await secrets.get('db')).toBe('two');
    expect(service.calls).toHaveLength(2);
  });

  test('is asked for a little earlier by some environments than by others', async () => {
    const service = new Service();
    const secrets = secretsOf({ secrets: { db: { arn: ARN } } }, { ttl: MINUTE }, { ...service.parts, random: () => 0.999 });
    await secrets.get('db');

    service.clock += MINUTE * 0.91;
    await secrets.get('db');

    expect(service.calls).toHaveLength(2);
  });

  test('keeps its value while the service fails, which is asked ever more seldom', async () => {
    const service = new Service();
    const warnings: unknown[] = [];
    const secrets = db(service, { ttl: MINUTE, log: { info: () => undefined, warn: (message, fields) => warnings.push([message, fields]) } });
    await secrets.get('db');
    service.fault = named('ThrottlingException');

    for (let second = 0; second < 180; second += 1) {
      service.clock += 1_000;
      expect(await secrets.get('db')).toEqual({ password: 'one' });
    }

    // After a minute, and from then on after 1, 2, 4, 8, 16, 30, 30 seconds.
    expect(service.calls).toHaveLength(1 + 8);
    expect(warnings).toHaveLength(8);
    expect(JSON.stringify(warnings)).not.toContain('bearer-123');
    service.fault = undefined;
    service.put('AWSCURRENT', 'two', 'v2');
    service.clock += 30_000;
    expect(await secrets.get('db')).toBe('two');
  });

  test.each([
    'AccessDeniedException', 'ResourceNotFoundException', 'InvalidRequestException', 'DecryptionFailure', 'ParameterNotFound',
  ])('is given up at a definite no: %s', async name => {
    const service = new Service();
    const secrets = db(service, { ttl: MINUTE });
    await secrets.get('db');
    service.fault = named(name);
    service.clock += MINUTE;

    await expect(secrets.get('db')).rejects.toThrow(`the secret "db" (AWSCURRENT) could not be fetched: ${name}`);
  });

  test.each([
    ['{"user":{"password":"hunter22","host":"db.internal"},"engine":"mysql","host":"db.internal:3306"}', ['hunter22']],
    ['{"password":"hunter22","host":["a.internal"]}', ['hunter22', 'a.internal']],
    ['{"password":"hunter22","host":"hooks.example.com/services/t0/xyz","username":"shop"}', ['hunter22', 'hooks.example.com/services/t0/xyz']],
    ['{"host":"hooks.example.com","user":"svc-7f3a91","in":{"password":"hunter22"}}', ['hooks.example.com', 'svc-7f3a91', 'hunter22']],
    ['[{"key":"k-one"},"k-two"]', ['k-two', 'k-one']],
    ['"quoted"', ['quoted']],
    ['123456', []],
    ['{"engine":"postgres","port":5432,"ssl":null}', []],
    ['{"port":5432,"ssl":null}', ['5432']],
  ])('of %s is told for masking, beside the whole text, %j', (text, parts) => {
    expect([...confidential(text)]).toEqual([text, ...parts]);
  });

  test('is told for masking: the whole text and what is confidential in it', async () => {
    const remembered: string[] = [];
    const text = JSON.stringify({ engine: 'postgres', username: 'shop', password: 'p4ss', nested: { keys: ['k1', 7], on: true, none: null } });

    await db(new Service(text), { remember: part => remembered.push(part) }).get('db');

    expect(remembered).toEqual([text, 'p4ss', 'k1', '7']);
  });

  test('says which secrets there are where a name is wrong', async () => {
    const service = new Service();

    await expect(db(service).get('api')).rejects.toThrow('the function has no secret "api", it has db');
    await expect(db(service).get('toString')).rejects.toThrow('the function has no secret "toString", it has db');
    await expect(secretsOf({}, {}, service.parts).use('api', () => 1)).rejects.toThrow('it has none');
    expect(service.calls).toEqual([]);
  });
});

describe('a failure at initialisation', () => {
  test('is told by the first use and crashes nothing', async () => {
    const service = new Service();
    service.fault = named('InternalServiceError');
    const secrets = db(service);

    await secrets.prefetch();
    await new Promise(setImmediate);

    await expect(secrets.get('db')).rejects.toThrow('could not be fetched: InternalServiceError');
    await expect(secrets.get('db')).rejects.toThrow(SecretUnavailableError);
    expect(service.calls).toHaveLength(1);
  });

  test('is forgotten after a second: the next use asks again', async () => {
    const service = new Service();
    service.fault = named('InternalServiceError');
    const secrets = db(service);
    await secrets.prefetch();
    service.fault = undefined;

    service.clock += 1_000;

    expect(await secrets.get('db')).toEqual({ password: 'one' });
  });

  describe('in an environment that was frozen meanwhile', () => {
    /** What ends by its time limit so often, when it is let go. */
    function frozen(times: number) {
      const service = new Service();
      const fetch = service.parts.fetch!;
      let late = 0;
      service.hold();
      const thawing: SecretsParts = {
        ...service.parts,
        fetch: async (...all) => {
          const fetched = await fetch(...all);
          if (late++ < times) throw named('AbortError');
          return fetched;
        },
      };
      return { service, secrets: secretsOf({ secrets: { db: { arn: ARN } } }, {}, thawing) };
    }

    test.each(['before the request ended', 'after it'])('is none of whoever asks %s', async when => {
      const { service, secrets } = frozen(1);
      const prefetched = secrets.prefetch();
      const asked = when === 'after it' ? undefined : [secrets.get('db'), secrets.get('db')];
      await new Promise(setImmediate);
      service.release();
      await prefetched;

      for (const answer of asked ?? [secrets.get('db')]) expect(await answer).toEqual({ password: 'one' });
      expect(service.calls).toHaveLength(2);
    });

    test('is one where the next request ends so too, and is then asked ever more seldom', async () => {
      const { service, secrets } = frozen(Infinity);
      const prefetched = secrets.prefetch();
      const asked = secrets.get('db');
      await new Promise(setImmediate);
      service.release();
      await prefetched;

      await expect(asked).rejects.toThrow('could not be fetched: AbortError');
      await expect(secrets.get('db')).rejects.toThrow('could not be fetched: AbortError');
      expect(service.calls).toHaveLength(2);
    });
  });

  test('of one secret is none of another', async () => {
    const service = new Service();
    const facts = { secrets: { db: { arn: ARN }, broken: { arn: 'arn:aws:ssm:eu-west-1:123456789012:parameter/broken' } } };
    const secrets = secretsOf(facts, {}, {
      ...service.parts,
      fetch: async (arn, ...rest) => {
        if (arn.includes(':ssm:')) throw named('AccessDeniedException');
        return service.parts.fetch(arn, ...rest);
      },
    });

    await secrets.prefetch();

    expect(await secrets.get('db')).toEqual({ password: 'one' });
    await expect(secrets.get('broken')).rejects.toThrow('the secret "broken" (AWSCURRENT) could not be fetched: AccessDeniedException');
    expect(service.calls).toHaveLength(1);
  });

  test('that throws no error object is told as well', async () => {
    const secrets = secretsOf({ secrets: { db: { arn: ARN } } }, {}, { ...new Service().parts, fetch: async () => { throw undefined; } });

    await expect(secrets.get('db')).rejects.toThrow('could not be fetched: unknown error');
  });
});

describe('a stage', () => {
  test('is never answered with the value of another', async () => {
    const service = new Service('now', 'v2');
    service.put('AWSPREVIOUS', 'before', 'v1');
    service.put('AWSPENDING', 'next', 'v3');
    const secrets = db(service);

    expect(await Promise.all([secrets.get('db', 'AWSPREVIOUS'), secrets.get('db'), secrets.get('db', 'AWSPENDING')])).toEqual(['before', 'now', 'next']);
    expect(await Promise.all([secrets.get('db'), secrets.get('db', 'AWSPENDING'), secrets.get('db', 'AWSPREVIOUS')])).toEqual(['now', 'next', 'before']);
    expect(service.calls).toHaveLength(3);
  });

  test('that the function may not read is refused before anybody is asked', async () => {
    const service = new Service();

    await expect(db(service, {}, ['AWSCURRENT']).get('db', 'AWSPREVIOUS')).rejects.toThrow('may be read as AWSCURRENT, not as AWSPREVIOUS');
    await expect(secretsOf({ secrets: { db: { arn: ARN } } }, {}, service.parts).get('db', 'AWSPENDING')).rejects.toThrow('not as AWSPENDING');
    expect(service.calls).toEqual([]);
  });
});

describe('a schema', () => {
  test('types and transforms the value, once per version', async () => {
    const service = new Service('{"port":"5432"}');
    const read = jest.fn(Number);
    const secrets = db(service, { ttl: MINUTE, schemas: { db: v.object({ port: v.pipe(v.string(), v.transform(read)) }) } });

    const { port }: { readonly port: number } = await secrets.get('db');
    service.clock += MINUTE;
    await secrets.get('db');

    expect(port).toBe(5432);
    expect(service.calls).toHaveLength(2);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('that refuses names the places and not the values', async () => {
    const service = new Service('{"password":"p4ss","inner":{"port":"x9"}}');
    const schema = z.object({ password: z.number(), inner: z.object({ port: z.number() }) });

    const error = await db(service, { schemas: { db: schema } }).get('db').catch(caught => caught);

    expect(error.message).toBe('the secret "db" does not fit its schema at password, inner.port');
    expect(JSON.stringify(error) + error.stack).not.toMatch(/p4ss|x9/);
  });

  test('names the root, and keys as valibot gives them', async () => {
    await expect(db(new Service('text'), { schemas: { db: z.object({}) } }).get('db')).rejects.toThrow('at its root');
    await expect(db(new Service('{"a":1}'), { schemas: { db: v.object({ a: v.string() }) } }).get('db')).rejects.toThrow('at a');
  });

  test('that refuses a new version leaves the old one in use', async () => {
    const service = new Service('{"password":"one"}');
    const secrets = db(service, { ttl: MINUTE, schemas: { db: z.object({ password: z.string() }) } });
    await secrets.get('db');
    service.put('AWSCURRENT', 'rubbish', 'v2');

    service.clock += MINUTE;

    expect(await secrets.get('db')).toEqual({ password: 'one' });
  });
});
