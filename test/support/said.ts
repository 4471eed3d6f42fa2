import { modelOfTemplate } from './synthesis';
import { judge } from '../../aspects/engine/audit';
import { AddResource, Patch, SetProperty } from '../../aspects/rule/patch';
import { isDeclined, Rule } from '../../aspects/rule/rule';

const PARAMETERS = { Given: { Type: 'String' }, Other: { Type: 'String' } };
const CONDITIONS = { IsGiven: { 'Fn::Equals': [{ Ref: 'Given' }, 'yes'] } };

function judged(rule: Rule, resources: object) {
  const app = modelOfTemplate({ Parameters: PARAMETERS, Conditions: CONDITIONS, Resources: resources });
  return { app, found: judge(app, [rule]).judgements.map(one => one.found) };
}

/** What a rule says of the resources of a template that has the parameters `Given` and `Other`, and the condition `IsGiven`. */
export function saidOf(rule: Rule, resources: object): string[] {
  return judged(rule, resources).found.map(({ verdict, subject, message }) => `${verdict} | ${subject.writtenId} | ${message}`);
}

/** How a rule would repair them: the level and what it sets and adds, or why not. */
export function repairsOf(rule: Rule, resources: object): string[] {
  const { app, found } = judged(rule, resources);
  return found.filter(({ verdict }) => verdict === 'noncompliant').map(one => {
    const answer = rule.fix!.repair(one, app);
    return isDeclined(answer) ? answer.declined : [answer.level, ...answer.patches.map(wordsOf)].join(' ');
  });
}

function wordsOf(patch: Patch): string {
  if (patch instanceof SetProperty) return `${patch.property}=${JSON.stringify(patch.value)}`;
  return patch instanceof AddResource ? patch.type : patch.constructor.name;
}
