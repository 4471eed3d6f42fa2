import { judge } from '../../../aspects/engine/audit';
import { TREE_REFERENCE } from '../../../aspects/model/evaluate';
import { SetProperty } from '../../../aspects/rule/patch';
import { isDeclined } from '../../../aspects/rule/rule';
import { apigwStageNoDataTrace as rule } from '../../../aspects/rules/monitoring/apigw-stage-no-data-trace';
import { modelOfTemplate } from '../../support/synthesis';

const OPEN = { Ref: 'Traced' };
const ON = { HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: true };
const EITHER = { 'Fn::If': ['IsTraced', ON, { ...ON, DataTraceEnabled: false }] };

function judged(type: string, properties: object) {
  const app = modelOfTemplate({
    Parameters: { Traced: { Type: 'String' } },
    Conditions: { IsTraced: { 'Fn::Equals': [{ Ref: 'Traced' }, 'yes'] } },
    Resources: { Stage: { Type: type, Properties: properties } },
  });
  const { judgements } = judge(app, [rule]);
  return judgements.map(({ found }) => ({ ...found, answer: rule.fix!.repair(found, app) }));
}

function repaired(type: string, properties: object) {
  return judged(type, properties).map(({ answer }) => (isDeclined(answer) ? answer.declined : answer.patches.map(patch => {
    const { property, value } = patch as SetProperty;
    return [property, value];
  })));
}

test.each<[string, unknown, string[]]>([
  ['one method of several', [{ ...ON, DataTraceEnabled: false }, ON], ['noncompliant']],
  ['a method, beside one that is open', [ON, { ...ON, DataTraceEnabled: OPEN }], ['noncompliant']],
  ['one branch of a condition', [EITHER], ['undecided']],
  ['each branch of a condition', { 'Fn::If': ['IsTraced', [ON], [ON, EITHER]] }, ['noncompliant']],
  ['settings that are open', OPEN, ['undecided']],
  ['nothing', [{ HttpMethod: '*', LoggingLevel: 'INFO' }], []],
])('a stage with data tracing on for %s', (_, settings, verdicts) => {
  expect(judged('AWS::ApiGateway::Stage', { MethodSettings: settings }).map(found => found.verdict)).toEqual(verdicts);
});

test('names the methods', () => {
  const [{ message }] = judged('AWS::ApiGateway::Stage', { MethodSettings: [{ ...ON, HttpMethod: 'POST', ResourcePath: '/~1login' }, ON] });

  expect(message).toBe('whole requests and responses are logged for POST /~1login, every method');
});

describe('the fix', () => {
  test('turns off what is known to be on, and leaves the rest of the list as it stands', () => {
    const open = { HttpMethod: 'GET', ResourcePath: '/a', DataTraceEnabled: OPEN, ThrottlingRateLimit: { Ref: 'Traced' } };

    expect(repaired('AWS::ApiGateway::Stage', { MethodSettings: [{ ...ON, DataTraceEnabled: 'true' }, open] })).toEqual([
      [['MethodSettings', [{ ...ON, DataTraceEnabled: false }, open]]],
    ]);
  });

  test('repairs the default and the routes of a WebSocket API apart', () => {
    const properties = { DefaultRouteSettings: { DataTraceEnabled: true }, RouteSettings: { 'a.b': { DataTraceEnabled: true, LoggingLevel: 'INFO' } } };

    expect(repaired('AWS::ApiGatewayV2::Stage', properties)).toEqual([
      [['DefaultRouteSettings.DataTraceEnabled', false]], [['RouteSettings', { 'a.b': { DataTraceEnabled: false, LoggingLevel: 'INFO' } }]],
    ]);
  });

  test('is declined for a stage that a deployment makes, and for a reference that leads out of the application', () => {
    expect(repaired('AWS::ApiGateway::Deployment', { StageDescription: { MethodSettings: [ON] } })).toEqual([expect.stringMatching(/only when it makes/)]);
    expect(repaired('AWS::ApiGateway::Stage', { MethodSettings: [{ ...ON, LoggingLevel: { [TREE_REFERENCE]: ['Elsewhere', 'Ref'] } }] })).toEqual([
      expect.stringMatching(/outside of the application/),
    ]);
  });
});
