import { Construct } from 'constructs';
import { FUNCTION_WAYS, letOut } from './secure-function';
import { subject } from './subject';
import { CODE } from './surroundings';
import { Rampart } from '../../../aspects/rampart';
import {
  ApiAuthorizer, PrivateNetwork, RampartDefaults, SecretBackedFunction, SecretSource, SecureApi, SecureFunction, Sensitivity,
} from '../../../lib';

const { logKey, permissionsBoundary, alarms, vpc } = FUNCTION_WAYS;

/** A scope with defaults, and everything that takes them. */
export const scopeDefaults = subject<RampartDefaults, Construct>({
  make: (scope, id, defaults) => {
    const made = new Construct(scope, id);
    Rampart.defaults(made, defaults);
    const orders = new SecureFunction(made, 'Orders', { code: CODE });
    new SecretBackedFunction(made, 'Billing', { code: CODE, secrets: { key: SecretSource.generated() } });
    new SecureApi(made, 'Api', { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: orders });
    new PrivateNetwork(made, 'Network');
    return made;
  },
  finish: (made, around) => {
    const billing = made.node.findChild('Billing') as SecretBackedFunction;
    if (billing.isBoundToVpc) letOut(billing, around);
  },
  ways: { logKey, permissionsBoundary, alarms, vpc, sensitivity: { restricted: () => Sensitivity.RESTRICTED } },
  required: {},
  everyOption: { 'every default': {} },
  additions: {},
  madeBeside: /\/(?:Alarms|cdk-rampart\.Board)\//,
});
