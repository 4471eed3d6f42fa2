import { NestedStack, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  ApiAuthorizer, Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource, SecureApi, SecureApiType, SecurityAlarms,
} from '../../../../lib';
import { CODE } from '../../../support/constructs/surroundings';
import { circlesIn, quickApp } from '../../../support/quick-app';

/** Operations with their alarms, and a service that they act on. */
function application(build: (operations: Stack, service: Stack, alarms: SecurityAlarms) => void) {
  const app = quickApp();
  const operations = new Stack(app, 'Operations');
  build(operations, new Stack(app, 'Service'), new SecurityAlarms(operations, 'Alarms'));
  return () => circlesIn(app);
}

const billing = (scope: Construct, alarms?: SecurityAlarms) => new SecretBackedFunction(scope, 'Billing', { code: CODE, alarms, secrets: { key: SecretSource.generated() } });

describe('what calls a stack that waits for its own', () => {
  const REMEDY = 'and what calls it can only be deployed after it: make this in Service, or in a stack of its own; its alarms may stay where they are';

  test.each<[string, string, Parameters<typeof application>[0]]>([
    ['a quarantine of a function that it watches',
      'Operations/Quarantine: functions: Service/Billing is in Service, which is deployed after Operations (Service/Billing/Alarms/Errors/Resource refers to Operations/Alarms/Topic/Resource)',
      (operations, service, alarms) => new Quarantine(operations, 'Quarantine', { alarms, functions: [billing(service, alarms)] })],
    ['a quarantine of a secret',
      'Operations/Quarantine: secrets: Service/Billing/Secrets/key/Secret is in Service, which is deployed after Operations (',
      (operations, service, alarms) => new Quarantine(operations, 'Quarantine', { alarms, secrets: [billing(service, alarms).secret('key')] })],
    ['a rehearsal of a rotation',
      'Operations/Rehearsal: secret: Service/Billing/Secrets/key/Secret is in Service, which is deployed after Operations (',
      (operations, service, alarms) => new RotationRehearsal(operations, 'Rehearsal', { alarms, secret: billing(service, alarms).secret('key') })],
    ['one that waits over another stack',
      '(Service/Billing/Role/DefaultPolicy/Resource refers to Shared/Key/Resource)',
      (operations, service, alarms) => {
        const shared = new Stack(operations.node.root as Construct, 'Shared');
        shared.addDependency(operations);
        const fn = billing(service);
        new kms.Key(shared, 'Key').grantDecrypt(fn.role!);
        new Quarantine(operations, 'Quarantine', { alarms, functions: [fn] });
      }],
    ['one that somebody let wait', '(Service depends on Operations)', (operations, service, alarms) => {
      service.addDependency(operations);
      new Quarantine(operations, 'Quarantine', { alarms, functions: [billing(service)] });
    }],
    ['an API with a function behind it that it watches', 'Operations/Api: handler: Service/Billing is in Service, which is deployed after Operations (', (operations, service, alarms) => {
      const api = new SecureApi(operations, 'Api', { authorizer: ApiAuthorizer.iam(), alarms });
      api.addRoute('GET', '/bills', { handler: billing(service, alarms) });
    }],
    ['an API whose authorizer it watches', 'Operations/Api: authorizer: Service/Billing is in Service, which is deployed after Operations (', (operations, service, alarms) => {
      const api = new SecureApi(operations, 'Api', { authorizer: ApiAuthorizer.lambda(billing(service, alarms)), type: SecureApiType.HTTP });
      api.addRoute('GET', '/bills', { handler: billing(operations, alarms) });
    }],
    ['one in a nested stack', 'functions: Service/Nested/Billing is in Service, which', (operations, service, alarms) => {
      new Quarantine(operations, 'Quarantine', { alarms, functions: [billing(new NestedStack(service, 'Nested'), alarms)] });
    }],
  ])('is refused, with what refers to what: %s', (_, said, build) => {
    const synth = application(build);

    expect(synth).toThrow(said);
    expect(synth).toThrow(REMEDY);
  });

  test.each<[string, Parameters<typeof application>[0]]>([
    ['the quarantine is where the function is', (_, service, alarms) => new Quarantine(service, 'Quarantine', { alarms, functions: [billing(service, alarms)] })],
    ['an API stands beside what it calls', (_, service, alarms) => (
      new SecureApi(service, 'Api', { authorizer: ApiAuthorizer.iam(), alarms }).addRoute('GET', '/bills', { handler: billing(service, alarms) })
    )],
    ['an API stands behind what it calls', (operations, service, alarms) => (
      new SecureApi(new Stack(operations.node.root as Construct, 'Doors'), 'Api', { authorizer: ApiAuthorizer.iam(), alarms })
        .addRoute('GET', '/bills', { handler: billing(service, alarms) })
    )],
    ['the quarantine has a stack of its own', (operations, service, alarms) => (
      new Quarantine(new Stack(operations.node.root as Construct, 'Response'), 'Quarantine', { alarms, functions: [billing(service, alarms)] })
    )],
    ['nothing of the function refers to the operations', (operations, service, alarms) => (
      new Quarantine(operations, 'Quarantine', { alarms, functions: [billing(service)] })
    )],
    ['the function is in a nested stack of the same stack', (operations, _, alarms) => (
      new Quarantine(operations, 'Quarantine', { alarms, functions: [billing(new NestedStack(operations, 'Nested'), alarms)] })
    )],
  ])('deploys where %s', (_, build) => {
    expect(application(build)()).toEqual([]);
  });
});
