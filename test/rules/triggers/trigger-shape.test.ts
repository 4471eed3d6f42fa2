import { rowsOf } from '../../../aspects/graphs/cascades';
import { triggers } from '../../../aspects/graphs/triggers';
import { eventSourceBounded } from '../../../aspects/rules/triggers/event-source-bounded';
import { triggerPermissionLinked } from '../../../aspects/rules/triggers/trigger-permission-linked';
import { triggerReachesAlias } from '../../../aspects/rules/triggers/trigger-reaches-alias';
import { modelOfTemplate } from '../../support/synthesis';
import { verdictsOf } from '../../support/verdicts';

const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const sub = (text: string) => ({ 'Fn::Sub': text });

describe('a function whose alias is kept ready', () => {
  const called = (type: string, properties: object) => verdictsOf(triggerReachesAlias, {
    F: resource('AWS::Lambda::Function'),
    A: resource('AWS::Lambda::Alias', { Name: 'live', FunctionName: ref('F'), ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } }),
    Q: resource('AWS::SQS::Queue'),
    T: resource(type, properties),
  }).length;
  const uri = (target: string) => sub(`arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${target}/invocations`);

  test.each([
    ['AWS::Lambda::Url', { TargetFunctionArn: ref('F'), Qualifier: 'live' }, 0],
    ['AWS::Lambda::Url', { TargetFunctionArn: ref('F') }, 1],
    ['AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('Q'), FunctionName: sub('${F}:live') }, 0],
    ['AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('Q'), FunctionName: sub('${F}:$LATEST') }, 1],
    ['AWS::ApiGateway::Method', { RestApiId: 'api', Integration: { Uri: uri('${F.Arn}:live') } }, 0],
    ['AWS::ApiGateway::Method', { RestApiId: 'api', Integration: { Uri: uri('${F.Arn}') } }, 1],
    ['AWS::ApiGateway::RestApi', { Body: { paths: { '/': [{ uri: uri('${F.Arn}') }] } } }, 1],
    ['AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'a', Arn: ref('A') }] }, 0],
  ])('%s %j: %i', (type, properties, findings) => {
    expect(called(type, properties)).toBe(findings);
  });
});

describe('a permission', () => {
  const permitted = (SourceArn: unknown, more: object = {}) => verdictsOf(triggerPermissionLinked, {
    P: resource('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com', SourceArn, ...more }),
    R: resource('AWS::Events::Rule', { Name: 'nightly', Targets: [{ Id: 'a', Arn: sub('arn:aws:sns:${AWS::Region}:${AWS::AccountId}:told') }] }),
  }).length;
  const own = (rest: string) => sub(`arn:aws:sns:\${AWS::Region}:\${AWS::AccountId}:${rest}`);

  test.each([
    [own('gone'), 1],
    [own('told'), 0],
    [own('go*'), 0],
    [own('${Given}'), 0],
    [sub('arn:aws:events:${AWS::Region}:${AWS::AccountId}:rule/nightly'), 0],
    [sub('arn:aws:events:${AWS::Region}:${AWS::AccountId}:rule/${R}'), 0],
    [sub('arn:aws:sns:${AWS::Region}:444455556666:gone'), 0],
    [undefined, 0],
  ])('for %j: %i', (source, findings) => {
    expect(permitted(source)).toBe(findings);
  });
});

describe('a stream', () => {
  const reading = (properties: object) => verdictsOf(eventSourceBounded, {
    M: resource('AWS::Lambda::EventSourceMapping', { FunctionName: 'f', EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', ...properties }),
  }).map(({ verdict, repair }) => (verdict === 'undecided' ? verdict : repair));

  test.each([
    [{ MaximumRetryAttempts: 0, BatchSize: 1 }, []],
    [{ MaximumRecordAgeInSeconds: '60', BisectBatchOnFunctionError: 'true' }, []],
    [{ MaximumRetryAttempts: 3, BisectBatchOnFunctionError: ref('Given') }, ['undecided']],
    [{ MaximumRetryAttempts: ref('Given'), BisectBatchOnFunctionError: true }, ['undecided']],
    [{ BisectBatchOnFunctionError: true }, ['STRICT']],
  ])('%j: %j', (properties, expected) => {
    expect(reading(properties)).toEqual(expected);
  });

  test('from elsewhere is not judged', () => {
    expect(reading({ EventSourceArn: ref('Given'), StartingPosition: 'LATEST' })).toEqual([]);
  });
});

test('a row of functions ends where it comes back to itself', () => {
  const fn = (next: string) => resource('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: arn(next) } });
  const row = (from: string, to: string) => resource('AWS::Lambda::EventInvokeConfig', {
    FunctionName: ref(from), Qualifier: '$LATEST', DestinationConfig: { OnSuccess: { Destination: arn(to) } },
  });
  const app = modelOfTemplate({
    Resources: {
      T: resource('AWS::SNS::Topic'),
      S: resource('AWS::SNS::Subscription', { TopicArn: ref('T'), Protocol: 'lambda', Endpoint: arn('A') }),
      A: fn('Q'),
      B: fn('Q'),
      C: fn('Q'),
      Q: resource('AWS::SQS::Queue'),
      AB: row('A', 'B'),
      BC: row('B', 'C'),
      CA: row('C', 'A'),
    },
  });
  expect(rowsOf(app.once(triggers), 2).map(nodes => nodes.map(({ name }) => name).join(' '))).toEqual(['A B C']);
});
