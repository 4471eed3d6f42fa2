import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { keyOf, patternOf } from '../../model/value';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Users have one access key at most. */
export const iamUserOneAccessKey: Rule = {
  id: 'iam-user-one-access-key',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A user has one access key at most',
  threat: 'Each further key is one more that leaks and that nobody misses: the second is there to replace the first, and kept for good neither is ever changed.',
  remedy: 'Remove the second AccessKey after the change; better, let programs take roles, which need no key that lasts.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  covers: ['kics:48677914-6fdf-40ec-80c4-2b0e94079f54'],
  target: 'AWS::IAM::AccessKey',
  check: (key, app) => {
    const others = (app.once(keysOfUsers).get(userOf(key, app)) ?? []).filter(other => other !== key);
    return others.length === 0 ? undefined
      : noncompliant(key, `the user ${patternOf(key.get('UserName')) ?? ''} has ${others.length + 1} access keys`.replace('user * ', 'user '), { property: 'UserName', related: others });
  },
  // No fix: which of the keys is in use is not known here. A user that a parameter names is the same user wherever the parameter stands.
  examples: [
    compliant('one key for each user', ({ stack, iam }) => {
      for (const id of ['Ada', 'Grace']) new iam.AccessKey(stack, `${id}Key`, { user: new iam.User(stack, id) });
    }),
    noncompliantExample('two keys', ({ stack, iam }) => {
      const user = new iam.User(stack, 'User');
      for (const id of ['First', 'Second']) new iam.AccessKey(stack, id, { user });
    }),
    noncompliantExample('two raw keys of a user by its name', ({ stack, cdk }) => {
      for (const id of ['First', 'Second']) new cdk.CfnResource(stack, id, { type: 'AWS::IAM::AccessKey', properties: { UserName: 'ada' } });
    }),
    noncompliantExample('two keys of a user that a parameter names, one by an override', ({ stack, cdk, iam }) => {
      const userName = new cdk.CfnParameter(stack, 'Name').valueAsString;
      new iam.CfnAccessKey(stack, 'First', { userName });
      new iam.CfnAccessKey(stack, 'Second', { userName: 'ada' }).addPropertyOverride('UserName', userName);
    }),
  ],
};

function keysOfUsers(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const keys = new Map<string, Resource[]>();
  for (const key of app.ofType('AWS::IAM::AccessKey')) keys.set(userOf(key, app), [...(keys.get(userOf(key, app)) ?? []), key]);
  return keys;
}

/** Tells users apart: a name means the same user in one template only. */
function userOf(key: Resource, app: AppModel): string {
  return app.resourceOf(key.get('UserName'))?.id ?? `${key.template.path} ${keyOf(key.get('UserName'))}`;
}
