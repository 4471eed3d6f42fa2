import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isMap, isOpen, numberOf, patternOf, referencesIn, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf, isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { rotationSchedules, targetAttachments } from '../../secrets/secret-of';
import { secretProperties } from '../../secrets/secret-parameters';
import { Severity } from '../../severity';

/** Secrets are changed by themselves. */
export const secretRotationOn: Rule = {
  id: 'secret-rotation-on',
  theme: 'secrets',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A secret is rotated by itself',
  threat: 'A secret that leaked once (in a log, a dump, the laptop of somebody who left) opens the database for as long as nobody changes it by hand.',
  remedy: 'Rotate it: database.addRotationSingleUser(), or secret.addRotationSchedule(\'Rotation\', { hostedRotation: HostedRotation.postgreSqlSingleUser() }).',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_cloudformation.html',
    'https://cwe.mitre.org/data/definitions/324.html',
  ],
  covers: ['cdk-nag:SecretsManagerRotationEnabled', 'checkov:CKV2_AWS_57', 'guard:SECRETSMANAGER_ROTATION_ENABLED_CHECK', 'securityhub:SecretsManager.1', 'prowler:secretsmanager_automatic_rotation_enabled'],
  target: 'AWS::SecretsManager::Secret',
  check: (secret, app) => {
    const schedules = app.once(rotationSchedules).get(secret.id) ?? [];
    const answers = schedules.map(({ resource, certain }): Answer => {
      const answer = rotates(resource);
      return answer === 'yes' && !certain ? 'undecided' : answer;
    });
    if (answers.includes('yes')) return undefined;
    const related = schedules.map(({ resource }) => resource);
    const severity = isOfDatabase(secret, app) ? {} : { severity: Severity.LOW };
    if (answers.includes('undecided')) return undecided(secret, 'whether the secret is rotated is only known at deployment', { related, ...severity });
    const message = schedules.length === 0 ? 'nothing rotates the secret' : 'the schedule of the secret names no function that rotates it, or no time';
    return noncompliant(secret, message, { related, ...severity });
  },
  // No fix: rotation needs a function that knows the database, a way to it, and clients that read the secret again.
  examples: [
    compliant('rotated by a function', ({ stack, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { rotationLambda: someFunction() });
    }),
    compliant('rotated by a function of AWS', ({ stack, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { hostedRotation: secretsmanager.HostedRotation.postgreSqlSingleUser() });
    }),
    compliant('rotated by another stack', ({ app, stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Login');
      const properties = { SecretId: secret.secretArn, RotationLambdaARN: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate', RotationRules: { AutomaticallyAfterDays: 30 } };
      new cdk.CfnResource(new cdk.Stack(app, 'Other'), 'Rotation', { type: 'AWS::SecretsManager::RotationSchedule', properties });
    }),
    compliant('rotated through what attaches it to a database', ({ stack, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Login');
      const attachment = new secretsmanager.CfnSecretTargetAttachment(stack, 'Attachment', { secretId: secret.secretArn, targetId: 'orders', targetType: 'AWS::RDS::DBInstance' });
      new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: attachment.ref, rotationLambdaArn: someFunction().functionArn, rotationRules: { scheduleExpression: 'rate(30 days)' } });
    }),
    noncompliantExample('nothing said', ({ stack, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login', { generateSecretString: { secretStringTemplate: '{"username":"orders"}', generateStringKey: 'password' } });
    }),
    noncompliantExample('a schedule without a function', ({ stack, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Login');
      new secretsmanager.CfnRotationSchedule(stack, 'Rotation', { secretId: secret.secretArn, rotationRules: { automaticallyAfterDays: 30 } });
    }),
    noncompliantExample('a schedule without a time', ({ stack, cdk, secretsmanager, someFunction }) => {
      new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { rotationLambda: someFunction(), automaticallyAfter: cdk.Duration.days(0) });
    }),
    noncompliantExample('a schedule of no days, in a raw resource', ({ stack, cdk, secretsmanager, someFunction }) => {
      const SecretId = new secretsmanager.Secret(stack, 'Login').secretArn;
      const properties = { SecretId, RotationLambdaARN: someFunction().functionArn, RotationRules: { AutomaticallyAfterDays: '0' } };
      new cdk.CfnResource(stack, 'Rotation', { type: 'AWS::SecretsManager::RotationSchedule', properties });
    }),
    undecidedExample('a function in one branch of a condition', ({ stack, cdk, secretsmanager, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsLive', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage'), 'live') });
      const schedule = new secretsmanager.Secret(stack, 'Login').addRotationSchedule('Rotation', { rotationLambda: someFunction() });
      (schedule.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('RotationLambdaARN', cdk.Fn.conditionIf('IsLive', 'arn:aws:lambda:eu-west-1:111122223333:function:rotate', cdk.Aws.NO_VALUE));
    }),
  ],
};

/** Whether a schedule rotates: it names who does it, and when. */
function rotates(schedule: Resource): Answer {
  const by = anyOf([isGiven(schedule.get('RotationLambdaARN')), isGiven(schedule.get('HostedRotationLambda'))]);
  const times = new Set(alternativesOf(schedule.get('RotationRules')).map((rules): Answer =>
    isOpen(rules) ? 'undecided' : anyOf([isSomeDays(entryOf(rules, 'AutomaticallyAfterDays')), isGiven(entryOf(rules, 'ScheduleExpression'))])));
  const when = times.size === 1 ? [...times][0] : 'undecided';
  return by === 'no' || when === 'no' ? 'no' : by === 'yes' && when === 'yes' ? 'yes' : 'undecided';
}

/** Whether a number of days is given, and is one: none are no time. */
function isSomeDays(days: Value): Answer {
  return isGiven(days) === 'no' ? 'no' : ask(days, known => numberOf(known) !== 0);
}

/** Whether something says that the secret is the login of a database: others may be keys that nobody can rotate. */
function isOfDatabase(secret: Resource, app: AppModel): boolean {
  if (app.once(targetAttachments).has(secret.id)) return true;
  const generated = alternativesOf(secret.get('GenerateSecretString')).filter(isMap);
  if (generated.some(one => /"username"/.test(patternOf(one.SecretStringTemplate) ?? ''))) return true;
  return app.once(databaseSecrets).has(secret.id);
}

/** The ids of the secrets that databases take their passwords from. */
function databaseSecrets(app: AppModel): ReadonlySet<string> {
  const properties = [...app.once(secretProperties).values()].flat().filter(({ resource }) => /::(RDS|DocDB|DocDBElastic|Redshift|RedshiftServerless|DMS)::/.test(resource.type));
  return new Set(properties.flatMap(({ resource, node }) => referencesIn(resource.template.evaluate(node)).map(reference => reference.resource.id)));
}
