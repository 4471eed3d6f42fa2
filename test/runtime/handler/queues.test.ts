import { z } from 'zod/mini';
import { secureHandler } from '../../../runtime';
import { sampleEvent } from '../../../runtime/testing/samples';
import { lambdaContext, sqsRecord } from '../support/events';
import { linesDuring } from '../support/lines';

const Job = z.object({ id: z.number() });
const FIFO = 'arn:aws:sqs:eu-west-1:111122223333:orders.fifo';

let seen: number[];
beforeEach(() => { seen = []; });

const work = secureHandler({ source: 'sqs', schema: Job, action: 'job.run' }, async ({ id }) => {
  seen.push(id);
  if (id === 13) throw new Error('unlucky');
});

async function failuresOf(handler: typeof work, Records: unknown[]) {
  let answer: any;
  const { lines } = await linesDuring(async () => { answer = await handler({ Records }, lambdaContext()); });
  return { failures: answer.batchItemFailures.map((failure: { itemIdentifier: string }) => failure.itemIdentifier), lines };
}

describe('a batch of a queue', () => {
  test('fails exactly the records that were refused or failed', async () => {
    const { failures, lines } = await failuresOf(work, [
      sqsRecord('a', { id: 1 }), sqsRecord('b', 'poison'), sqsRecord('c', { id: 13 }), sqsRecord('d', { id: 2, admin: true }), sqsRecord('e', { id: 3 }),
    ]);
    expect(failures).toEqual(['b', 'c', 'd']);
    expect(seen).toEqual([1, 13, 3]);
    expect(lines).toMatchObject([
      { record: 'b', event: 'validation.rejected', reason: 'envelope.json', principal: 'AIDASENDER' },
      { record: 'c', outcome: 'failed', error: { message: 'unlucky' } },
      { record: 'd', event: 'validation.rejected', reason: 'schema.unknown', at: ['admin'] },
      { outcome: 'ok', records: 5, failures: 3 },
    ]);
  });

  test('of a FIFO queue stops the group of a failure and no other', async () => {
    const of = (id: string, job: number, group: string) => sqsRecord(id, { id: job }, { group, queue: FIFO });
    const { failures } = await failuresOf(work, [of('a', 1, 'g'), of('b', 13, 'g'), of('c', 2, 'h'), of('d', 3, 'g'), of('e', 4, 'h')]);
    expect(failures).toEqual(['b', 'd']);
    expect(seen).toEqual([1, 13, 2, 4]);
  });

  test('of a standard queue is not ordered by its fair groups', async () => {
    const { failures } = await failuresOf(work, [sqsRecord('a', { id: 13 }, { group: 'g' }), sqsRecord('b', { id: 1 }, { group: 'g' })]);
    expect(failures).toEqual(['a']);
    expect(seen).toEqual([13, 1]);
  });

  test('drops what is refused where the author says so, and still says that it did', async () => {
    const dropping = secureHandler({ source: 'sqs', schema: Job, action: 'job.run', rejected: 'drop' }, ({ id }) => { seen.push(id); });
    const { failures, lines } = await failuresOf(dropping, [sqsRecord('a', {}), sqsRecord('b', { id: 1 })]);
    expect(failures).toEqual([]);
    expect(seen).toEqual([1]);
    expect(lines[0]).toMatchObject({ record: 'a', event: 'validation.rejected' });
  });

  test.each<[string, unknown, string]>([
    ['that has no records', {}, 'EnvelopeError'],
    ['with an empty list', { Records: [] }, 'EnvelopeError'],
    ['with a record of another source', { Records: [{ ...sqsRecord('a', { id: 1 }), eventSource: 'aws:s3' }] }, 'EnvelopeError'],
    ['with an empty id', { Records: [sqsRecord('', { id: 1 })] }, 'EnvelopeError'],
    ['of another queue', { Records: [sqsRecord('a', { id: 1 }), sqsRecord('b', { id: 2 }, { queue: 'arn:aws:sqs:eu-west-1:999999999999:evil' })] }, 'SourceRefusedError'],
  ])('fails as a whole %s, because Lambda sends none', async (_name, event, name) => {
    const listed = secureHandler({ source: 'sqs', schema: Job, action: 'x', allow: { sqs: ['arn:aws:sqs:eu-west-1:111122223333:orders'] } }, ({ id }) => { seen.push(id); });
    let thrown: any;
    await linesDuring(async () => { thrown = await listed(event, lambdaContext()).catch((error: unknown) => error); });
    expect(thrown).toMatchObject({ name, message: 'the event was refused, request request-1' });
    expect(seen).toEqual([]);
  });
});

describe('a batch whose time is nearly over', () => {
  const clock = (milliseconds: number) => ({ ...lambdaContext(), getRemainingTimeInMillis: () => milliseconds });

  /** What a batch of numbers comes to: how each ends is up to `end`. */
  async function workedOff(records: unknown[], end: (id: number) => unknown, context: object, source: 'sqs' | 'kinesis' = 'sqs') {
    const handler = secureHandler({ source, schema: Job, action: 'job.run' }, async ({ id }) => {
      seen.push(id);
      await end(id);
    });
    let answer: any;
    const { lines } = await linesDuring(async () => { answer = await handler({ Records: records }, context as never); });
    return { failures: answer.batchItemFailures.map((failure: { itemIdentifier: string }) => failure.itemIdentifier), lines };
  }

  const hang = async () => new Promise(() => undefined);
  const three = [sqsRecord('a', { id: 1 }), sqsRecord('b', { id: 2 }), sqsRecord('c', { id: 3 })];

  test('is answered before it is over: what is done is done, what hangs and what was not begun comes again', async () => {
    let delays: unknown[] = [];
    const set = jest.spyOn(global, 'setTimeout');
    const { failures, lines } = await workedOff(three, id => id === 2 && hang(), clock(2000)).finally(() => {
      delays = set.mock.calls.map(([, milliseconds]) => milliseconds);
      set.mockRestore();
    });
    expect(delays).toEqual([1800]);
    expect(failures).toEqual(['b', 'c']);
    expect(seen).toEqual([1, 2]);
    expect(lines).toMatchObject([{ level: 'ERROR', outcome: 'failed', error: { message: 'out of time' }, record: 'b', records: 3, failures: 2 }]);
  });

  test('of a FIFO queue has failed from there on in every group', async () => {
    const of = (id: string, job: number, group: string) => sqsRecord(id, { id: job }, { group, queue: FIFO });
    const { failures } = await workedOff([of('a', 1, 'g'), of('b', 2, 'g'), of('c', 3, 'h'), of('d', 4, 'g')], id => id === 2 && hang(), clock(1000));
    expect(failures).toEqual(['b', 'c', 'd']);
    expect(seen).toEqual([1, 2]);
  });

  test('of a stream names the record that hangs, from which Lambda reads again', async () => {
    const { Records: [record] } = sampleEvent('kinesis', {}) as { readonly Records: any[] };
    const records = [1, 2, 3].map(id => (
      { ...record, kinesis: { ...record.kinesis, sequenceNumber: `s${id}`, data: Buffer.from(JSON.stringify({ id })).toString('base64') } }
    ));
    const { failures, lines } = await workedOff(records, id => id === 2 && hang(), clock(1000), 'kinesis');
    expect(failures).toEqual(['s2']);
    expect(seen).toEqual([1, 2]);
    expect(lines).toMatchObject([{ outcome: 'failed', record: 's2', records: 3, failures: 1 }]);
  });

  test('begins no record more, also where none of them lets a timer run', async () => {
    let now = Date.now();
    const dates = jest.spyOn(Date, 'now').mockImplementation(() => now);
    const { failures, lines } = await workedOff(three, () => { now += 60; }, clock(100)).finally(() => { dates.mockRestore(); });
    expect(failures).toEqual(['c']);
    expect(seen).toEqual([1, 2]);
    expect(lines).toMatchObject([{ error: { message: 'out of time' }, record: 'c' }]);
  });

  test('still tells what becomes of the record that it did not wait for', async () => {
    let fail: (error: Error) => void = () => undefined;
    await workedOff(three, async () => new Promise((_, reject) => { fail = reject; }), clock(500));
    const { lines } = await linesDuring(async () => {
      fail(new Error('no answer from the other side'));
      await new Promise(setImmediate);
    });
    expect(lines).toMatchObject([{ outcome: 'failed', record: 'a', error: { message: 'no answer from the other side' }, requestId: 'request-1' }]);
  });

  test.each<[string, object]>([
    ['no clock', { ...lambdaContext(), getRemainingTimeInMillis: undefined }],
    ['a clock that stands at zero', { ...lambdaContext(), getRemainingTimeInMillis: () => 0 }],
    ['a clock that never ends', { ...lambdaContext(), getRemainingTimeInMillis: () => Infinity }],
  ])('is none of a context that has %s', async (_name, context) => {
    const { failures } = await workedOff(three, async () => new Promise(done => { setTimeout(done, 20); }), context);
    expect(failures).toEqual([]);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('leaves no timer behind that would keep a process alive', async () => {
    const clear = jest.spyOn(global, 'clearTimeout');
    const set = jest.spyOn(global, 'setTimeout');
    try {
      await workedOff(three, () => undefined, clock(900_000));
      await workedOff(three, () => { throw new Error('no'); }, clock(900_000));
      expect(set.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([899_500, 899_500]);
      expect(clear.mock.calls).toEqual(set.mock.results.map(({ value }) => [value]));
    } finally {
      set.mockRestore();
      clear.mockRestore();
    }
  });
});
