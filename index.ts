export * from './aspects';
export * from './lib';
