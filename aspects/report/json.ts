import { AuditResult } from '../engine/audit';

/** The result of an audit as JSON: the contract of the command line. */
export function jsonReport({ findings, acknowledged }: AuditResult): string {
  return `${JSON.stringify({ findings, acknowledged }, undefined, 2)}\n`;
}
