export type { SourceKind } from '../contract';
export { attack } from './attack';
export type { AttackOptions, AttackReport, Breach } from './attack';
export { carriedEvent, sampleEvent, SENDERS } from './samples';
