import { lambdaRuntimeSupported } from '../../../aspects/rules/dependencies/lambda-runtime-supported';
import { verdictsOf } from '../../support/verdicts';

const verdicts = (Runtime: unknown) => verdictsOf(lambdaRuntimeSupported, { F: { Type: 'AWS::Lambda::Function', Properties: { Runtime } } });

beforeEach(() => jest.useFakeTimers({ now: new Date('2027-03-01') }));
afterEach(() => jest.useRealTimers());

test('says when the support ends, before it does', () => {
  expect(verdicts('nodejs22.x')).toMatchObject([{ verdict: 'noncompliant', message: 'Lambda patches nodejs22.x until 2027-04-30' }]);
  expect(verdicts('nodejs20.x')).toMatchObject([{ verdict: 'noncompliant', message: 'Lambda has not patched nodejs20.x since 2026-04-30' }]);
});

test('knows the branches of a condition', () => {
  expect(verdicts({ 'Fn::If': ['C', 'nodejs24.x', 'python3.14'] })).toEqual([]);
  expect(verdicts({ 'Fn::If': ['C', 'nodejs24.x', 'nodejs16.x'] })).toMatchObject([{ verdict: 'undecided' }]);
});

