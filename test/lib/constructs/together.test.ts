import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { Rampart } from '../../../index';
import {
  AccessReview, ApiAuthorizer, PrivateNetwork, Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource, SecureApi, SecureApiType,
  SecurityAlarms, SecurityEvent, Sensitivity, SiemDestination, SiemExport,
} from '../../../lib';
import { CODE } from '../../support/constructs/surroundings';
import { circlesIn, quickApp } from '../../support/quick-app';

/** The parts of an application, each after those that it uses; where a new stack begins, and what of it there is. */
const layout = fc.record({
  network: fc.boolean(),
  byDefault: fc.boolean(),
  begins: fc.record({ siem: fc.boolean(), functions: fc.boolean(), reader: fc.boolean(), api: fc.boolean(), operations: fc.boolean() }),
  siem: fc.boolean(),
  http: fc.boolean(),
  reader: fc.boolean(),
  quarantine: fc.boolean(),
  rehearsal: fc.boolean(),
  review: fc.boolean(),
});
type Layout = typeof layout extends fc.Arbitrary<infer Value> ? Value : never;

function application(given: Layout) {
  const app = quickApp();
  let stack = new Stack(app, 'Platform');
  const at = (part: keyof Layout['begins']): Stack => stack = given.begins[part] ? new Stack(app, part) : stack;
  const alarms = new SecurityAlarms(stack, 'Alarms');
  const network = given.network ? new PrivateNetwork(stack, 'Network', { endpoints: [ec2.InterfaceVpcEndpointAwsService.KMS] }) : undefined;
  if (given.byDefault) Rampart.defaults(app, { alarms, vpc: network?.vpc, sensitivity: Sensitivity.CONFIDENTIAL });
  const settings = given.byDefault ? {} : { alarms };

  const siem = given.siem ? new SiemExport(at('siem'), 'Siem', {
    destination: SiemDestination.splunk('https://splunk.example.com:443', new SecretBackedFunction(stack, 'Tokens', {
      code: CODE, secrets: { hec: SecretSource.neverRotated('the other side hands it out') }, ...settings,
    }).secret('hec')),
    alarms,
  }) : undefined;

  const billing = new SecretBackedFunction(at('functions'), 'Billing', {
    code: CODE, secrets: { key: SecretSource.generated() }, ...settings, ...(network === undefined || given.byDefault ? {} : { vpc: network.vpc }),
  });
  siem?.addLogGroup(billing.logGroup);
  // A secret is shared within its stack.
  const reader = given.reader && !given.begins.reader ? new SecretBackedFunction(at('reader'), 'Reader', {
    code: CODE, secrets: { key: SecretSource.existing(billing.secret('key')) }, ...settings,
  }) : undefined;

  const api = new SecureApi(at('api'), 'Api', { authorizer: ApiAuthorizer.iam(), type: given.http ? SecureApiType.HTTP : SecureApiType.REST, ...settings });
  api.addRoute('POST', '/bills', { handler: billing, uncheckedBody: 'the handler checks it' });
  siem?.addLogGroup(api.accessLog);

  at('operations');
  alarms.watchSecret(billing.secret('key'), { readers: [billing.role!, ...(reader === undefined ? [] : [reader.role!])] });
  if (given.quarantine) {
    const quarantine = new Quarantine(stack, 'Quarantine', {
      alarms, functions: reader === undefined ? [billing] : [billing, reader], secrets: [billing.secret('key')],
    });
    quarantine.onSecurityEvent('Refused', billing, SecurityEvent.SOURCE_REFUSED);
    quarantine.onAlarm('Any', alarms.compositeAlarm(api));
    quarantine.onAlarm('Errors', new Alarm(stack, 'Errors', { metric: billing.metricErrors(), threshold: 1, evaluationPeriods: 1 }));
  }
  if (given.rehearsal) new RotationRehearsal(stack, 'Rehearsal', { alarms, secret: billing.secret('key') });
  if (given.review) new AccessReview(stack, 'Review', { topic: alarms.topic });
  return app;
}

test('all constructs together deploy without a circle, in one stack and over several', () => {
  fc.assert(fc.property(layout, given => {
    expect(circlesIn(application(given))).toEqual([]);
  }), { numRuns: 40 });
}, 120_000);
