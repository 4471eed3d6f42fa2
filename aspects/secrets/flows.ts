import { literalSecretIn } from './literal-secret';
import { Place, PlaceKind, placesOf } from './places';
import { resolvedSecretIn } from './secret-values';
import { whatNameSays } from './variable-names';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Text, Unknown, Value } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** The value of a secret, and a place that it comes to. */
export interface SecretFlow {
  readonly place: Place;
  /** What flows, in words: `the value of the secret Db`, `a password in the open (7 characters)`. */
  readonly what: string;
  /** `written` in the template, `resolved` by CloudFormation, or `unknown`: a value that is called a secret and that nobody knows. */
  readonly by: 'written' | 'resolved' | 'unknown';
  /** The resource that holds the secret, where it is in the application. */
  readonly holder?: Resource;
  /** False where only the deployment decides. */
  readonly certain: boolean;
}

/** The secrets graph: where the values of secrets flow, in template order. Ask for it by `app.once(secretFlows)`. */
export function secretFlows(app: AppModel): readonly SecretFlow[] {
  return [...placesOf(app)].flatMap(place => flowInto(place) ?? []);
}

/** The flows into places of some kinds, as findings. */
export function flowsFound(app: AppModel, kinds: readonly PlaceKind[]): readonly Found[] {
  return app.once(secretFlows).filter(({ place }) => kinds.includes(place.kind)).map(({ place, what, by, holder, certain }) => {
    const called = WORDS[place.kind](place.name);
    const details = { property: place.property, ...(place.name === '' ? {} : { detail: place.name }), related: holder ? [holder] : [] };
    if (certain) return noncompliant(place.subject, `${called} holds ${what}`, details);
    return undecided(place.subject, `whether ${called} holds ${by === 'unknown' ? 'a secret' : what} is only known at deployment`, details);
  });
}

const WORDS: Readonly<Record<PlaceKind, (name: string) => string>> = {
  'environment': name => `the environment variable ${name}`,
  'output': name => `the output ${name}`,
  'metadata': name => `the metadata entry ${name}`,
  'definition': name => (name === '' ? 'the definition' : `the entry ${name} of the definition`),
  'stage variable': name => `the stage variable ${name}`,
  'parameter': () => 'the plain parameter',
  'container environment': name => `the environment variable ${name}`,
  'user data': () => 'the user data',
};

function flowInto(place: Place): SecretFlow | undefined {
  const { name, value } = place;
  // What stands in one branch of a condition stands in the template, whatever the condition decides.
  for (const one of alternativesOf(value)) {
    const literal = literalSecretIn(name, one) ?? (place.kind === 'user data' ? literalInScript(one) : undefined);
    if (literal !== undefined) return { place, what: `${literal.what} in the open (${literal.masked})`, by: 'written', certain: true };
  }
  const secret = resolvedSecretIn(value);
  if (secret !== undefined) return { place, what: secret.what, by: 'resolved', certain: secret.certain, ...(secret.holder ? { holder: secret.holder } : {}) };
  const says = whatNameSays(name);
  const isUnknown = alternativesOf(value).some(one => one instanceof Unknown || (typeof one === 'string' && /^\{\{resolve:ssm:[^{}]*\}\}$/.test(one)));
  return isUnknown && (says === 'password' || says === 'key') ? { place, what: 'a secret', by: 'unknown', certain: false } : undefined;
}

/** The variables that a script sets, each under its name. What the script reads from elsewhere is no literal. */
function literalInScript(value: Value): ReturnType<typeof literalSecretIn> {
  const text = value instanceof Text ? value.parts.map(part => (typeof part === 'string' ? part : '$')).join('') : value;
  if (typeof text !== 'string') return undefined;
  for (const [, name, double, single, bare] of text.matchAll(/(?:^|[\s;&])(?:--)?([A-Za-z_][\w-]{2,60})=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"';&|]+))/g)) {
    const written = double ?? single ?? bare;
    const found = /[$`]/.test(written) ? undefined : literalSecretIn(name, written);
    if (found !== undefined) return found;
  }
  return undefined;
}
