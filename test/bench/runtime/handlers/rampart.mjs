import { secureHandler } from 'cdk-rampart/runtime';
import * as z from 'zod/mini';

const schema = z.object({ product: z.string().check(z.regex(/^[a-z0-9-]{1,36}$/)), count: z.int().check(z.minimum(1), z.maximum(100)) });
const usesSecret = process.env.RAMPART_FACTS !== undefined;

export const handler = secureHandler({ source: 'api', action: 'order.create', schema }, async ({ product }, { secrets }) => {
  if (usesSecret) await secrets.get('payments');
  return { statusCode: 200, body: JSON.stringify({ product }) };
});
