import { secureHandler } from '../../../runtime';

/** Greets whoever API Gateway has let in. */
export const handler = secureHandler({ source: 'api', action: 'news.connect' }, async (_request, { envelope, log }) => {
  log.info('connected', { connection: envelope.connectionId });
  return { statusCode: 200 };
});
