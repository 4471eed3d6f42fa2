import { App, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AppModel } from '../../aspects/model/app-model';
import { Environment, environmentKey, knownAccount, knownRegion } from '../../aspects/model/environment';
import { Json } from '../../aspects/model/json';
import { Rampart } from '../../index';
import { synthesise } from '../support/audited';
import { testApp } from '../support/synthesis';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } };
const template = (path: string, environment: Environment, value: Json = 'none', resources: object = { Jobs: queue }) => ({
  path,
  environment,
  stackName: 'Same',
  body: {
    Resources: { ...resources, Reader: { Type: 'X::Y', Properties: { Value: value } } },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Jobs', 'Arn'] }, Export: { Name: 'jobs' } } },
  } as never,
});
const meant = (app: AppModel, path: string) => {
  const one = app.template(path)!;
  return app.resourceOf(one.resources.get('Reader')!.get('Value'))?.id;
};

const [one, two] = ['111111111111', '222222222222'];

describe('the same name in several places', () => {
  const app = (value: Json, dev: Environment, prod: Environment) => new AppModel([template('dev', dev, value), template('prod', prod, value)]);
  const pseudo = { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs' };

  test.each<[string, Json, Environment, Environment, string | undefined, string | undefined]>([
    ['an ARN that spells an account out', `arn:aws:sqs:eu-west-1:${two}:jobs`, { account: one }, { account: two }, 'prod#Jobs', 'prod#Jobs'],
    ['an ARN of neither', 'arn:aws:sqs:eu-west-1:333333333333:jobs', { account: one }, { account: two }, undefined, undefined],
    ['an ARN of another Region', `arn:aws:sqs:us-west-2:${one}:jobs`, { account: one, region: 'eu-west-1' }, { account: one, region: 'us-west-2' }, 'prod#Jobs', 'prod#Jobs'],
    ['the own account, in two Stages that nobody has placed', pseudo, { stage: 'Dev' }, { stage: 'Prod' }, 'dev#Jobs', 'prod#Jobs'],
    ['the own account, in two Regions', pseudo, { account: one, region: 'eu-west-1' }, { account: one, region: 'us-west-2' }, 'dev#Jobs', 'prod#Jobs'],
    ['an export, in two Stages', { 'Fn::ImportValue': 'jobs' }, { stage: 'Dev' }, { stage: 'Prod' }, 'dev#Jobs', 'prod#Jobs'],
    ['an output, in two Regions', { 'Fn::GetStackOutput': { StackName: 'Same', OutputName: 'Arn' } }, { region: 'eu-west-1' }, { region: 'us-west-2' }, 'dev#Jobs', 'prod#Jobs'],
    ['an output of another Region', { 'Fn::GetStackOutput': { StackName: 'Same', OutputName: 'Arn', Region: 'us-west-2' } }, { region: 'eu-west-1' }, { region: 'us-west-2' }, 'prod#Jobs', 'prod#Jobs'],
    ['an ARN that could be either', 'arn:aws:sqs:eu-west-1:333333333333:jobs', {}, {}, undefined, undefined],
  ])('%s', (_, value, dev, prod, inDev, inProd) => {
    expect([meant(app(value, dev, prod), 'dev'), meant(app(value, dev, prod), 'prod')]).toEqual([inDev, inProd]);
  });

  test('a bare name means what lies where it is written', () => {
    const both = app('none', { stage: 'Dev' }, { stage: 'Prod' });
    expect(both.named('AWS::SQS::Queue', 'jobs')).toBeUndefined();
    expect(both.named('AWS::SQS::Queue', 'jobs', { stage: 'Prod' })?.id).toBe('prod#Jobs');
    expect(new AppModel([template('dev', {})]).named('AWS::SQS::Queue', 'jobs')?.id).toBe('dev#Jobs');
  });

  test('an ARN of another account is not the queue of the same name', () => {
    const alone = new AppModel([template('dev', { account: one, region: 'eu-west-1' }, 'arn:aws:sqs:eu-west-1:333333333333:jobs')]);
    expect(meant(alone, 'dev')).toBeUndefined();
  });
});

test('accounts and Regions are known only where they are some', () => {
  expect([knownAccount(one), knownAccount('unknown-account'), knownAccount('${Token[AWS.AccountId.4]}')]).toEqual([one, undefined, undefined]);
  expect([knownRegion('eu-west-1'), knownRegion('us-gov-west-1'), knownRegion('unknown-region')]).toEqual(['eu-west-1', 'us-gov-west-1', undefined]);
  expect([environmentKey({}), environmentKey({ stage: '' }), environmentKey({ stage: 'Prod', region: 'eu-west-1' })]).toEqual(['', '', 'Prod||eu-west-1']);
});

test.each([['two accounts', [one, two]], ['accounts that nobody knows', [undefined, undefined]]])('functions of two Stages do not share a role that has the same name in %s', (_, accounts) => {
  const app = testApp();
  ['Dev', 'Prod'].forEach((id, index) => stageWithRole(app, id, accounts[index]));
  Rampart.protect(app, { only: ['lambda-function-own-role'] });

  expect(synthesise(app).findings).toEqual([]);
});

function stageWithRole(app: App, id: string, account: string | undefined): void {
  const stack = new Stack(new Stage(app, id, account === undefined ? {} : { env: { account, region: 'eu-west-1' } }), 'Stack');
  new iam.Role(stack, 'Role', { roleName: 'orders-role', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline(' '), role: iam.Role.fromRoleName(stack, 'Named', 'orders-role'),
  });
}
