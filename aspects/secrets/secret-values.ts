import { whatNameSays } from './variable-names';
import { Resource } from '../model/resource';
import { alternativesOf, Reference, referencesIn, Text, Unknown, Value } from '../model/value';

/** A secret whose value CloudFormation writes out. */
export interface ResolvedSecret {
  /** What it is the value of, in words: `the value of the secret Stack/Db`. */
  readonly what: string;
  /** The resource that holds the secret, where it is in the application. */
  readonly holder?: Resource;
  /** False where a condition that cannot be decided says whether it is written out. */
  readonly certain: boolean;
}

/** Attributes that are secrets themselves, by resource type. Source: the return values in the CloudFormation resource reference. */
const SECRET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppSync::ApiKey': ['ApiKey'],
  'AWS::Cognito::UserPoolClient': ['ClientSecret'],
  'AWS::IAM::AccessKey': ['SecretAccessKey'],
};

/** A dynamic reference to a secret. `{{resolve:ssm:…}}` is none: it reads plain parameters only. */
const DYNAMIC_REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure):([^}]*)/;

/**
 * The secret whose value a value will hold when it is deployed; the ARN and the name of a secret are none.
 *
 * A value that one branch of a condition makes a secret holds it perhaps.
 */
export function resolvedSecretIn(value: Value): ResolvedSecret | undefined {
  const branches = alternativesOf(value);
  const secrets = branches.map(secretIn);
  const found = secrets.find(secret => secret !== undefined);
  return found && { ...found, certain: found.certain && !secrets.includes(undefined) };
}

function secretIn(value: Value): ResolvedSecret | undefined {
  if (value instanceof Unknown) return value.secret === undefined ? undefined : { what: `the value of ${value.secret}`, certain: true };
  if (value instanceof Reference) return secretAttribute(value);
  if (value instanceof Text) return dynamicReference(value.pattern, value) ?? firstOf(value.parts);
  if (typeof value === 'string') return dynamicReference(value, value);
  return undefined;
}

function firstOf(parts: Text['parts']): ResolvedSecret | undefined {
  const secrets = parts.flatMap(part => (typeof part === 'string' ? [] : [resolvedSecretIn(part)])).filter(secret => secret !== undefined);
  return secrets.find(secret => secret.certain) ?? secrets[0];
}

function dynamicReference(text: string, value: Value): ResolvedSecret | undefined {
  const match = DYNAMIC_REFERENCE.exec(text);
  if (match === null) return undefined;
  const holder = referencesIn(value).map(({ resource }) => resource).find(({ type }) => type.startsWith('AWS::SecretsManager::'));
  const kind = match[1] === 'secretsmanager' ? 'secret' : 'SecureString parameter';
  const named = holder?.writtenId ?? match[2].split(':SecretString')[0].replace(/:\d*$/, '');
  return { what: `the value of the ${kind} ${named}`, certain: true, ...(holder ? { holder } : {}) };
}

function secretAttribute({ resource, attribute }: Reference): ResolvedSecret | undefined {
  // A custom resource names its attributes as it likes; the last word of the name says what they are.
  const isCustom = resource.type.startsWith('Custom::') || resource.type === 'AWS::CloudFormation::CustomResource';
  const says = isCustom ? whatNameSays(attribute.split('.').pop()!) : undefined;
  const isSecret = SECRET_ATTRIBUTES[resource.type]?.includes(attribute) ?? (says === 'password' || says === 'key');
  return isSecret ? { what: `the value of ${attribute} of ${resource.writtenId}`, certain: true, holder: resource } : undefined;
}
