import { judge } from '../../../aspects/engine/audit';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { SetProperty } from '../../../aspects/rule/patch';
import { iamRoleNoAwsManagedPolicy } from '../../../aspects/rules/identity/iam-role-no-aws-managed-policy';
import { modelOfTemplate } from '../../support/synthesis';

const LAMBDA = { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } };
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

const role = (properties: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: LAMBDA, ManagedPolicyArns: [BASIC], ...properties } });
const fn = (properties: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties } });

/** What repairing the first finding sets, by property, or why it is declined. */
function repaired(app: AppModel): Readonly<Record<string, unknown>> | string {
  const [judgement] = judge(app, [iamRoleNoAwsManagedPolicy]).judgements;
  const answer = iamRoleNoAwsManagedPolicy.fix!.repair(judgement.found, app);
  if ('declined' in answer) return answer.declined;
  return Object.fromEntries(answer.patches.map(patch => [(patch as SetProperty).property, (patch as SetProperty).value]));
}

/** The resources that the repaired role may write logs to. */
function logGroups(resources: object, stackName?: string): unknown {
  const app = new AppModel([{ path: 'template.json', body: { Resources: resources } as unknown as JsonObject, stackName }]);
  const set = repaired(app);
  if (typeof set === 'string') return set;
  const [policy] = set.Policies as { PolicyDocument: { Statement: { Resource: unknown }[] } }[];
  return policy.PolicyDocument.Statement.map(statement => statement.Resource);
}

const groupArn = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}:*` });

describe('severities', () => {
  test.each([
    [BASIC, 'LOW'], ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess', 'LOW'], ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess', undefined],
  ])('%s', (arn, severity) => {
    const app = modelOfTemplate({ Resources: { Role: role({ ManagedPolicyArns: [arn] }) } });
    expect(judge(app, [iamRoleNoAwsManagedPolicy]).judgements.map(({ found }) => found.severity ?? 'MEDIUM')).toEqual([severity ?? 'MEDIUM']);
  });

  test.each([
    'arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    'arn:aws:iam::111122223333:policy/own', 'arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
  ])('none: %s', arn => {
    const app = modelOfTemplate({ Resources: { Role: role({ ManagedPolicyArns: [arn] }) } });
    expect(judge(app, [iamRoleNoAwsManagedPolicy]).judgements).toHaveLength(0);
  });
});

test('a condition decides whether it is attached', () => {
  const app = modelOfTemplate({
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
    Resources: { Role: role({ ManagedPolicyArns: [{ 'Fn::If': ['IsTest', BASIC, { Ref: 'AWS::NoValue' }] }] }) },
  });
  expect(judge(app, [iamRoleNoAwsManagedPolicy]).judgements.map(({ found }) => [found.verdict, found.detail])).toEqual([['undecided', 'AWSLambdaBasicExecutionRole']]);
});

describe('the log groups of the statements that stand in', () => {
  test('by the name of the function, of the group, and by the stack and the logical id', () => {
    expect(logGroups({ Role: role(), Orders: fn({ FunctionName: 'orders' }) })).toEqual([groupArn('/aws/lambda/orders')]);
    expect(logGroups({ Role: role(), Orders: fn({ LoggingConfig: { LogGroup: '/orders' } }) })).toEqual([groupArn('/orders')]);
    expect(logGroups({ Role: role(), Orders: fn() }, 'Shop')).toEqual([groupArn('/aws/lambda/${AWS::StackName}-Orders-*')]);
    expect(logGroups({ Role: role(), Orders: fn({ LoggingConfig: { LogGroup: { Ref: 'Logs' } } }), Logs: { Type: 'AWS::Logs::LogGroup' } }))
      .toEqual([expect.objectContaining({ attribute: 'Arn' })]);
  });

  test.each<[string, object, string | undefined]>([
    ['of a stack that is named at deployment', fn(), undefined], ['whose name CloudFormation will cut', fn(), 'ShopOfTheNorthernProvincesIncludingAllOfTheIslands'],
    ['left to a parameter', fn({ FunctionName: { Ref: 'Stage' } }), 'Shop'], ['group left to a parameter', fn({ LoggingConfig: { LogGroup: { Ref: 'Stage' } } }), 'Shop'],
  ])('are not known for a function %s', (_, orders, stackName) => {
    expect(logGroups({ Role: role(), Orders: orders }, stackName)).toMatch(/nothing says the name of the log group/);
  });
});

describe('is declined', () => {
  test.each<[string, object, RegExp]>([
    ['without a function', { Role: role() }, /no function of the application/],
    ['where another service has the role too', {
      Role: role({ AssumeRolePolicyDocument: { Statement: [LAMBDA.Statement, { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] } }),
      Orders: fn({ FunctionName: 'orders' }),
    }, /others than functions/],
    ['for a policy of which nobody knows what is needed', { Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }) }, /only its author knows/],
    ['for a group', { Team: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [BASIC] } } }, /is no role/],
    ['for one policy that is no list', { Role: role({ ManagedPolicyArns: { 'Fn::Split': [',', BASIC] } }), Orders: fn({ FunctionName: 'orders' }) }, /written so that only/],
    ['for a role of SAM', { Orders: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b', Runtime: 'nodejs24.x', InlineCode: '' } } }, /is no role/],
  ])('%s', (_, resources, why) => {
    expect(repaired(modelOfTemplate(resources === undefined ? {} : { Transform: 'AWS::Serverless-2016-10-31', Resources: resources }))).toMatch(why);
  });
});

test('what stands on the role beside it stays', () => {
  const own = { PolicyName: 'own', PolicyDocument: { Statement: [] } };
  const trace = 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess';
  const app = modelOfTemplate({ Resources: { Role: role({ ManagedPolicyArns: [BASIC, trace], Policies: [own] }), Orders: fn({ FunctionName: 'orders' }) } });
  expect(repaired(app)).toMatchObject({ ManagedPolicyArns: [trace], Policies: [own, { PolicyName: 'RampartAWSLambdaBasicExecutionRole' }] });
});
