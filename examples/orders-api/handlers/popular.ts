import * as z from 'zod/mini';
import { secureHandler } from '../../../runtime';

// What was looked at; who looked is not asked.
const schema = z.object({ product: z.string().check(z.regex(/^[a-z0-9-]{1,36}$/)) });

/** Notes what customers look at: the metric of the log group counts the lines. */
export const handler = secureHandler({ source: 'kinesis', action: 'product.look', schema }, async ({ product }, { log }) => {
  log.info('looked at', { product });
});
