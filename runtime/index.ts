export * from './exports';
export { secureHandler } from './handler/secure-handler';
