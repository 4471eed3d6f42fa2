export * from './secret-backed-function';
export * from './secret-backed-function-props';
export * from './secret-options';
export * from './secret-source';
export * from './secure-function';
export * from './secure-function-props';
export * from './security-alarms';
export * from './security-alarms-props';
