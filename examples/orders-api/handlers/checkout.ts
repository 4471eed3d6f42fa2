import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { secureHandler } from '../../../runtime';
import { Order } from '../schemas';

const queue = new SQSClient({});
const secrets = new SecretsManagerClient({});

/** Reserves the payment and puts the order in the queue. */
export const handler = secureHandler({ source: 'api', action: 'order.create', schema: Order }, async (order, { claims }) => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.PAYMENT_SECRET_ARN }));
  if (SecretString === undefined) throw new Error('the payment secret holds no text');
  await reservePayment(SecretString, order);
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: JSON.stringify({ ...order, customer: claims.sub }) }));
  return { statusCode: 202 };
});

async function reservePayment(key: string, order: Order): Promise<void> {
  const answer = await fetch('https://payments.example.com/reservations', {
    method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(order), signal: AbortSignal.timeout(2000),
  });
  if (!answer.ok) throw new Error(`the payment provider answered ${answer.status}`);
}
