import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Finding } from '../../aspects/finding';
import { RepairNote } from '../../aspects/remediation/rounds';
import { REPORT_FILE } from '../../aspects/synthesis/plugin';

/** What an audited synthesis wrote. */
export interface AuditedSynthesis {
  readonly findings: Finding[];
  readonly acknowledged: Finding[];
  readonly repairs: RepairNote[];
  /** CDK's own report of the same. */
  readonly validation: ValidationReport;
}

interface ValidationReport {
  readonly pluginReports: {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: Violation[];
    readonly suppressedViolations?: (Violation & { reason: string; acknowledgedId: string })[];
  }[];
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly violatingConstructs: {
    readonly constructPath?: string;
    readonly stackTraces?: string[];
    readonly cloudFormationResource?: { logicalId: string; templatePath: string };
  }[];
}

/** Synthesises an app that an audit was added to, and reads the reports. Findings do not make it throw. */
export function synthesise(app: App): AuditedSynthesis {
  const { directory } = app.synth();
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  return { ...read(REPORT_FILE), validation: read('validation-report.json') };
}
