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

export interface ValidationReport {
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
  const validation = validated(app);
  return { ...JSON.parse(readFileSync(join(app.outdir, REPORT_FILE), 'utf8')), validation };
}

/** Synthesises an app that some plugin validates, and reads the report of CDK. */
export function validated(app: App): ValidationReport {
  return JSON.parse(readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8')) as ValidationReport;
}
