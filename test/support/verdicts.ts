import { modelOfTemplate } from './synthesis';
import { judge } from '../../aspects/engine/audit';
import { isDeclined, Rule } from '../../aspects/rule/rule';

/** What a rule says of the resources of a template, and how it would repair each: the level, or why not. */
export function verdictsOf(rule: Rule, resources: object): { readonly verdict: string; readonly repair?: string; readonly message: string }[] {
  const app = modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'Given' }, 'x'] } }, Resources: resources });
  const { judgements, failures } = judge(app, [rule]);
  expect(failures).toEqual([]);
  return judgements.map(({ found }) => {
    const answer = rule.fix?.repair(found, app);
    return { verdict: found.verdict, message: found.message, repair: answer && (isDeclined(answer) ? answer.declined : answer.level) };
  });
}
