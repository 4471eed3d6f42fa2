import { Tags } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { RampartDefaults } from '../rampart-defaults';

/** The tag that says how sensitive something is; the audit reads it. */
export const SENSITIVITY_TAG = 'sensitivity';

const DEFAULTS = Symbol.for('cdk-rampart.ScopeDefaults');

/** Sets defaults for a scope; a second call adds to the first. */
export function setDefaults(scope: IConstruct, defaults: RampartDefaults): void {
  Object.defineProperty(scope, DEFAULTS, { value: { ...own(scope), ...given(defaults) }, configurable: true });
  if (defaults.sensitivity !== undefined) Tags.of(scope).add(SENSITIVITY_TAG, defaults.sensitivity);
}

/** Has a scope take no default from those around it. */
export function clearDefault(scope: IConstruct, name: keyof RampartDefaults): void {
  Object.defineProperty(scope, DEFAULTS, { value: { ...own(scope), [name]: undefined }, configurable: true });
}

/** The defaults of a construct: each from the nearest scope that has one. */
export function defaultsOf(construct: IConstruct): RampartDefaults {
  return Object.assign({}, ...construct.node.scopes.map(own));
}

function own(scope: IConstruct): RampartDefaults {
  return (scope as { [DEFAULTS]?: RampartDefaults })[DEFAULTS] ?? {};
}

function given(defaults: RampartDefaults): RampartDefaults {
  return Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined));
}
