import { actionNamed, actionsMatching, actionsOf, isScopable, requiredResourceTypes, servicePrefixes, tableOfActions } from '../../aspects/iam/actions';
import { expansionOf } from '../../aspects/iam/expansion';
import { spent } from '../support/spent';

describe('the table of actions', () => {
  test('says which data it holds', () => {
    expect(tableOfActions().version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(tableOfActions().updated).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('holds about as much as AWS publishes', () => {
    expect(servicePrefixes().length).toBeGreaterThan(400);
    expect(actionsMatching('*').length).toBeGreaterThan(20_000);
    expect(actionsMatching('*').every(action => action.levels.length > 0 && !action.levels.includes(undefined as never))).toBe(true);
    expect(actionsMatching('*').every(action => action.resourceTypes.every(type => type.name !== ''))).toBe(true);
  });

  test('answers a thousand questions in no time once it is read', () => {
    actionsMatching('s3:*');

    expect(spent(() => { for (let i = 0; i < 1_000; i += 1) actionsMatching('s3:Get*'); })).toBeLessThan(1_000);
  });
});

describe('an action', () => {
  test('is known in any case', () => {
    expect(actionNamed('S3:GETOBJECT')).toMatchObject({ name: 's3:GetObject', service: 's3', levels: ['Read'] });
  });

  test('may have two levels', () => {
    expect([...actionNamed('s3:PutObjectAcl')!.levels].sort()).toEqual(['Permissions management', 'Write']);
    expect([...actionNamed('dynamodb:TagResource')!.levels].sort()).toEqual(['Tagging', 'Write']);
  });

  test('says what it works on, and whether always', () => {
    expect(requiredResourceTypes(actionNamed('sqs:SendMessage')!)).toEqual(['queue']);
    expect(isScopable(actionNamed('s3:GetObject')!)).toBe(true);
    expect(requiredResourceTypes(actionNamed('s3:GetObject')!)).toEqual([]);
  });

  test('without a resource type can only be granted on everything', () => {
    expect(isScopable(actionNamed('xray:PutTraceSegments')!)).toBe(false);
    expect(isScopable(actionNamed('ec2:DescribeNetworkInterfaces')!)).toBe(false);
  });

  test('is not known by a pattern or a wrong name', () => {
    expect(actionNamed('s3:*')).toBeUndefined();
    expect(actionNamed('s3:GetObjects')).toBeUndefined();
    expect(actionNamed('getobject')).toBeUndefined();
  });
});

describe('a pattern', () => {
  test.each([
    ['dynamodb:*', 'dynamodb:PutItem'],
    ['DynamoDB:put*', 'dynamodb:PutItem'],
    ['s3:Get?bject', 's3:GetObject'],
    ['*', 'iam:CreateUser'],
    ['*:*', 'iam:CreateUser'],
    ['*:GetObject', 's3:GetObject'],
  ])('%s matches %s', (pattern, action) => {
    expect(actionsMatching(pattern).map(({ name }) => name)).toContain(action);
  });

  test.each(['nothing:*', '', 's3', 's3*', ':', 'constructor:*', '__proto__:*'])('%p matches nothing', pattern => {
    expect(actionsMatching(pattern)).toEqual([]);
  });

  test('matches every action of a service, each once', () => {
    const names = actionsMatching('sqs:*').map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(actionsOf('SQS').map(({ name }) => name));
  });
});

describe('the expansion', () => {
  test('counts each action once, by what matters most', () => {
    expect(expansionOf('dynamodb:*')).toMatch(/^\d+ actions, \d+ write, 3 permission-management$/);
    expect(expansionOf('sqs:SendMessage')).toBe('1 action, 1 write');
    expect(expansionOf('s3:GetObject')).toBe('1 action');
  });

  test('says nothing of an unknown service', () => {
    expect(expansionOf('nothing:*')).toBeUndefined();
  });
});
