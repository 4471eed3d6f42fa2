import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { secureHandler } from '../../../runtime';
import { Order } from '../schemas';

const queue = new SQSClient({});

/** Reserves the payment and puts the order in the queue. */
export const handler = secureHandler({ source: 'api', action: 'order.create', schema: Order }, async (order, { claims, secrets }) => {
  // Where the provider refuses the key, it is fetched anew and tried once more: it may have been replaced by hand.
  await secrets.use('payments', key => reservePayment(String(key), order));
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: JSON.stringify({ ...order, customer: claims.sub }) }));
  return { statusCode: 202 };
});

async function reservePayment(key: string, order: Order): Promise<void> {
  const answer = await fetch('https://payments.example.com/reservations', {
    method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(order), signal: AbortSignal.timeout(2000),
  });
  if (!answer.ok) throw Object.assign(new Error(`the payment provider answered ${answer.status}`), { status: answer.status });
}
