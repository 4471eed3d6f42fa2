import { isSourceBound } from '../graphs/source-bound';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, booleanOf, patternOf, sameValue } from '../model/value';

/** What a permission for `*` says: whether it is one, and whether its source keeps strangers out. */
export interface PublicPermission {
  readonly everybody: Answer;
  readonly bound: Answer;
}

/** Reads a permission of a function that may be for everybody; nothing where it is for somebody, or belongs to a function URL. */
export function publicPermission(permission: Resource, app: AppModel): PublicPermission | undefined {
  const everybody = saysEverybody(permission);
  if (everybody === 'no' || belongsToUrl(permission, app)) return undefined;
  const isBucket = NAMED_BUCKET.test(patternOf(permission.get('SourceArn')) ?? '');
  return { everybody, bound: isBucket ? 'yes' : isSourceBound(permission, '') };
}

/** A principal that only a parameter knows is lambda-permission-source-bound's: here somebody has written `*`. */
export function saysEverybody(permission: Resource): Answer {
  return alternativesOf(permission.get('Principal')).includes('*') ? ask(permission.get('Principal'), principal => principal === '*') : 'no';
}

/** The ARN of a bucket says nothing of its account, but nobody else has a bucket of that name. */
const NAMED_BUCKET = /^arn:[^:]*:s3:::[^*?]+$/;

/**
 * Whether a permission opens nothing but a function URL that is judged itself (lambda-url-iam-auth): it holds only for a URL
 * without authorization, or for calls that came through a URL, which the other permission of the pair lets in or not.
 */
function belongsToUrl(permission: Resource, app: AppModel): boolean {
  if (booleanOf(permission.get('InvokedViaFunctionUrl')) === true) return true;
  if (permission.get('FunctionUrlAuthType') !== 'NONE') return false;
  const called = permission.get('FunctionName');
  const fn = app.functionOf(called);
  return app.ofType('AWS::Lambda::Url').some(url => {
    const target = url.get('TargetFunctionArn');
    return sameValue(target, called) || (fn !== undefined && app.functionOf(target) === fn);
  });
}
