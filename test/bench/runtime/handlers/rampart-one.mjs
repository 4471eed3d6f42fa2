import { secureHandler } from 'cdk-rampart/runtime/api';

// Without a schema, for the size of the boundary alone.
export const handler = secureHandler({ source: 'api', action: 'order.create' }, async ({ body: { product } }) => ({ statusCode: 200, body: JSON.stringify({ product }) }));
