import { metricIndex, watchedMetrics } from '../../aspects/alarms/alarms';
import { modelOfTemplate } from '../support/synthesis';

function watched(properties: object): string[] {
  const app = modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } });
  return watchedMetrics(app).map(({ namespace, name, dimensions }) => `${namespace} ${name} ${dimensions === undefined ? 'undecided' : [...dimensions].join()}`.trim());
}

function stat(Id: string, MetricName: string, more: object = {}) {
  return { Id, MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName }, Period: 60, Stat: 'Sum' }, ReturnData: false, ...more };
}

test('an alarm watches the metric that it names', () => {
  const Dimensions = [{ Name: 'FunctionName', Value: 'orders' }];
  expect(watched({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions })).toEqual(['AWS/Lambda Errors FunctionName,orders']);
  expect(watched({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: { Ref: 'Given' } })).toEqual(['AWS/Lambda Errors undecided']);
});

describe('metric maths', () => {
  test.each<[string, object[], string[]]>([
    ['by id', [stat('a', 'Errors'), stat('b', 'Throttles'), { Id: 'e', Expression: 'a * 2' }], ['AWS/Lambda Errors']],
    ['over several hops', [stat('a', 'Errors'), { Id: 'b', Expression: 'a', ReturnData: false }, { Id: 'e', Expression: 'FILL(b, 0)' }], ['AWS/Lambda Errors']],
    ['all of them', [stat('a', 'Errors'), stat('b', 'Throttles'), { Id: 'e', Expression: 'SUM(METRICS())' }], ['AWS/Lambda Errors', 'AWS/Lambda Throttles']],
    ['those of a name', [stat('err1', 'Errors'), stat('b', 'Throttles'), { Id: 'e', Expression: 'SUM(METRICS("err"))' }], ['AWS/Lambda Errors']],
    ['not by a word in a text', [stat('a', 'Errors'), { Id: 'e', Expression: 'SEARCH("a", "Sum", 60)' }], []],
    ['whatever the deployment writes', [stat('a', 'Errors'), { Id: 'e', Expression: { Ref: 'Given' } }], ['AWS/Lambda Errors']],
    ['a metric that is returned itself', [stat('a', 'Errors', { ReturnData: 'true' })], ['AWS/Lambda Errors']],
  ])('%s', (_, Metrics, expected) => {
    expect(watched({ Metrics })).toEqual(expected);
  });

  test('is read in each branch of a condition', () => {
    expect(watched({ Metrics: { 'Fn::If': ['Unknown', [stat('a', 'Errors', { ReturnData: true })], { Ref: 'AWS::NoValue' }] } })).toEqual(['AWS/Lambda Errors']);
  });
});

test.each([
  ['SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName', ['AWS/Lambda Errors']],
  ['SELECT MAX("Errors") FROM "AWS/Lambda"', ['AWS/Lambda Errors']],
  ['SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = \'orders\'', ['AWS/Lambda Errors undecided']],
  ['TIME_SERIES(1)', []],
])('a query: %s', (Expression, expected) => {
  expect(watched({ Metrics: [{ Id: 'q', Expression, Period: 60 }] })).toEqual(expected);
});

test('the index knows that a metric is only known at deployment', () => {
  const alarm = (MetricName: unknown) => ({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/Lambda', MetricName } } });
  const index = (resources: object) => metricIndex(modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Resources: resources }));
  expect(index(alarm('Errors'))).toMatchObject({ open: false });
  expect(index(alarm('Errors')).of('AWS/Lambda', 'Errors')).toHaveLength(1);
  expect(index(alarm({ Ref: 'Given' })).open).toBe(true);
});
