import { ARN, named, Service } from './service';
import { secretsOf, SecretsOptions } from '../../../runtime/secrets';

const refusal = () => Object.assign(new Error('password authentication failed for user "shop"'), { code: '28P01' });

/** A database that takes one password at a time, and a function that connects for each invocation. */
class Shop {
  public readonly service = new Service('{"password":"one"}', 'v1');
  public readonly tried: string[] = [];
  public readonly events: unknown[] = [];
  public accepts = 'one';
  public readonly secrets;

  public constructor(options: SecretsOptions = {}, stages: readonly string[] = ['AWSCURRENT', 'AWSPENDING']) {
    const log = (message: string, { event, secret }: Record<string, unknown>) => this.events.push(event ?? message, secret);
    this.secrets = secretsOf({ secrets: { db: { arn: ARN, stages } } }, { log: { info: log, warn: log }, ...options }, this.service.parts);
  }

  public readonly invoke = async () => this.secrets.use('db', async value => {
    const { password } = value as { readonly password: string };
    this.tried.push(password);
    await new Promise(setImmediate);
    if (password !== this.accepts) throw refusal();
    return 'done';
  });

  /** The first three steps of a rotation: from now on only the pending password is accepted. */
  public setSecret(password: string, version: string): void {
    this.service.put('AWSPENDING', JSON.stringify({ password }), version);
    this.accepts = password;
  }

  /** The last step, after which the pending label still stands at what is current now. */
  public finishSecret(): void {
    this.service.versions.set('AWSCURRENT', this.service.versions.get('AWSPENDING')!);
  }

  /** The last step of a rotation function that takes the pending label away as well. */
  public finishAndRemove(): void {
    this.finishSecret();
    this.service.versions.delete('AWSPENDING');
  }
}

describe('an invocation whose secret is refused', () => {
  test('goes on with the new current version', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    shop.finishSecret();

    expect(await shop.invoke()).toBe('done');
    expect(shop.tried).toEqual(['one', 'one', 'two']);
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT']);
    expect(shop.events).toEqual(['secret.refreshed', 'db']);
  });

  test('goes on with the pending version while the current one is unchanged, and the next ones use it at once', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');

    for (let turn = 0; turn < 5; turn += 1) expect(await shop.invoke()).toBe('done');

    expect(shop.tried).toEqual(['one', 'one', 'two', 'two', 'two', 'two', 'two']);
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING']);
  });

  test('asks for the current version again where a rotation that leaves none pending ends between the two questions', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    shop.service.answered = stage => { if (stage === 'AWSCURRENT') shop.finishAndRemove(); };

    const answers = await Promise.all(Array.from({ length: 5 }, shop.invoke));

    expect(answers).toEqual(Array(5).fill('done'));
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING', 'AWSCURRENT']);
    expect(shop.tried.slice(1)).toEqual([...Array(5).fill('one'), ...Array(5).fill('two')]);
    expect(shop.events).toEqual(['secret.refreshed', 'db']);
  });

  test('is refused where the service fails when it is asked again', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.accepts = 'two';
    shop.service.answered = stage => { if (stage === 'AWSPENDING') shop.service.fault = named('ThrottlingException'); };

    await expect(shop.invoke()).rejects.toThrow('password authentication failed');
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING', 'AWSCURRENT']);
    expect(shop.tried).toEqual(['one', 'one']);
  });

  test('forgets the pending version when the current one changes', async () => {
    const shop = new Shop({ ttl: 1000 });
    await shop.invoke();
    shop.setSecret('two', 'v2');
    await shop.invoke();
    shop.finishSecret();
    shop.service.clock += 1000;
    await shop.invoke();
    shop.service.put('AWSPENDING', '{"password":"never used"}', 'v3');

    expect(await shop.invoke()).toBe('done');
    expect(shop.tried).not.toContain('never used');
    expect(shop.service.calls.filter(stage => stage === 'AWSPENDING')).toHaveLength(1);
  });

  test('finds the next rotation although it has used a pending version of the one before', async () => {
    const shop = new Shop();
    await shop.invoke();
    for (const [password, version] of [['two', 'v2'], ['three', 'v3'], ['four', 'v4']] as const) {
      shop.setSecret(password, version);
      expect(await shop.invoke()).toBe('done');
      shop.finishSecret();
      expect(await shop.invoke()).toBe('done');
    }
    shop.setSecret('five', 'v5');
    shop.finishSecret();
    expect(await shop.invoke()).toBe('done');
  });

  test('goes back to the current version where a rotation was given up', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    await shop.invoke();
    shop.accepts = 'one';

    expect(await shop.invoke()).toBe('done');
    expect(shop.tried.slice(-2)).toEqual(['two', 'one']);
  });

  test('does not try the pending version again once its rotation was given up', async () => {
    const shop = new Shop({ refreshesPerMinute: 3 });
    await shop.invoke();
    shop.setSecret('two', 'v2');
    await shop.invoke();
    shop.accepts = 'one';
    await shop.invoke();
    const calls = shop.service.calls.length;

    for (let turn = 0; turn < 12; turn += 1) expect(await shop.invoke()).toBe('done');

    expect(shop.tried.slice(-12)).toEqual(Array(12).fill('one'));
    expect(shop.service.calls).toHaveLength(calls);
  });

  test('finds the next rotation at once although the one before was given up', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    await shop.invoke();
    shop.accepts = 'one';
    await shop.invoke();
    shop.service.clock += 3_600_000;
    await shop.invoke();
    shop.setSecret('three', 'v3');

    expect(await shop.invoke()).toBe('done');
    expect(shop.tried.slice(-2)).toEqual(['one', 'three']);
  });

  test('takes the pending version for accepted where the work fails of something else', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    const tried: unknown[] = [];
    const failing = async () => shop.secrets.use('db', value => {
      const { password } = value as { readonly password: string };
      tried.push(password);
      throw password === 'two' ? new Error('syntax error') : refusal();
    });

    for (let turn = 0; turn < 3; turn += 1) await expect(failing()).rejects.toThrow('syntax error');

    expect(tried).toEqual(['one', 'two', 'two', 'two']);
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING']);
  });

  test('searches again where what another is still trying is refused', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    let end: () => void = () => undefined;
    const slow = shop.secrets.use('db', async value => {
      if ((value as { readonly password: string }).password === 'one') throw refusal();
      await new Promise<void>(resolve => { end = resolve; });
    });
    while (!shop.service.calls.includes('AWSPENDING')) await new Promise(setImmediate);
    await new Promise(setImmediate);
    shop.setSecret('three', 'v3');

    expect(await shop.invoke()).toBe('done');
    expect(shop.tried).toEqual(['one', 'one', 'two', 'three']);
    end();
    await slow;
  });

  test('asks together with all others that were refused', async () => {
    const shop = new Shop({ refreshesPerMinute: 1 });
    await shop.invoke();
    shop.setSecret('two', 'v2');

    expect(await Promise.all(Array.from({ length: 20 }, shop.invoke))).toEqual(Array(20).fill('done'));
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPENDING']);
  });

  test('takes what another has found meanwhile', async () => {
    const shop = new Shop({ refreshesPerMinute: 1 });
    await shop.invoke();
    let refuse: (error: Error) => void = () => undefined;
    const passwords: unknown[] = [];
    const slow = shop.secrets.use('db', async value => {
      passwords.push((value as { readonly password: string }).password);
      if (passwords.length === 1) await new Promise((_, reject) => { refuse = reject; });
    });
    await new Promise(setImmediate);
    shop.setSecret('two', 'v2');
    await shop.invoke();

    refuse(refusal());
    await slow;

    expect(passwords).toEqual(['one', 'two']);
    expect(shop.service.calls).toHaveLength(3);
  });

  test('fails with the error of the other side where there is nothing else to try', async () => {
    const shop = new Shop();
    shop.accepts = 'something else';

    await expect(shop.invoke()).rejects.toThrow('password authentication failed');
    expect(shop.tried).toEqual(['one']);
    expect(shop.events).toEqual(['auth.failed', 'db']);
  });

  test('fails with the second error where the other version is refused too', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');
    shop.accepts = 'three';

    await expect(shop.invoke()).rejects.toThrow('password authentication failed');
    expect(shop.tried).toEqual(['one', 'one', 'two']);
  });

  test('reads no pending version that was not granted', async () => {
    const shop = new Shop({}, ['AWSCURRENT']);
    await shop.invoke();
    shop.setSecret('two', 'v2');

    await expect(shop.invoke()).rejects.toThrow('password authentication failed');
    expect(shop.service.calls).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  test('causes at most so many calls in a minute', async () => {
    const shop = new Shop({ refreshesPerMinute: 3 });
    shop.accepts = 'something else';

    for (let second = 0; second < 59; second += 1) {
      await shop.invoke().catch(() => undefined);
      shop.service.clock += 1000;
    }
    // The first fetch, and three times the current version, the pending one, of which there is none, and the current one again.
    expect(shop.service.calls).toHaveLength(1 + 3 * 3);
    shop.service.clock += 1000;
    await shop.invoke().catch(() => undefined);
    expect(shop.service.calls).toHaveLength(1 + 4 * 3);
  });

  test('fails with the error of the other side while the service is out of reach', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.accepts = 'two';
    shop.service.fault = named('ThrottlingException');

    await expect(shop.invoke()).rejects.toThrow('password authentication failed');
  });
});

describe('what is no refusal', () => {
  test('is thrown as it is, without a second try', async () => {
    const shop = new Shop();
    const work = jest.fn(async () => { throw new Error('deadlock detected'); });

    await expect(shop.secrets.use('db', work)).rejects.toThrow('deadlock detected');
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('can be made one', async () => {
    const shop = new Shop({ isAuthenticationError: error => (error as Error).message === 'bad pass phrase' });
    await shop.invoke();
    shop.setSecret('two', 'v2');
    shop.finishSecret();
    const passwords: unknown[] = [];

    await shop.secrets.use('db', value => {
      passwords.push(value);
      if (passwords.length === 1) throw new Error('bad pass phrase');
    });

    expect(passwords).toEqual([{ password: 'one' }, { password: 'two' }]);
  });
});

describe('an answer of fetch with status 401', () => {
  const answering = (accepts: string) => (value: unknown) =>
    new Response('', { status: (value as { readonly password: string }).password === accepts ? 200 : 401 });

  test('is a refusal', async () => {
    const shop = new Shop();
    await shop.invoke();
    shop.setSecret('two', 'v2');

    expect((await shop.secrets.use('db', answering('two'))).status).toBe(200);
  });

  test('is handed on where there is nothing else to try', async () => {
    const shop = new Shop();

    expect((await shop.secrets.use('db', answering('two'))).status).toBe(401);
    expect(shop.events).toEqual(['auth.failed', 'db']);
  });
});
