import { enforcedBoundary } from './enforced-boundary';
import { accessReview, privateNetwork, quarantine, rotationRehearsal, securityAlarms, siemExport } from './operations';
import { scopeDefaults } from './scope-defaults';
import { secretBackedFunction } from './secret-backed-function';
import { secureApi } from './secure-api';
import { secureFunction } from './secure-function';
import { Subject } from './subject';

/** Every construct of ours, by the name of its class. */
export const CONSTRUCTS: Readonly<Record<string, Subject>> = {
  AccessReview: accessReview,
  SiemExport: siemExport,
  PrivateNetwork: privateNetwork,
  SecretBackedFunction: secretBackedFunction,
  SecureApi: secureApi,
  RotationRehearsal: rotationRehearsal,
  Quarantine: quarantine,
  EnforcedBoundary: enforcedBoundary,
  SecureFunction: secureFunction,
  SecurityAlarms: securityAlarms,
};

/** The constructs, and what holds for those in a scope. */
export const SUBJECTS: Readonly<Record<string, Subject>> = { ...CONSTRUCTS, 'Rampart.defaults': scopeDefaults };
