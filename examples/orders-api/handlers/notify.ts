import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

/** Notes that an order was placed: its id, and nothing about its customer. */
export const handler = secureHandler({
  source: 'sns', action: 'order.announce', format: 'text', schema: z.string().check(z.regex(/^[\w-]{1,64}$/)),
}, async (order, { log }) => log.info('order placed', { order }));
