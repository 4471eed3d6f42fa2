import { secureHandler } from 'cdk-rampart/runtime';
import { integer, maxValue, minValue, number, object, pipe, regex, string } from 'valibot';

const schema = object({ product: pipe(string(), regex(/^[a-z0-9-]{1,36}$/)), count: pipe(number(), integer(), minValue(1), maxValue(100)) });

export const handler = secureHandler({ source: 'api', action: 'order.create', schema }, async ({ product }) => ({ statusCode: 200, body: JSON.stringify({ product }) }));
