import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { secretFlows } from '../../aspects/secrets/flows';

const SECRET = '{{resolve:secretsmanager:orders/db:SecretString:password}}';
const PARAMETERS = { Hidden: { Type: 'String', NoEcho: true }, Stage: { Type: 'String' } };
const CONDITIONS = { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };

/** The flows into a template: `kind property by`, `?` after those that are not certain. */
function flows(body: object): string[] {
  const app = new AppModel([{ path: 'app.json', body: { Parameters: PARAMETERS, Conditions: CONDITIONS, ...body } as unknown as JsonObject }]);
  return app.once(secretFlows).map(({ place, by, certain }) => `${place.kind}: ${place.subject.writtenId} ${place.property} ${by}${certain ? '' : '?'}`);
}

const into = (Type: string, Properties: object) => flows({ Resources: { It: { Type, Properties } } });
const container = (Environment: unknown) => into('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Environment }] });
const machine = (properties: object) => into('AWS::StepFunctions::StateMachine', properties);

describe('the value of a secret flows', () => {
  test.each<[string, string[], string[]]>([
    ['into an environment', into('AWS::Lambda::Function', { Environment: { Variables: { A: SECRET, B: 'b' } } }), ['environment: It Environment.Variables.A resolved']],
    ['into a stage variable', into('AWS::ApiGateway::Stage', { Variables: { key: { Ref: 'Hidden' } } }), ['stage variable: It Variables.key resolved']],
    ['into a stage that a deployment makes', into('AWS::ApiGateway::Deployment', { StageDescription: { Variables: { key: SECRET } } }), ['stage variable: It StageDescription.Variables.key resolved']],
    ['into a plain parameter', into('AWS::SSM::Parameter', { Value: SECRET }), ['parameter: It Value resolved']],
    ['into a container', container([{ Name: 'A', Value: 'a' }, { Name: 'B', Value: SECRET }]), ['container environment: It ContainerDefinitions.0.Environment.1.Value resolved']],
    ['into a container, in one branch', container([{ 'Fn::If': ['IsTest', { Name: 'B', Value: SECRET }, { Ref: 'AWS::NoValue' }] }]), ['container environment: It ContainerDefinitions.0.Environment.0.Value resolved']],
    ['into a build', into('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: [{ Name: 'A', Type: 'PLAINTEXT', Value: SECRET }, { Name: 'B', Type: 'SECRETS_MANAGER', Value: SECRET }] } }),
      ['container environment: It Environment.EnvironmentVariables.0.Value resolved']],
    ['into user data, behind base 64', into('AWS::EC2::Instance', { UserData: { 'Fn::Base64': { 'Fn::Sub': `x \${Stage} ${SECRET}` } } }), ['user data: It UserData resolved']],
    ['into a launch template', into('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { UserData: { 'Fn::Base64': { Ref: 'Hidden' } } } }), ['user data: It LaunchTemplateData.UserData resolved']],
    ['into the input of a target', into('AWS::Events::Rule', { Targets: [{ Id: '1', Input: { 'Fn::Sub': '{"key":"${Hidden}"}' } }] }), ['definition: It Targets.0.Input resolved']],
    ['into a definition', machine({ Definition: { States: { A: { Parameters: { key: SECRET } } } } }), ['definition: It Definition.States.A.Parameters.key resolved']],
    ['into a definition as text', machine({ DefinitionString: { 'Fn::Sub': '{"States":{"A":{"Parameters":{"key":"${Hidden}"}}}}' } }), ['definition: It DefinitionString.States.A.Parameters.key resolved']],
    ['into a definition through a substitution', machine({ DefinitionString: '{"States":{"A":{"Parameters":{"key":"${k}"}}}}', DefinitionSubstitutions: { k: SECRET } }), ['definition: It DefinitionString.States.A.Parameters.key resolved']],
    ['into a definition that is elsewhere', machine({ DefinitionS3Location: {}, DefinitionSubstitutions: { k: SECRET } }), ['definition: It DefinitionSubstitutions.k resolved']],
    ['into a definition that is no JSON yet', machine({ DefinitionString: { 'Fn::Sub': '{${Stage}: "${Hidden}"' } }), ['definition: It DefinitionString resolved']],
    ['in one branch', into('AWS::SSM::Parameter', { Value: { 'Fn::If': ['IsTest', 'a', SECRET] } }), ['parameter: It Value resolved?']],
    ['into all variables of a branch', into('AWS::ApiGatewayV2::Stage', { StageVariables: { 'Fn::If': ['IsTest', { key: SECRET }, {}] } }), ['stage variable: It StageVariables.key resolved']],
    ['into an output and its export', flows({ Outputs: { Out: { Value: { 'Fn::Join': ['', ['x', { Ref: 'Hidden' }]] }, Export: { Name: 'x' } } } }), ['output: Out Value resolved']],
    ['into metadata', flows({ Resources: { It: { Type: 'AWS::EC2::Instance', Metadata: { 'Own': [{ a: { Ref: 'Hidden' } }], 'aws:cdk:path': 'x' } } } }), ['metadata: It Own.0.a resolved']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('a secret that somebody wrote down', () => {
  test.each<[string, string[], string[]]>([
    ['is found in a parameter, by its path', into('AWS::SSM::Parameter', { Name: '/orders/api/key', Value: 'a1b2c3d4e5f6a7' }), ['parameter: It Value written']],
    ['is found in an output', flows({ Outputs: { AdminPassword: { Value: 'hunter2' } } }), ['output: AdminPassword Value written']],
    ['is found in an environment', container([{ Name: 'DB_PASSWORD', Value: 'hunter2' }]), ['container environment: It ContainerDefinitions.0.Environment.0.Value written']],
    ['is found in a definition', machine({ DefinitionString: '{"States":{"A":{"Parameters":{"password":"hunter2"}}}}' }), ['definition: It DefinitionString.States.A.Parameters.password written']],
    ['is found in a script', into('AWS::EC2::Instance', { UserData: { 'Fn::Base64': '#!/bin/sh\nset -e\nmysql --password=hunter2\n' } }), ['user data: It UserData written']],
    ['is found in a script that is partly open', into('AWS::EC2::Instance', { UserData: { 'Fn::Base64': { 'Fn::Sub': 'X=${Stage}\nDB_PASSWORD=\'hunter2\'\n' } } }), ['user data: It UserData written']],
    ['is found in the metadata that people write', flows({ Resources: { It: { Type: 'AWS::EC2::Instance', Metadata: { 'AWS::CloudFormation::Authentication': { a: { password: 'hunter2' } } } } } }),
      ['metadata: It AWS::CloudFormation::Authentication.a.password written']],
    ['is feared where its name is one and its value is open', flows({ Outputs: { Password: { Value: { Ref: 'Stage' } }, Token: { Value: '{{resolve:ssm:/a}}' } } }), ['output: Password Value unknown?', 'output: Token Value unknown?']],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test.each<[string, string[]]>([
  ['paths into the input of a state', machine({ Definition: { States: { A: { Parameters: { 'password.$': '$.password', 'token': '$$.Task.Token', 'key': 'States.Format(1)' } } } } })],
  ['expressions of a state', machine({ Definition: { States: { A: { Arguments: { password: '{% $states.input.password %}' } } } } })],
  ['what a script reads from elsewhere', into('AWS::EC2::Instance', { UserData: { 'Fn::Base64': 'export DB_PASSWORD=$(cat /run/x)\nTOKEN=`get`\nKEY_PASSWORD=$OTHER\n' } })],
  ['a script that nobody knows', into('AWS::EC2::Instance', { UserData: { Ref: 'Stage' } })],
  ['notes in metadata', flows({ Resources: { It: { Type: 'AWS::EC2::Instance', Metadata: { Note: { password: 'is made elsewhere' } } } } })],
  ['the secrets of a container', into('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db' }] }] })],
  ['places of another shape', [...into('AWS::ApiGateway::Stage', { Variables: 'x' }), ...container('x'), ...container([{ Value: 'x' }]), ...into('AWS::SSM::Parameter', {})]],
  ['a reference to a resource', flows({ Resources: { It: { Type: 'AWS::SQS::Queue' } }, Outputs: { QueueToken: { Value: { Ref: 'It' } } } })],
])('%s: no flow', (_, found) => {
  expect(found).toEqual([]);
});

test('the flow names the resource that holds the secret', () => {
  const app = new AppModel([{ path: 'app.json', body: { Resources: { Key: { Type: 'AWS::IAM::AccessKey' } }, Outputs: { Out: { Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } } } } as unknown as JsonObject }]);
  expect(app.once(secretFlows)).toMatchObject([{ what: 'the value of SecretAccessKey of Key', holder: { logicalId: 'Key' }, place: { subject: { id: 'app.json#Outputs.Out', provenance: 'user' } } }]);
});
