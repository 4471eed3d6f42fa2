import { enforcedHandler } from './enforce.js';

/** What Lambda calls: loaded before the first event, because how it is called is written on it. */
export const handler = await enforcedHandler();
