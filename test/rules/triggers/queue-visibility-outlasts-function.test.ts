import { judge } from '../../../aspects/engine/audit';
import { SetProperty } from '../../../aspects/rule/patch';
import { isDeclined } from '../../../aspects/rule/rule';
import { queueVisibilityOutlastsFunction } from '../../../aspects/rules/triggers/queue-visibility-outlasts-function';
import { modelOfTemplate } from '../../support/synthesis';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

interface Reader { readonly Timeout?: unknown; readonly window?: unknown; readonly Enabled?: unknown }

/** The verdict on a queue with readers, and what the fix would set. */
function outcome(VisibilityTimeout: unknown, ...readers: readonly Reader[]): unknown {
  const resources = readers.map(({ Timeout, window, Enabled }, index) => ({
    [`F${index}`]: { Type: 'AWS::Lambda::Function', Properties: { Timeout } },
    [`M${index}`]: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: { Ref: `F${index}` }, MaximumBatchingWindowInSeconds: window, Enabled } },
  }));
  const app = modelOfTemplate({
    Parameters: { P: { Type: 'Number' } },
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 1] } },
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout } }, ...Object.assign({}, ...resources) },
  });
  const [judgement] = judge(app, [queueVisibilityOutlastsFunction]).judgements;
  if (judgement?.found.verdict !== 'noncompliant') return judgement?.found.verdict;
  const answer = queueVisibilityOutlastsFunction.fix!.repair(judgement.found, app);
  return isDeclined(answer) ? 'declined' : (answer.patches[0] as SetProperty).value;
}

test('asks for the largest need of several readers', () => {
  expect(outcome(60, { Timeout: 5 }, { Timeout: '60', window: '20' })).toBe(380);
  expect(outcome(380, { Timeout: 5 }, { Timeout: 60, window: 20 })).toBeUndefined();
});

test('asks nothing for a mapping that is off, and a pipe', () => {
  expect(outcome(30, { Timeout: 60, Enabled: false })).toBeUndefined();
  expect(outcome(30)).toBeUndefined();
});

test('is undecided where a timeout is only known at deployment, unless nothing could be too long', () => {
  expect(outcome(30, { Timeout: { Ref: 'P' } })).toBe('undecided');
  expect(outcome({ Ref: 'P' }, { Timeout: 5 })).toBe('undecided');
  expect(outcome(5400, { Timeout: { Ref: 'P' } })).toBeUndefined();
});

test('knows the branches of a condition', () => {
  const either = (yes: unknown, no: unknown) => ({ 'Fn::If': ['C', yes, no] });
  expect(outcome(60, { Timeout: either(5, 10) })).toBeUndefined();
  expect(outcome(50, { Timeout: either(5, 10) })).toBe('undecided');
  expect(outcome(20, { Timeout: either(5, 10) })).toBe('declined');
  expect(outcome(either(20, 25), { Timeout: 5 })).toBe(30);
});
