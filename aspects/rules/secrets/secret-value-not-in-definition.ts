import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { flowsFound } from '../../secrets/flows';
import { Severity } from '../../severity';

/** No definition that people may read holds the value of a secret. Environments of functions have rules of their own. */
export const secretValueNotInDefinition: Rule = {
  id: 'secret-value-not-in-definition',
  theme: 'secrets',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'No state machine, stage variable, plain parameter, container or user data holds the value of a secret',
  threat: 'Whoever may describe the resource (DescribeStateMachine, GetStage, GetParameter, DescribeTaskDefinition, the metadata of a server) reads the secret, '
    + 'without a right on it and without a trace.',
  remedy: 'Pass the ARN and read the secret where it is needed; give containers secrets: { DB: ecs.Secret.fromSecretsManager(secret) }; keep what stands in a '
    + 'plain parameter in Secrets Manager.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  covers: [
    'checkov:CKV_AWS_384', 'checkov:CKV_AWS_46', 'trivy:AWS-0036', 'trivy:AWS-0129', 'kics:568cc372-ca64-420d-9015-ee347d00d288', 'securityhub:ECS.8', 'securityhub:CodeBuild.2',
    'prowler:ec2_instance_secrets_user_data', 'prowler:ec2_launch_template_no_secrets', 'prowler:ecs_task_definitions_no_environment_secrets',
  ],
  target: 'app',
  check: app => flowsFound(app, ['definition', 'stage variable', 'parameter', 'container environment', 'user data']),
  // No fix: what reads the definition has to learn to read the secret.
  examples: [
    compliant('a state machine reads a secret by its ARN', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      const definition = {
        StartAt: 'Read', States: { Read: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:secretsmanager:getSecretValue', Parameters: { 'SecretId': secret.secretArn, 'Token.$': '$.token' }, End: true } },
      };
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties: { DefinitionString: stack.toJsonString(definition) } });
    }),
    compliant('a container is given a secret by reference', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      const container = { Name: 'orders', Image: 'orders', Environment: [{ Name: 'DB_SECRET_ARN', Value: secret.secretArn }], Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: secret.secretArn }] };
      new cdk.CfnResource(stack, 'Task', { type: 'AWS::ECS::TaskDefinition', properties: { ContainerDefinitions: [container] } });
    }),
    compliant('a plain parameter that holds a setting', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Limit', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Name: '/orders/token/ttl', Value: '3600' } });
    }),
    compliant('user data that reads a secret by itself', ({ stack, cdk }) => {
      const script = '#!/bin/bash\nexport DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db --query SecretString)\n';
      new cdk.CfnResource(stack, 'Server', { type: 'AWS::EC2::Instance', properties: { UserData: cdk.Fn.base64(script) } });
    }),
    noncompliantExample('a secret in the definition of a state machine', ({ stack, secretsmanager, stepfunctions }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      const pass = new stepfunctions.Pass(stack, 'Login', { result: stepfunctions.Result.fromObject({ password: secret.secretValue.unsafeUnwrap() }) });
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromChainable(pass) });
    }),
    noncompliantExample('a secret in a stage variable', ({ stack, apigateway, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Partner');
      const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { variables: { partnerKey: secret.secretValue.unsafeUnwrap() } } });
      api.root.addMethod('GET');
    }),
    noncompliantExample('a key in a plain parameter of Systems Manager', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Name: '/orders/api_key', Value: 'akd93kdlvn38dkvn20dk' } });
    }),
    noncompliantExample('a password in the environment of a container', ({ stack, cdk }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      const container = { Name: 'orders', Image: 'orders', Environment: [{ Name: 'CONNECTION', Value: `user=orders;password=${password.valueAsString}` }] };
      new cdk.CfnResource(stack, 'Task', { type: 'AWS::ECS::TaskDefinition', properties: { ContainerDefinitions: [container] } });
    }),
    noncompliantExample('a password in user data', ({ stack, cdk }) => {
      const script = cdk.Fn.sub('#!/bin/bash\nexport STACK=${AWS::StackName}\nexport DB_PASSWORD="hunter2"\n');
      new cdk.CfnResource(stack, 'Server', { type: 'AWS::EC2::Instance', properties: { UserData: cdk.Fn.base64(script) } });
    }),
    noncompliantExample('an override of a stage variable', ({ stack, apigatewayv2 }) => {
      const stage = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'orders', stageName: 'live' });
      stage.addPropertyOverride('StageVariables', { partner: `ghp_${'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8'}` });
    }),
    undecidedExample('a condition chooses between a secret and nothing', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage'), 'test') });
      const value = cdk.Fn.conditionIf('IsTest', 'none', secret.secretValue.unsafeUnwrap());
      new cdk.CfnResource(stack, 'Setting', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Value: value } });
    }),
  ],
};
