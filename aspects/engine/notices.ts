import { UserRuleError } from './user-rules';
import { Finding } from '../finding';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Severity } from '../severity';

/** What the audit says about itself, in the form that rules have. None of it can be acknowledged. */
export interface Notice {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly threat: string;
  readonly remedy: string;
}

/** A rule failed: a bug of ours. */
export const INTERNAL: Notice = {
  id: 'internal',
  severity: Severity.LOW,
  title: 'Every rule runs to its end',
  threat: 'A rule that fails judges nothing, so the weakness it looks for goes unseen.',
  remedy: 'This is a bug in cdk-rampart: please report it with the resource that it names.',
};

/** A rule of the user failed. */
const USER_RULE_RUNS: Notice = {
  id: 'user-rule-runs',
  severity: Severity.MEDIUM,
  title: 'Every rule of your own runs to its end',
  threat: 'A rule that fails judges nothing, so the weakness it looks for goes unseen.',
  remedy: 'Correct the check of the rule: it returns a list of findings, each with a message, and throws nothing.',
};

/** An acknowledgement matches no finding. */
export const ACKNOWLEDGEMENT_USED: Notice = {
  id: 'acknowledgement-used',
  severity: Severity.LOW,
  title: 'Every acknowledgement matches a finding',
  threat: 'An acknowledgement that matches nothing today silently accepts whatever matches it tomorrow.',
  remedy: 'Remove the acknowledgement, or correct its rule id, its detail or the construct it stands on.',
};

/** An acknowledgement is past its date. */
export const ACKNOWLEDGEMENT_CURRENT: Notice = {
  id: 'acknowledgement-current',
  severity: Severity.LOW,
  title: 'No acknowledgement has expired',
  threat: 'The date by which somebody meant to repair the weakness has passed.',
  remedy: 'Repair the finding, or decide anew and acknowledge it with a later date.',
};

/** An acknowledgement cannot be read. */
export const ACKNOWLEDGEMENT_VALID: Notice = {
  id: 'acknowledgement-valid',
  severity: Severity.MEDIUM,
  title: 'Every acknowledgement can be read',
  threat: 'An acknowledgement that cannot be read accepts nothing, though somebody believes that it does.',
  remedy: 'Name a rule id, give a reason, and write the date as YYYY-MM-DD.',
};

/** A Stage was out of the remediation's reach. */
const STAGE_REPAIRED: Notice = {
  id: 'stage-repaired',
  severity: Severity.MEDIUM,
  title: 'Every Stage is repaired where the App is',
  threat: 'An Aspect of the App does not enter a Stage, so what is repaired elsewhere is deployed unrepaired from there.',
  remedy: 'Call Rampart.protect after the Stage is made and before CodePipeline.addStage or stage.synth(), or call it on the Stage.',
};

/** A template refers to what it does not have, or in a circle. */
export const REFERENCE_RESOLVED: Notice = {
  id: 'reference-resolved',
  severity: Severity.LOW,
  title: 'Every reference of a template leads to something, and none in a circle',
  threat: 'CloudFormation refuses the template, and what the rules say of it rests on a part of it.',
  remedy: 'Correct the names or add what they refer to; break a circle at one of its hops. If the file is a part of a template, audit the whole.',
};

/** A resource of a template cannot be read. */
export const RESOURCE_READABLE: Notice = {
  id: 'resource-readable',
  severity: Severity.MEDIUM,
  title: 'Every resource of a template can be read',
  threat: 'What cannot be read was not judged, so a report without findings does not speak for it.',
  remedy: 'Give each resource a Type. Where another tool renders the template, audit what it renders.',
};

/** All notices. */
export const NOTICES: readonly Notice[] = [
  INTERNAL, USER_RULE_RUNS, ACKNOWLEDGEMENT_USED, ACKNOWLEDGEMENT_CURRENT, ACKNOWLEDGEMENT_VALID, STAGE_REPAIRED,
  REFERENCE_RESOLVED, RESOURCE_READABLE,
];

/** The finding that stands for a rule that threw. */
export function internalFinding(ruleId: string, resource: Resource | undefined, app: AppModel, error: unknown): Finding {
  const words = error instanceof Error ? error.message : String(error);
  const failed = `rule ${ruleId} failed${resource ? ` on ${resource.writtenId} (${resource.type})` : ''}: ${words}`;
  if (error instanceof UserRuleError) return { ...about(USER_RULE_RUNS, resource, app), message: `your ${failed}; correct it` };
  return { ...about(INTERNAL, resource, app), message: `the ${failed}` };
}

function about(notice: Notice, resource: Resource | undefined, app: AppModel): Omit<Finding, 'message'> {
  return {
    rule: notice.id,
    severity: notice.severity,
    stability: 'stable',
    verdict: 'undecided',
    provenance: resource?.provenance ?? 'user',
    template: resource?.template.path ?? app.templates[0]?.path ?? '',
    logicalId: resource?.writtenId ?? '',
    ...(resource?.constructPath === undefined ? {} : { constructPath: resource.constructPath }),
    remedy: notice.remedy,
  };
}

/** The finding that stands for a Stage that could not be repaired. */
export function stageFinding(stagePath: string, template: string, count: number): Finding {
  return {
    rule: STAGE_REPAIRED.id,
    severity: STAGE_REPAIRED.severity,
    stability: 'stable',
    verdict: 'undecided',
    provenance: 'user',
    template,
    logicalId: '',
    constructPath: stagePath,
    message: `the Stage ${stagePath} was audited but not repaired: ${count} of its findings have a fix of the level that was asked for`,
    remedy: STAGE_REPAIRED.remedy,
  };
}

/** What is said about a template, or about one of its resources that no rule has seen. */
export function templateFinding(notice: Notice, template: string, message: string, logicalId = ''): Finding {
  return { rule: notice.id, severity: notice.severity, stability: 'stable', verdict: 'undecided', provenance: 'user', template, logicalId, message, remedy: notice.remedy };
}
