import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, entryOf, isOpen, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { daysBetweenRotations, quarterly } from '../../secrets/rotation-interval';
import { Severity } from '../../severity';

const MOST_DAYS = 90;

/** Secrets are rotated every ninety days at least. */
export const secretRotationFrequent: Rule = {
  id: 'secret-rotation-frequent',
  theme: 'secrets',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A secret is rotated at least every 90 days',
  threat: 'A secret that leaked opens the database until the next rotation: for months, while nobody looks any more.',
  remedy: 'Set automaticallyAfter: Duration.days(30) on the rotation schedule; 90 days at most.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html',
    'https://cwe.mitre.org/data/definitions/324.html',
  ],
  covers: ['securityhub:SecretsManager.4', 'checkov:CKV_AWS_304', 'prowler:secretsmanager_secret_rotated_periodically'],
  target: 'AWS::SecretsManager::RotationSchedule',
  check: schedule => {
    const found = alternativesOf(schedule.get('RotationRules')).map(rules => interval(schedule, rules));
    return new Set(found.map(one => one?.verdict)).size === 1 ? found[0] : unknown(schedule);
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'The secret changes more often, as it does already, by the same function, on the day and at the hour that somebody chose; the change itself starts no rotation, unless the schedule says that it shall.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('every thirty days, which is what the CDK sets', ({ stack, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { rotationLambda: someFunction() });
    }),
    compliant('on the first day of every third month', ({ stack, secretsmanager }) => {
      new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: 'login', rotationRules: { scheduleExpression: 'cron(0 8 1 1/3 ? *)' } });
    }),
    compliant('a schedule without a time rotates nothing: that is another finding', ({ stack, secretsmanager }) => {
      new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: 'login' });
    }),
    noncompliantExample('once a year', ({ stack, cdk, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { rotationLambda: someFunction(), automaticallyAfter: cdk.Duration.days(365) });
    }),
    noncompliantExample('as a string, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Rotation', { type: 'AWS::SecretsManager::RotationSchedule', properties: { SecretId: 'login', RotationRules: { AutomaticallyAfterDays: '180' } } });
    }),
    noncompliantExample('twice a year, by an override', ({ stack, secretsmanager }) => {
      const schedule = new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: 'login', rotateImmediatelyOnUpdate: true });
      schedule.addPropertyOverride('RotationRules', { ScheduleExpression: 'cron(0 8 1 JAN,JUL ? *)', Duration: '3h' });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, secretsmanager }) => {
      const days = new cdk.CfnParameter(stack, 'Days', { type: 'Number' });
      new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: 'login', rotationRules: { automaticallyAfterDays: days.valueAsNumber } });
    }),
  ],
};

function interval(schedule: Resource, rules: Value): Found | undefined {
  const days = daysBetweenRotations(rules);
  if (days !== undefined) return days <= MOST_DAYS ? undefined : noncompliant(schedule, `up to ${Math.round(days)} days lie between two rotations`, { property: 'RotationRules' });
  // A schedule without a time is a finding of secret-rotation-on.
  const saysNothing = !isOpen(rules) && entryOf(rules, 'AutomaticallyAfterDays') === undefined && entryOf(rules, 'ScheduleExpression') === undefined;
  return saysNothing ? undefined : unknown(schedule);
}

function unknown(schedule: Resource): Found {
  return undecided(schedule, 'how often the secret is rotated is only known at deployment', { property: 'RotationRules' });
}

function repair(schedule: Resource): Repair {
  const expression = schedule.get('RotationRules.ScheduleExpression');
  const patches = [
    expression === undefined ? new SetProperty(schedule, 'RotationRules.AutomaticallyAfterDays', MOST_DAYS)
      : new SetProperty(schedule, 'RotationRules.ScheduleExpression', quarterly(String(expression)) ?? `rate(${MOST_DAYS} days)`),
    // Secrets Manager rotates at once when a schedule changes, unless it is told not to.
    ...(schedule.get('RotateImmediatelyOnUpdate') === undefined ? [new SetProperty(schedule, 'RotateImmediatelyOnUpdate', false)] : []),
  ];
  return { level: FixLevel.OPERATIONAL, patches };
}
