import { isAuthenticationError } from '../../../runtime/secrets';

const error = (fields: object, message = 'no') => Object.assign(new Error(message), fields);

describe('an authentication error', () => {
  test.each([
    ['PostgreSQL, wrong password', error({ code: '28P01' })],
    ['PostgreSQL, no such role', error({ code: '28000' })],
    ['MySQL', error({ code: 'ER_ACCESS_DENIED_ERROR', errno: 1045 })],
    ['MariaDB, by number', error({ errno: 1045 })],
    ['Redis, by message', error({}, 'WRONGPASS invalid username-password pair or user is disabled.')],
    ['Redis, by code', error({ code: 'WRONGPASS' })],
    ['MongoDB', error({ name: 'MongoServerError', code: 18, codeName: 'AuthenticationFailed' })],
    ['MongoDB, by number', error({ name: 'MongoServerError', code: 18 })],
    ['MongoDB Atlas', error({ name: 'MongoServerError', code: 8000, codeName: 'AtlasError' }, 'bad auth : authentication failed')],
    ['SQL Server', error({ name: 'ConnectionError', code: 'ELOGIN' }, "Login failed for user 'shop'.")],
    ['Oracle', error({ errorNum: 1017, code: 'ORA-01017' }, 'ORA-01017: invalid credential or not authorized; logon denied')],
    ['HTTP as axios throws it', error({ response: { status: 401 } })],
    ['HTTP as got throws it', error({ response: { statusCode: 401 } })],
    ['HTTP as http-errors makes it', error({ status: 401, statusCode: 401 })],
    ['HTTP as the AWS SDK throws it', error({ $metadata: { httpStatusCode: 401 } })],
    ['behind another error', new Error('cannot connect', { cause: error({ code: '28P01' }) })],
    ['behind the error of Sequelize', error({ name: 'SequelizeAccessDeniedError', parent: error({ code: 'ER_ACCESS_DENIED_ERROR' }) })],
    ['among several', new AggregateError([new Error('refused'), error({ code: '28P01' })])],
  ])('%s', (_who, thrown) => {
    expect(isAuthenticationError(thrown)).toBe(true);
  });

  test.each([
    ['a deadlock', error({ code: '40P01' })],
    ['a missing permission', error({ code: '42501' })],
    ['HTTP 403', error({ status: 403, response: { status: 403 } })],
    ['the number 18 of others', error({ code: 18 })],
    ['a message that speaks of it', new Error('he said WRONGPASS to me')],
    ['another error of Oracle', error({ errorNum: 12170, code: 'ORA-12170' }, 'ORA-12170: cannot connect')],
    ['no error', undefined],
    ['text', '28P01'],
    ['null inside', error({ response: null, $metadata: null, cause: null })],
  ])('is not %s', (_what, thrown) => {
    expect(isAuthenticationError(thrown)).toBe(false);
  });

  test('is looked for a few errors deep, also where they go in a circle', () => {
    const circle: Error & { cause?: unknown } = new Error('round');
    circle.cause = circle;

    expect(isAuthenticationError(circle)).toBe(false);
  });
});
