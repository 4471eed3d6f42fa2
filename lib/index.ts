export * from './secure-function';
export * from './secure-function-props';
