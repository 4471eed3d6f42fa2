import { Annotations, IAspect } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementOf } from './engine/acknowledgements';
import { judge, toFinding } from './engine/audit';
import { failsBuild } from './engine/fails-build';
import { select } from './engine/selection';
import { withUserRules } from './engine/user-rules';
import { AppModel } from './model/app-model';
import { RuleSettings } from './rule-settings';
import { RULES } from './rules';
import { Severity } from './severity';
import { acknowledgementsIn, everyConstruct } from './synthesis/acknowledged';
import { settingsFor } from './synthesis/alarm-topic';
import { AuditScope, RampartPlugin } from './synthesis/plugin';
import { stageOf, treeSources } from './synthesis/tree-source';
import { IRule } from './user-rule';

/** What an audit looks for, and what it does about it. */
export interface SecurityAuditProps extends RuleSettings {
  /**
   * Rules of your own, judged besides those of this library.
   *
   * @default - only the rules of this library
   */
  readonly rules?: IRule[];
  /**
   * The ids of the rules to judge by.
   *
   * @default - every rule
   */
  readonly only?: string[];
  /**
   * The ids of the rules to leave out.
   *
   * @default - no rule is left out
   */
  readonly except?: string[];
  /**
   * The least severity of a finding that fails the synthesis.
   *
   * @default - findings of severity HIGH and CRITICAL fail it
   */
  readonly failOn?: Severity;
  /**
   * Whether findings never fail the synthesis.
   *
   * @default - findings of the severity in `failOn` and above fail it
   */
  readonly reportOnly?: boolean;
  /**
   * Whether findings are also written as annotations, for unit tests with `Annotations.fromStack`. They cannot be
   * acknowledged as annotations, only as findings.
   *
   * @default - findings go to CDK's validation report and to rampart-report.json
   */
  readonly annotate?: boolean;
}

/**
 * Judges the scope that it is added to, and reports to CDK's validation. It changes nothing.
 *
 * The judgement is made on the final templates, so it sees overrides, raw resources and included templates.
 */
export class SecurityAudit implements IAspect {
  private readonly scope: Omit<AuditScope, 'path'>;
  private readonly annotate: boolean;
  private readonly scopes: IConstruct[] = [];

  /**
   * @param props what to look for
   * @throws Error if a rule is named that does not exist, a rule of your own has an id that is taken, or a setting cannot be
   */
  public constructor(props: SecurityAuditProps = {}) {
    this.scope = {
      rules: select(withUserRules(RULES, props.rules), props),
      failOn: props.reportOnly ? undefined : props.failOn ?? Severity.HIGH,
      settings: settingsFor(props),
    };
    this.annotate = props.annotate ?? false;
  }

  /**
   * Registers the audit of the scope with the App; the judgement is made when the templates are final.
   *
   * @param node the construct that CDK visits
   */
  public visit(node: IConstruct): void {
    if (this.scopes.some(scope => node.node.scopes.includes(scope))) return;
    this.scopes.push(node);
    this.register(node);
    if (this.annotate) this.writeAnnotations(node);
  }

  /** Registers the audit of a scope with its App. */
  public register(scope: IConstruct): void {
    RampartPlugin.of(scope).addAudit({ ...this.scope, path: scope.node.path });
  }

  private writeAnnotations(scope: IConstruct): void {
    const app = new AppModel(treeSources(stageOf(scope)), this.scope.settings);
    const acknowledgements = acknowledgementsIn(everyConstruct(scope.node.root));
    const constructs = new Map(scope.node.findAll().map(construct => [construct.node.path, construct]));
    for (const judgement of judge(app, this.scope.rules).judgements) {
      const { subject } = judgement.found;
      const construct = constructs.get(subject.constructPath ?? '');
      const finding = toFinding(judgement, app, {});
      if (construct === undefined || acknowledgementOf(finding, subject, acknowledgements)) continue;
      const text = `${finding.message}: ${finding.remedy}`;
      if (failsBuild(finding, this.scope.failOn)) Annotations.of(construct).addError(`${text} [Rampart::${finding.rule}]`);
      else Annotations.of(construct).addWarningV2(`Rampart::${finding.rule}`, text);
    }
  }
}
