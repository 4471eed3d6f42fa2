import { z } from 'zod/mini';
import { secureHandler } from '../../../runtime';
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
