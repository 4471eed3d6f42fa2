export * from './finding';
export * from './fix-level';
export * from './rampart';
export * from './rule-settings';
export * from './security-audit';
export * from './security-remediation';
export * from './severity';
export * from './user-rule';
