import { hasWebAcl } from '../../aspects/api/web-acl';
import { modelOfTemplate } from '../support/synthesis';

/** Whether an association with an ARN protects the stage `prod` of the API `Api`. */
function answer(arn: unknown, stage: object = {}) {
  const app = modelOfTemplate({
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...stage } },
      Other: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'beta' } },
      Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: arn } },
    },
  });
  return hasWebAcl(app.ofType('AWS::ApiGateway::Stage')[0], app);
}

const ARN = 'arn:aws:apigateway:eu-west-1::/restapis/';

test.each([
  ['yes', { 'Fn::Sub': `${ARN}\${Api}/stages/\${Stage}` }, {}],
  ['yes', { 'Fn::Sub': `${ARN}\${Api}/stages/prod` }, {}],
  ['yes', { 'Fn::Sub': `${ARN}\${Api}/stages/\${Name}` }, { StageName: { Ref: 'Name' } }],
  ['no', { 'Fn::Sub': `${ARN}\${Api}/stages/\${Other}` }, {}],
  ['no', { 'Fn::Sub': `${ARN}\${Api}/stages/beta` }, {}],
  ['no', 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/b', {}],
  ['undecided', { 'Fn::Sub': `${ARN}\${Api}/stages/\${Name}` }, {}],
  ['undecided', { 'Fn::Sub': `${ARN}\${Api}/stages/prod` }, { StageName: { Ref: 'Name' } }],
  ['undecided', { Ref: 'Name' }, {}],
  ['undecided', { 'Fn::If': ['Unknown', { 'Fn::Sub': `${ARN}\${Api}/stages/prod` }, 'arn:aws:apigateway:eu-west-1::/restapis/other/stages/prod'] }, {}],
  ['yes', `${ARN}a1b2c3/stages/prod`, { RestApiId: 'a1b2c3' }],
  ['no', `${ARN}a1b2c3/stages/prod`, { RestApiId: 'other' }],
  ['yes', { 'Fn::Sub': `${ARN}\${Name}/stages/prod` }, { RestApiId: { Ref: 'Name' } }],
])('%s: %j for a stage with %j', (expected, arn, stage) => {
  expect(answer(arn, stage)).toBe(expected);
});
