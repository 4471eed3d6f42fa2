import { Example } from './example';
import { Found } from './found';
import { Patch } from './patch';
import type { Settings } from './settings';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Severity } from '../severity';

/** The threats that rules are grouped by. */
export const THEMES = ['identity', 'secrets', 'monitoring', 'input', 'triggers', 'dependencies', 'resilience', 'network', 'data', 'isolation'] as const;

/** The threat that a rule answers. */
export type Theme = typeof THEMES[number];

/** A rule that may fail a build is `stable`: its verdicts on foreign templates were measured. */
export type Stability = 'preview' | 'stable';

/** What everybody may know of a rule. */
export interface RuleFacts {
  /** Kebab-case; states the safe condition; equals the file name; public and permanent. */
  readonly id: string;
  readonly theme: Theme;
  readonly severity: Severity;
  readonly stability: Stability;
  /** The safe state, in one line. */
  readonly title: string;
  /** What an attacker gains. */
  readonly threat: string;
  /** What to type. */
  readonly remedy: string;
  /** AWS documentation first, then CWE and the OWASP Serverless Top 10. */
  readonly links: readonly string[];
  /** The same question in other tools: `checkov:CKV_AWS_45`. */
  readonly covers: readonly string[];
}

/** What a check says: nothing where the safe condition holds. */
export type Findings = Found | undefined | Iterable<Found>;

/** A CloudFormation resource type. */
export type ResourceType = `${string}::${string}`;

/** A rule over resources of some types. */
export interface ResourceRule {
  readonly target: ResourceType | readonly ResourceType[];
  /** Judges one resource. Pure: it reads, and returns what it found. */
  check(resource: Resource, app: AppModel): Findings;
}

/** A rule over the whole application. */
export interface AppRule {
  readonly target: 'app';
  /** Judges the application. Pure: it reads, and returns what it found. */
  check(app: AppModel): Findings;
}

/** The code that repairs what a rule finds. */
export interface Fix {
  /** The levels that its repairs may have. */
  readonly levels: readonly FixLevel[];
  /** Why it keeps the promise of its level. */
  readonly why: string;
  /** The rules whose fixes come first where both are asked for: this one builds on what they leave. All others may be made in any order. */
  readonly after?: readonly string[];
  /** The setting without which it repairs nothing: `alarmTopic`. */
  readonly needs?: keyof Settings;
  /** Whether it comes before all others, which ask what it decides. */
  readonly first?: true;
  /** Says how to repair one finding, or why it cannot be done. Pure: the changes are made by others. */
  repair(found: Found, app: AppModel): Repair | Declined;
}

/** How to repair one finding. */
export interface Repair {
  readonly level: FixLevel;
  readonly patches: readonly Patch[];
}

/** Why a finding cannot be repaired. */
export interface Declined {
  /** In one sentence that starts in lower case and has no full stop. */
  readonly declined: string;
}

/** Whether an answer of a fix is a refusal. */
export function isDeclined<T extends object>(answer: T | Declined): answer is Declined {
  return 'declined' in answer;
}

/** A rule: facts, a check, perhaps a fix, and examples of both verdicts. */
export type Rule = RuleFacts & (ResourceRule | AppRule) & {
  /** The code that repairs it; where there is none, a comment at the rule says why. */
  readonly fix?: Fix;
  readonly examples: readonly Example[];
};

/** The resource types that a rule judges; none where it judges the application. */
export function targetTypes(rule: ResourceRule | AppRule): readonly string[] {
  if (rule.target === 'app') return [];
  return typeof rule.target === 'string' ? [rule.target] : rule.target;
}

/** What came of one resource: something found, or the error of a rule that failed on it. */
export interface RuleOutcome {
  readonly found?: Found;
  readonly error?: unknown;
  readonly resource?: Resource;
}

/**
 * Runs a rule over the resources that it judges.
 *
 * @param rule the rule
 * @param app the application
 * @param chosen leaves resources out before they are read, as reading costs in a construct tree
 */
export function foundBy(rule: Rule, app: AppModel, chosen?: (resource: Resource) => boolean): readonly RuleOutcome[] {
  const outcomes: RuleOutcome[] = [];
  if (rule.target === 'app') {
    run(rule, undefined, app, outcomes);
  } else {
    for (const resource of app.ofType(...targetTypes(rule))) {
      if (chosen === undefined || chosen(resource)) run(rule, resource, app, outcomes);
    }
  }
  return outcomes;
}

function run(rule: Rule, resource: Resource | undefined, app: AppModel, outcomes: RuleOutcome[]): void {
  try {
    const answer = rule.target === 'app' ? rule.check(app) : rule.check(resource!, app);
    if (answer === undefined) return;
    if (Symbol.iterator in answer) outcomes.push(...[...answer].map(found => ({ found, resource })));
    else outcomes.push({ found: answer, resource });
  } catch (error) {
    outcomes.push({ error, resource });
  }
}
