import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, Value, valuesOf } from '../model/value';
import { agreed, anyOf } from '../network/answers';

/** Whether a user belongs to a group, whichever: by its own list, or by a resource that adds it to one. */
export function isInGroup(user: Resource, app: AppModel): Answer {
  return anyOf([
    named(user.get('Groups'), () => 'yes'),
    ...app.ofType('AWS::IAM::UserToGroupAddition').map(addition => named(addition.get('Users'), value => means(value, user, 'UserName', app))),
  ]);
}

/** Whether some user of the application, or one that is named, belongs to a group. */
export function hasMembers(group: Resource, app: AppModel): Answer {
  return anyOf([
    ...app.ofType('AWS::IAM::User').map(user => named(user.get('Groups'), value => means(value, group, 'GroupName', app))),
    ...app.ofType('AWS::IAM::UserToGroupAddition').map(addition => means(addition.get('GroupName'), group, 'GroupName', app)),
  ]);
}

function named(list: Value, question: (value: Value) => Answer): Answer {
  return agreed(alternativesOf(list).map(one => (isOpen(one) ? 'undecided' : anyOf(valuesOf(one).flatMap(alternativesOf).filter(value => value !== undefined).map(question)))));
}

/** Hand-written templates also name a resource of their own by its logical id. */
function means(value: Value, resource: Resource, name: string, app: AppModel): Answer {
  if (app.resourceOf(value) === resource || value === resource.logicalId || (typeof value === 'string' && value === resource.get(name))) return 'yes';
  return app.resourceOf(value) === undefined && isOpen(value) && resource.get(name) !== undefined ? 'undecided' : 'no';
}
