import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  AccessReview, ApiAlarmOptions, FunctionAlarmOptions, PrivateNetwork, Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource,
  SecureFunction, SecurityAlarms, SecurityEvent, SiemDestination, SiemExport,
} from '../../../lib';
import { testApp } from '../../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const stack = new cdk.Stack(testApp(), 'Stack');
const alarms = new SecurityAlarms(stack, 'Alarms');
const orders = new SecureFunction(stack, 'Orders', { code: CODE });
const fixed = new SecretBackedFunction(stack, 'Partner', { code: CODE, secrets: { key: SecretSource.neverRotated('a partner hands it out') } }).secret('key');
const secret = new secretsmanager.Secret(stack, 'Secret');
const late = new cdk.CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber;
const { seconds, minutes, hours, millis } = cdk.Duration;

let count = 0;
const id = () => `Subject${count += 1}`;
const siem = (props: object) => new SiemExport(stack, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), ...props });
const watch = (options: FunctionAlarmOptions) => alarms.watchFunction(lambda.Function.fromFunctionName(stack, id(), 'orders'), options);
const watchRest = (options: ApiAlarmOptions) => {
  const api = new apigateway.RestApi(stack, id(), { cloudWatchRole: false });
  alarms.watchRestApi(api, options);
};

describe('a duration that only the deployment knows', () => {
  test.each<[string, string, string, () => unknown]>([
    ['timeout', 'seconds', 'minutes', () => new SecureFunction(stack, id(), { code: CODE, timeout: minutes(late) })],
    ['timeout', 'seconds', 'hours', () => new RotationRehearsal(stack, id(), { alarms, secret, rotation: orders, timeout: hours(late) })],
    ['unusedAfter', 'days', 'hours', () => new AccessReview(stack, id(), { unusedAfter: hours(late) })],
    ['keepFailures', 'days', 'hours', () => siem({ keepFailures: hours(late) })],
    ['iteratorAge', 'millis', 'seconds', () => watch({ iteratorAge: seconds(late) })],
  ])('as %s has to be in %s', (prop, unit, given, build) => {
    expect(build).toThrow(new RegExp(`^Stack/.*: ${prop}: what only the deployment knows cannot be converted, so it has to be in ${unit}, .*got a token in ${given}`));
  });

  test.each<[string, () => unknown]>([
    ['timeout', () => new SecureFunction(stack, id(), { code: CODE, timeout: seconds(late) })],
    ['unusedAfter', () => new AccessReview(stack, id(), { unusedAfter: cdk.Duration.days(late) })],
    ['keepFailures', () => siem({ keepFailures: cdk.Duration.days(late) })],
    ['iteratorAge', () => watch({ iteratorAge: millis(late), timeout: minutes(late) })],
  ])('is taken as %s in its unit', (_, build) => {
    expect(build).not.toThrow();
  });
});

test.each<[string, () => unknown, string]>([
  ['a topic with a key beside it', () => new SecurityAlarms(stack, id(), { topic: alarms.topic, encryptionKey: new kms.Key(stack, id()) }),
    'encryptionKey: the topic that was given has its own key; leave out topic or encryptionKey'],
  ['no error at all', () => watch({ errors: 0 }), 'errors: a number above 0, got 0: an alarm from there on would never end'],
  ['a share above the whole', () => watch({ errorRate: 120 }), 'errorRate: a share in percent, above 0 and at most 100, got 120'],
  ['no deviation', () => watch({ anomalyDeviations: -1 }), 'anomalyDeviations: a number above 0, got -1'],
  ['a deviation that only the deployment knows', () => watch({ anomalyDeviations: late }), 'anomalyDeviations: it is part of an expression that is written at synthesis'],
  ['no age and no timeout', () => watch({ iteratorAge: millis(0), timeout: millis(0) }), 'timeout: a number above 0, got 0: an alarm from there on would never end; iteratorAge: a number above 0'],
  ['no answer at all', () => watchRest({ clientErrors: 0, serverErrors: -1 }), 'clientErrors: a number above 0, got 0'],
  ['failures to authorize without the log that tells them', () => watchRest({ authFailures: 3 }), 'authFailures: answers of 401 and 403 are counted in the access log; give it as accessLog'],
  ['a field of no log', () => watchRest({ statusField: 'code' }), 'statusField: answers of 401 and 403 are counted in the access log'],
  ['blocked requests without a firewall', () => watchRest({ blocked: 3 }), 'blocked: requests are counted by the firewall; give the name of its metric as firewallMetric'],
  ['half a day', () => siem({ keepFailures: hours(12) }), 'keepFailures: at least one day, in whole days, got 12 hours'],
  ['a log group twice', () => siem({ logGroups: [orders.logGroup, orders.logGroup] }), 'addLogGroup: Stack/Orders/LogGroup is exported already; give it once'],
  ['a quarantine that would rotate what nothing rotates', () => new Quarantine(stack, id(), { alarms, secrets: [fixed] }),
    'secrets: nothing rotates Stack/Partner/Secrets/key/Secret, so it cannot get a new value at once'],
  ['half an event', () => new Quarantine(stack, id(), { alarms, functions: [orders] }).onSecurityEvent('Some', orders, SecurityEvent.AUTH_FAILED, { times: 0.5 }),
    'times: a whole number of at least 1, got 0.5'],
  ['a rehearsal of no rotation', () => new RotationRehearsal(stack, id(), { alarms, secret: fixed }), 'secret: nothing rotates Stack/Partner/Secrets/key/Secret, so there is no rotation to try'],
  ['zones that only the deployment counts', () => new PrivateNetwork(stack, id(), { maxAzs: late }), 'maxAzs: a whole number of at least 1, which has to be known at synthesis, got a token'],
])('%s is refused, with the path and the prop', (_, build, message) => {
  let said = '';
  try { build(); } catch (error) { said = (error as Error).message; }
  expect(said).toMatch(/^Stack\/(?:Subject\d+|Alarms)(?:: Stack\/Subject\d+)?: /);
  expect(said).toContain(message);
});

test('what is left undefined is as if it were not there', () => {
  const accessLog = new logs.LogGroup(stack, id());
  expect(() => watchRest({ clientErrors: undefined, serverErrors: undefined, accessLog, authFailures: undefined })).not.toThrow();
  const made = stack.node.findAll().flatMap(one => (one instanceof cdk.aws_cloudwatch.CfnAlarm ? [one] : []));
  for (const { threshold, thresholdMetricId } of made) expect(threshold ?? thresholdMetricId).toBeDefined();
});

test('triggers of a quarantine may be called as its parts are', () => {
  const quarantine = new Quarantine(stack, id(), { alarms, functions: [orders] });
  for (const name of ['Isolate', 'Release', 'DenyAll', 'Undelivered', 'Alarms', 'Triggers']) {
    expect(() => quarantine.onSecurityEvent(name, orders, SecurityEvent.AUTH_FAILED)).not.toThrow();
  }
});
