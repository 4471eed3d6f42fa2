import { CfnResource, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { select } from './engine/selection';
import { FixLevel } from './fix-level';
import { liesUnder } from './model/construct-path';
import { remediate } from './remediation/remediate';
import { Rule } from './rule/rule';
import { Settings } from './rule/settings';
import { RuleSettings } from './rule-settings';
import { RULES } from './rules';
import { acknowledgementsIn, everyConstruct } from './synthesis/acknowledged';
import { settingsFor } from './synthesis/alarm-topic';
import { RampartPlugin } from './synthesis/plugin';
import { constructsIn, stageOf } from './synthesis/tree-source';

/** What a remediation may do. */
export interface SecurityRemediationProps extends RuleSettings {
  /**
   * The level of the fixes to make.
   *
   * @default - only fixes that nobody can notice (`FixLevel.SAFE`)
   */
  readonly level?: FixLevel;
  /**
   * The ids of the rules whose findings are repaired. Required for `FixLevel.STRICT`: its fixes are asked for rule by rule.
   *
   * @default - the findings of every rule are repaired
   */
  readonly only?: string[];
  /**
   * The ids of the rules whose findings are left alone.
   *
   * @default - no rule is left out
   */
  readonly except?: string[];
}

/**
 * Repairs what the rules find, in the construct tree, before it is rendered.
 *
 * Add it with its own priority, so that it runs after the Aspects that make and change resources:
 * `Aspects.of(stack).add(new SecurityRemediation(), { priority: SecurityRemediation.PRIORITY })`.
 * An Aspect does not enter the Stages below its scope: add it to each Stage, or use `Rampart.protect`.
 */
export class SecurityRemediation implements IAspect {
  /** After the Aspects of users, before those that only read. */
  public static readonly PRIORITY = 900;

  private readonly level: FixLevel;
  private readonly rules: readonly Rule[];
  private readonly settings: Settings;
  private readonly scopes: IConstruct[] = [];
  private readonly seen = new Map<IConstruct, ReadonlySet<string>>();

  /**
   * @param props what it may do
   * @throws Error if a rule is named that does not exist, a strict fix is asked for without naming rules, or a setting cannot be
   */
  public constructor(props: SecurityRemediationProps = {}) {
    this.level = props.level ?? FixLevel.SAFE;
    if (this.level === FixLevel.STRICT && props.only === undefined) {
      throw new Error('FixLevel.STRICT may refuse callers or drop data: name the rules whose strict fixes you want in only: [...]');
    }
    this.rules = select(RULES, props).filter(rule => rule.fix !== undefined);
    this.settings = settingsFor(props);
  }

  /**
   * Repairs once the last construct of the scope is reached: by then the Aspects before it have visited everything.
   *
   * @param node the construct that CDK visits
   */
  public visit(node: IConstruct): void {
    const scope = this.scopeOf(node);
    if (node === scope) this.seen.delete(scope); // a new synthesis begins
    const seen = this.seen.get(scope);
    const isLate = seen !== undefined && CfnResource.isCfnResource(node) && !seen.has(node.node.path);
    if (isLate || (seen === undefined && node === lastOf(scope))) this.repair(scope);
  }

  private repair(scope: IConstruct): void {
    const stage = stageOf(scope);
    RampartPlugin.of(scope).remediated(stage.node.path, this.level);
    const notes = remediate(stage, {
      rules: this.rules,
      level: this.level,
      acknowledgements: acknowledgementsIn(everyConstruct(scope.node.root)),
      within: subject => liesUnder(subject.constructPath ?? '', scope.node.path),
    }, RampartPlugin.of(scope).settingsOfRepair(scope.node.path, this.settings));
    RampartPlugin.of(scope).noted(notes);
    this.seen.set(scope, new Set([...constructsIn(scope)].map(construct => construct.node.path)));
  }

  /** CDK visits a scope before what lies in it, so a construct outside all known scopes is a new one. */
  private scopeOf(node: IConstruct): IConstruct {
    const known = this.scopes.find(scope => node.node.scopes.includes(scope) && stageOf(scope) === stageOf(node));
    if (known) return known;
    this.scopes.push(node);
    RampartPlugin.of(node).expectRepairs(node.node.path, this.level);
    return node;
  }
}

/** The construct that is visited last in a scope. */
function lastOf(scope: IConstruct): IConstruct {
  const inside = scope.node.children.filter(child => !Stage.isStage(child));
  return inside.length === 0 ? scope : lastOf(inside[inside.length - 1]);
}
