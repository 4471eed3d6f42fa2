import { unknownName, UsageError } from './usage-error';
import { Notice, NOTICES } from '../engine/notices';
import { Rule } from '../rule/rule';
import { RULES } from '../rules';

const ALL_IDS = [...RULES, ...NOTICES].map(rule => rule.id);

/** The rules that an audit runs. */
export function selectRules(only: readonly string[] | undefined, except: readonly string[] | undefined): readonly Rule[] {
  for (const id of [...only ?? [], ...except ?? []]) {
    if (RULES.some(rule => rule.id === id)) continue;
    if (NOTICES.some(notice => notice.id === id)) throw new UsageError(`${id} is no rule but says something about the audit itself; it can be neither chosen nor left out`);
    throw unknownName('rule', id, RULES.map(rule => rule.id), '`cdk-rampart rules` lists them');
  }
  const selected = RULES.filter(rule => (only === undefined || only.includes(rule.id)) && !except?.includes(rule.id));
  if (selected.length === 0) throw new UsageError('--only and --except leave no rule to run');
  return selected;
}

/** A rule, or something that the audit says about itself. */
export function ruleNamed(id: string): Rule | Notice {
  const found = [...RULES, ...NOTICES].find(rule => rule.id === id);
  if (found === undefined) throw unknownName('rule', id, ALL_IDS, '`cdk-rampart rules` lists them');
  return found;
}

/** The title of a rule, or its id where nobody knows it. */
export function titleOf(id: string): string {
  return [...RULES, ...NOTICES].find(rule => rule.id === id)?.title ?? id;
}
