import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, patternOf, Value } from '../model/value';

/** The secret that a value means: by reference, also to what attaches it to a database, by ARN or by name. */
export function secretOf(value: Value, app: AppModel): Resource | undefined {
  const named = patternOf(value)?.split(':secret:').pop() ?? '';
  // Secrets Manager adds six characters to the name in the ARN.
  const resource = app.resourceOf(value) ?? app.named(SECRET, named) ?? app.named(SECRET, named.replace(/-[A-Za-z0-9?*]{1,6}$/, ''));
  if (resource?.type === 'AWS::SecretsManager::SecretTargetAttachment') return secretOf(resource.get('SecretId'), app);
  return resource?.type === SECRET ? resource : undefined;
}
const SECRET = 'AWS::SecretsManager::Secret';

/** Resources that name secrets, by the id of the secret. A resource that a condition may take away from a secret is not certain. */
export type BySecret = ReadonlyMap<string, readonly { readonly resource: Resource; readonly certain: boolean }[]>;

/** The resources of a type that name a secret in their `SecretId`, by the id of the secret. */
function bySecret(type: string, app: AppModel): BySecret {
  const found = new Map<string, { readonly resource: Resource; readonly certain: boolean }[]>();
  for (const resource of app.ofType(type)) {
    const meant = alternativesOf(resource.get('SecretId')).map(value => secretOf(value, app));
    for (const secret of new Set(meant)) {
      if (secret !== undefined) found.set(secret.id, [...found.get(secret.id) ?? [], { resource, certain: meant.every(one => one === secret) }]);
    }
  }
  return found;
}

/** The rotation schedules of the application, by the id of the secret. */
export function rotationSchedules(app: AppModel): BySecret {
  return bySecret('AWS::SecretsManager::RotationSchedule', app);
}

/** What attaches secrets of the application to databases, by the id of the secret. */
export function targetAttachments(app: AppModel): BySecret {
  return bySecret('AWS::SecretsManager::SecretTargetAttachment', app);
}
