import { Logger } from '@aws-lambda-powertools/logger';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import { APIGatewayProxyEventSchema } from '@aws-lambda-powertools/parser/schemas';
import { z } from 'zod';

const logger = new Logger({ serviceName: 'tested' });
const order = z.object({ product: z.string().regex(/^[a-z0-9-]{1,36}$/), count: z.number().int().min(1).max(100) }).strict();
const schema = APIGatewayProxyEventSchema.extend({ body: JSONStringified(order) });

export const handler = async (event, context) => {
  logger.addContext(context);
  const { body: { product } } = schema.parse(event);
  if (process.env.SECRET !== undefined) await getSecret(process.env.SECRET, { maxAge: 300 });
  logger.info('order.create', { outcome: 'ok' });
  return { statusCode: 200, body: JSON.stringify({ product }) };
};
