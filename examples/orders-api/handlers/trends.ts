import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

// What counts: that an item of the product was ordered. The rest of the order is not looked at.
const schema = z.looseObject({
  type: z.literal('INSERT'),
  image: z.looseObject({ product: z.string().check(z.regex(/^[a-z0-9-]{1,36}$/)), count: z.int().check(z.minimum(1), z.maximum(100)) }),
});

/** Notes what is ordered, and nothing about who ordered it: the metric of the log group counts the lines. */
export const handler = secureHandler({ source: 'dynamodb', action: 'order.count', schema }, async ({ image: { product, count } }, { log }) => {
  log.info('ordered', { product, count });
});
