import { literalSecretIn, masked } from './literal-secret';
import { namesReferredTo, nodesAt } from './property-nodes';
import { SecretProperty, secretPropertyOf } from './secret-parameters';
import { AppModel } from '../model/app-model';
import { TemplateElement } from '../model/element';
import { alternativesOf, Value } from '../model/value';
import { Found, noncompliant } from '../rule/found';
import { Severity } from '../severity';

/** The identifier of an Alexa skill: it lets nobody in who is not that skill. */
const IDENTIFIERS: readonly string[] = ['AWS::Lambda::Permission'];

/** A property that is a secret and stands in the template: in one branch of a condition is in the template too. */
export function writtenProperty({ resource, property, node }: SecretProperty): Found | undefined {
  const severity = IDENTIFIERS.includes(resource.type) ? { severity: Severity.LOW } : {};
  for (const value of writtenIn({ resource, property, node })) {
    const text = typeof value === 'number' ? String(value) : value;
    const name = property.split('.').filter(part => !/^\d+$/.test(part)).pop()!;
    if (typeof text !== 'string') {
      const part = literalSecretIn(name, value);
      if (part !== undefined) return noncompliant(resource, `${property} holds ${part.what} in the open (${part.masked})`, { property, ...severity });
    } else if (/\{\{resolve:ssm:/.test(text)) {
      return noncompliant(resource, `${property} comes from a plain parameter of Systems Manager`, { property, severity: Severity.HIGH });
    } else if (text !== '' && !text.includes('{{resolve:')) {
      return noncompliant(resource, `${property} stands in the template (${masked(text)})`, { property, ...severity });
    }
  }
  return undefined;
}

/** The content of a secret that stands in the template, wholly or in part. */
export function writtenContent(content: SecretProperty): Found | undefined {
  const { resource, property } = content;
  for (const value of writtenIn(content)) {
    const inJson = literalSecretIn('', value);
    if (inJson !== undefined) return noncompliant(resource, `${property} holds ${inJson.what} in the open (${inJson.masked})`, { property });
    // A text that is no JSON is the secret as a whole; under the name of a key, what is to be filled in later is none.
    const isWhole = property === 'SecretString' && typeof value === 'string' && !/^\s*[{["]/.test(value);
    const whole = isWhole ? literalSecretIn('API_KEY', value) : undefined;
    if (whole !== undefined) return noncompliant(resource, `${property} stands in the template (${whole.masked})`, { property });
  }
  return undefined;
}

/** The values of a property, without the defaults of parameters: those stand elsewhere. */
function writtenIn({ resource, node }: SecretProperty): readonly Value[] {
  const { template } = resource;
  const parameters = namesReferredTo(node).filter(name => template.section('Parameters')[name] !== undefined).map(name => template.parameter(name));
  return alternativesOf(template.evaluate(node)).filter(value => !parameters.includes(value));
}

/** The default of a parameter that is a secret: it stands in the template, also where the parameter is not echoed. */
export function writtenDefault(parameter: TemplateElement, app: AppModel): Found | undefined {
  const { Default: fallback, Type: type = 'String' } = parameter.definition;
  const text = typeof fallback === 'number' ? String(fallback) : fallback;
  // The default of the other types is a name: of a parameter of Systems Manager, of a key pair.
  if (typeof text !== 'string' || text === '' || text.includes('{{resolve:') || !['String', 'Number', 'CommaDelimitedList'].includes(String(type))) return undefined;
  const use = secretPropertyOf(parameter, app);
  const shown = use === undefined ? literalSecretIn(parameter.writtenId, text)?.masked : masked(text);
  if (shown === undefined || (use === undefined && isReportedElsewhere(parameter, app))) return undefined;
  return noncompliant(parameter, `the default of the parameter is a secret that stands in the template (${shown})`, { property: 'Default', related: use ? [use.resource] : [] });
}

/** A default that comes to an environment variable is a finding of lambda-env-no-literal-secret. */
function isReportedElsewhere(parameter: TemplateElement, app: AppModel): boolean {
  return app.ofType('AWS::Lambda::Function').some(fn => fn.template === parameter.template && nodesAt(fn.definition.Properties, 'Environment.Variables.*')
    .some(({ property, node }) => namesReferredTo(node).includes(parameter.writtenId)
      && alternativesOf(fn.template.evaluate(node)).some(value => literalSecretIn(property.split('.').pop()!, value) !== undefined)));
}
