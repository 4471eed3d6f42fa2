export type { SourceKind } from '../contract';
