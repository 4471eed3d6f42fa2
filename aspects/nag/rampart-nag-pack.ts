import { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { NagPackProps } from 'cdk-nag'; // eslint-disable-line import/no-extraneous-dependencies -- types only: whoever has no cdk-nag is told so
import { IConstruct } from 'constructs';
import { cdkNag } from './cdk-nag';
import { judgedBy, RESOURCE_RULES, Said } from './judged';
import { AppModel } from '../model/app-model';
import { Settings } from '../rule/settings';
import type { RuleSettings } from '../rule-settings';
import { Severity } from '../severity';
import { everyConstruct, stagesBelow } from '../synthesis/acknowledged';
import { settingsFor } from '../synthesis/alarm-topic';
import { finalTemplates } from '../synthesis/final-templates';
import { stageOf, treeSources } from '../synthesis/tree-source';
import { failureViolation, idOf } from '../synthesis/violations';

const { NagMessageLevel, NagPack, NagRuleCompliance } = cdkNag();

/** The name of the pack, which stands before each rule's id. The audit is called `Rampart`, and both may run in one application. */
export const PACK_NAME = 'RampartNag';

/** How the pack judges: what only the owner of an application knows is said to it as it is to the audit. */
export interface RampartNagPackProps extends NagPackProps, RuleSettings {
  /**
   * The least severity that fails the synthesis; nothing fails it with `null`.
   *
   * @default - `HIGH`, as the audit does
   */
  readonly failOn?: Severity | null;
}

/**
 * Every rule of this library that judges resources one by one, as a pack of cdk-nag 3.
 *
 * `Validations.of(app).addPlugins(new RampartNagPack(app))`, next to other packs. A finding is acknowledged as theirs are:
 * `Validations.of(queue).acknowledge({ id: 'RampartNag::RampartNag-queue-encrypted', reason: '…' })`. The verdicts are those
 * of the audit, on the final templates: what the audit would not fail the build for does not fail it here.
 */
export class RampartNagPack extends NagPack {
  public override readonly name: string = PACK_NAME;
  public override readonly ruleIds: string[] = RESOURCE_RULES.map(rule => `${PACK_NAME}-${rule.id}`);

  private readonly failOn: Severity | undefined;
  private readonly isVerbose: boolean;
  private readonly settings: Settings;
  /** What the synthesis that validates now says: construct path → what is said of it. */
  private ofTemplates?: ReadonlyMap<string, readonly Said[]>;
  private said: ReadonlyMap<string, readonly Said[]> = new Map();

  /**
   * @param scope what the pack belongs to
   * @param props how it judges
   * @throws Error if a setting cannot be
   */
  public constructor(scope?: IConstruct, props: RampartNagPackProps = {}) {
    super(scope, props);
    this.packName = PACK_NAME;
    this.failOn = props.failOn === null ? undefined : props.failOn ?? Severity.HIGH;
    this.isVerbose = props.verbose ?? false;
    this.settings = settingsFor(props);
  }

  /** Called by the synthesis: judges the final templates. CDK takes a pack that throws for one that found nothing, so a failure is a report that fails. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      const constructs = new Map(everyConstruct(context.appConstruct).map(construct => [construct.node.path, construct]));
      this.ofTemplates = judgedBy(new AppModel(finalTemplates(context, constructs), this.settings), this.failOn);
      return super.validate(context);
    } catch (error) {
      return { success: false, violations: [failureViolation(error, context.stackTemplates[0]?.stackConstructPath ?? '')] };
    } finally {
      this.ofTemplates = undefined;
    }
  }

  /** Judges a part of a construct tree without a synthesis, for tests. */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const stages = (): readonly IConstruct[] => [stageOf(scope), ...stagesBelow(scope)];
    this.said = this.ofTemplates ?? new Map(stages().flatMap(stage => [...judgedBy(new AppModel(treeSources(stage), this.settings), this.failOn)]));
    const told = super.validateScope(scope).violations.flatMap(violation => this.detailed(violation));
    return { success: told.every(({ severity }) => severity !== 'error'), violations: told };
  }

  /** Called by cdk-nag for each resource. */
  protected override checkResource(node: CfnResource): void {
    for (const { finding, fails } of this.said.get(node.node.path) ?? []) {
      this.applyRule({
        ruleSuffixOverride: finding.rule,
        info: finding.message,
        explanation: finding.remedy,
        level: fails ? NagMessageLevel.ERROR : NagMessageLevel.WARN,
        node,
        rule: () => (idOf(finding) === finding.rule ? NagRuleCompliance.NON_COMPLIANT : [finding.detail!]),
      });
    }
  }

  /**
   * cdk-nag joins what has the same id, with the words and the severity of the first. Each finding has its own here, and says
   * which property of which resource of which template it is about.
   */
  private detailed({ ruleName, violatingResources }: PolicyViolation): PolicyViolation[] {
    const found = new Map<string, PolicyViolation>();
    for (const path of new Set(violatingResources.map(({ constructPath }) => constructPath!))) {
      for (const said of this.said.get(path)!.filter(one => `${PACK_NAME}-${idOf(one.finding)}` === ruleName)) {
        const one = this.violationOf(said, ruleName);
        const key = JSON.stringify([one.description, one.severity]);
        const before = found.get(key)?.violatingResources ?? [];
        found.set(key, { ...one, violatingResources: [...before, ...one.violatingResources] });
      }
    }
    return [...found.values()];
  }

  private violationOf({ finding, fails }: Said, ruleName: string): PolicyViolation {
    const { rule, message, remedy, verdict, provenance, property, constructPath, logicalId, template, severity } = finding;
    const isUndecided = verdict === 'undecided';
    const threat = this.isVerbose ? RESOURCE_RULES.find(one => one.id === rule)?.threat : undefined;
    return {
      ruleName,
      description: `${isUndecided ? 'Undecided: ' : ''}${message}${threat === undefined ? '' : `. ${threat}`}`,
      fix: remedy,
      severity: fails ? 'error' : isUndecided || provenance === 'helper' ? 'info' : 'warning',
      ruleMetadata: { severity },
      violatingResources: [{
        constructPath,
        resourceLogicalId: logicalId,
        templatePath: template,
        locations: property === undefined ? [] : [`Properties.${property}`],
      }],
    };
  }
}
