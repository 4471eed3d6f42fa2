import { tableRecoverable } from '../../aspects/rules/data/table-recoverable';
import { verdictsOf } from '../support/verdicts';

const on = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
const global = (Replicas: unknown) => ({ Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas } } });
const told = (resources: object) => verdictsOf(tableRecoverable, resources).map(({ verdict, repair }) => (verdict === 'undecided' ? verdict : repair));

test.each<[string, unknown, (string | undefined | object)[]]>([
  ['is on in each of them', [{ Region: 'a', ...on }, { Region: 'b', ...on }], []],
  ['is off in one of them', [{ Region: 'a', ...on }, { Region: 'b' }], ['OPERATIONAL']],
  ['is off in one, and another is only known at deployment', [{ Region: 'a' }, { Ref: 'Given' }], [expect.stringMatching(/only the deployment knows the replicas/)]],
  ['is on in one, and another is only known at deployment', [{ Region: 'a', ...on }, { Ref: 'Given' }], ['undecided']],
  ['has no replicas to be on in', [], ['OPERATIONAL']],
  ['has replicas that are only known at deployment', { Ref: 'Given' }, ['undecided']],
])('a setting of replicas %s', (_, replicas, verdicts) => {
  expect(told(global(replicas))).toEqual(verdicts);
});
