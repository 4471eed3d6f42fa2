import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

// What AWS says of its own health: https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
const schema = z.looseObject({
  service: z.string().check(z.maxLength(100)),
  eventTypeCode: z.string().check(z.regex(/^[A-Z0-9_]{1,100}$/)),
});

/** Tells the operators' chat what AWS has announced. Whoever knows the address of the chat may write there, so it is a secret. */
export const handler = secureHandler({ source: 'eventbridge', action: 'health.announce', schema }, async ({ service, eventTypeCode }, { secrets }) => {
  await secrets.use('chat', address => post(String(address), `${service}: ${eventTypeCode}`));
});

async function post(address: string, text: string): Promise<void> {
  const answer = await fetch(address, { method: 'POST', body: JSON.stringify({ text }), signal: AbortSignal.timeout(2000) });
  if (!answer.ok) throw Object.assign(new Error(`the chat answered ${answer.status}`), { status: answer.status });
}
