import { daysBetweenRotations } from '../../aspects/secrets/rotation-interval';

const days = (ScheduleExpression: string) => daysBetweenRotations({ ScheduleExpression });

test.each<[string, number]>([
  ['rate(1 day)', 1], ['rate(30 days)', 30], ['rate(12 hours)', 0.5], ['cron(0 8 1 * ? *)', 30], ['cron(0 8 * * ? *)', 1], ['cron(0 8 ? * * *)', 1], ['cron(0 8 ? * SUN *)', 7],
  ['cron(0 8 ? * 1#1 *)', 30], ['cron(0 8 1 1/3 ? *)', 90], ['cron(0 8 1 */6 ? *)', 180], ['cron(0 8 1 JAN ? *)', 360], ['cron(0 8 1 jan,JUL ? *)', 180], ['cron(0 8 1 3-5 ? *)', 300],
])('%s lets %d days pass', (expression, expected) => {
  expect(days(expression)).toBe(expected);
});

test.each(['rate(x days)', 'cron(0 8 1 * ?)', 'cron(0 8 1 13 ? *)', 'cron(0 8 1 FOO ? *)', 'cron(0 8 1 1/0 ? *)', 'cron(0 8 1 5-3 ? *)', 'cron(0 8 1 - ? *)', 'tomorrow'])('%s says nothing', expression => {
  expect(days(expression)).toBeUndefined();
});

test('days come first, as a number or a numeral', () => {
  expect([daysBetweenRotations({ AutomaticallyAfterDays: 7 }), daysBetweenRotations({ AutomaticallyAfterDays: '45' }), daysBetweenRotations({}), daysBetweenRotations('x')]).toEqual([7, 45, undefined, undefined]);
});
