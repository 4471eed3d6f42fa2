import { judge } from '../../aspects/engine/audit';
import { Rule } from '../../aspects/rule/rule';
import { sensitivityNotMixed } from '../../aspects/rules/isolation/sensitivity-not-mixed';
import { sensitivityPublicPathGuarded } from '../../aspects/rules/isolation/sensitivity-public-path-guarded';
import { modelOfTemplate } from '../support/synthesis';

function found(rule: Rule, body: object) {
  const { judgements, failures } = judge(modelOfTemplate(body), [rule]);
  expect(failures).toEqual([]);
  return judgements.map(judgement => judgement.found);
}

const restricted = { Type: 'AWS::Lambda::Function', Properties: { Tags: [{ Key: 'sensitivity', Value: 'restricted' }] } };
const invoke = { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Cards.Arn}/invocations' };
const method = (properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { HttpMethod: 'POST', RestApiId: { Ref: 'Api' }, AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY', Uri: invoke }, ...properties },
});
const parameters = { Type: 'AWS::ApiGateway::RequestValidator', Properties: { ValidateRequestParameters: 'true' } };

describe('a public door', () => {
  test.each<[string, object, string[]]>([
    ['a validator that is not part of the application', { RequestValidatorId: 'abc123' }, ['undecided']],
    ['a validator of parameters, none of which is required', { RequestValidatorId: { Ref: 'Parameters' }, RequestParameters: { 'method.request.querystring.id': false } }, ['noncompliant']],
    ['a required parameter', { RequestValidatorId: { Ref: 'Parameters' }, RequestParameters: { 'method.request.querystring.id': true } }, []],
  ])('is a method with %s', (_, properties, verdicts) => {
    const Resources = { Api: { Type: 'AWS::ApiGateway::RestApi' }, Method: method(properties), Parameters: parameters, Cards: restricted };
    expect(found(sensitivityPublicPathGuarded, { Resources }).map(one => one.verdict)).toEqual(verdicts);
  });

  test('is an operation of an OpenAPI body, by its own integration', () => {
    const operation = (security: unknown[]) => ({ security, 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: invoke } });
    const schemes = { sigv4: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' } };
    const Body = {
      openapi: '3.0.1',
      components: { securitySchemes: schemes },
      paths: { '/closed': { get: operation([{ sigv4: [] }]) }, '/open': { get: operation([]) }, '/checked': { get: { ...operation([]), 'x-amazon-apigateway-request-validator': 'all' } } },
    };
    const findings = found(sensitivityPublicPathGuarded, { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body } }, Cards: restricted } });
    expect(findings.map(one => [one.verdict, one.detail])).toEqual([['noncompliant', 'GET /open'], ['undecided', 'GET /checked']]);
  });

  test('is an HTTP API with a target', () => {
    const Api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Target: { 'Fn::GetAtt': ['Cards', 'Arn'] } } };
    expect(found(sensitivityPublicPathGuarded, { Resources: { Api, Cards: restricted } }).map(one => one.message)).toEqual([
      'anybody reaches the restricted function Cards by $default → Cards: nothing asks who they are, or validates what they send',
    ]);
  });

  test('leads nowhere where nothing is restricted, or its function is elsewhere', () => {
    const url = (TargetFunctionArn: unknown) => ({ Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn } });
    const Resources = { Near: url({ Ref: 'Shop' }), Far: url('arn:aws:lambda:eu-west-1:111122223333:function:far'), Shop: { Type: 'AWS::Lambda::Function' } };
    expect(found(sensitivityPublicPathGuarded, { Resources })).toEqual([]);
  });

  test('leaves open whether data is restricted of which only the deployment knows', () => {
    const Cards = { Type: 'AWS::Lambda::Function', Properties: { Tags: [{ Key: 'sensitivity', Value: { 'Fn::Sub': '${Level}' } }] } };
    const Url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: { Ref: 'Cards' } } };
    expect(found(sensitivityPublicPathGuarded, { Parameters: { Level: { Type: 'String' } }, Resources: { Cards, Url } }).map(one => one.verdict)).toEqual(['undecided']);
  });
});

test('SAM writes tags as a map, and a key of the environment is shared too', () => {
  const fn = (sensitivity: string) => ({
    Type: 'AWS::Serverless::Function', Properties: { Tags: { sensitivity }, KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] }, Runtime: 'nodejs24.x', Handler: 'index.handler' },
  });
  const Resources = { Key: { Type: 'AWS::KMS::Key' }, Shop: fn('public'), Cards: fn('restricted'), Odd: fn('secret'), Bare: { ...fn(''), Properties: { Tags: { team: 'a' } } } };
  expect(found(sensitivityNotMixed, { Transform: 'AWS::Serverless-2016-10-31', Resources }).map(one => [one.subject.writtenId, one.message])).toEqual([
    ['Key', 'functions of different sensitivity (public, restricted) share the key Key'],
  ]);
});
