import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

interface Request { readonly body: string; readonly requestContext: { readonly authorizer: { readonly claims: { readonly sub: string } } } }
interface Order { readonly product: string; readonly count: number }

const queue = new SQSClient({});
const secrets = new SecretsManagerClient({});

/** Reserves the payment and puts the order in the queue. API Gateway has validated its body. */
export async function handler({ body, requestContext }: Request) {
  const { product, count } = JSON.parse(body) as Order;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.PAYMENT_SECRET_ARN }));
  if (SecretString === undefined) throw new Error('the payment secret holds no text');
  await reservePayment(SecretString, { product, count });
  const order = { product, count, customer: requestContext.authorizer.claims.sub };
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: JSON.stringify(order) }));
  return { statusCode: 202 };
}

async function reservePayment(key: string, order: Order): Promise<void> {
  const answer = await fetch('https://payments.example.com/reservations', {
    method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(order), signal: AbortSignal.timeout(2000),
  });
  if (!answer.ok) throw new Error(`the payment provider answered ${answer.status}`);
}
