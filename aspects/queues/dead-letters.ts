import { starts } from '../graphs/triggers';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, isMap, Reference, referencesIn, Value } from '../model/value';

/** The names of properties that name where dead letters go, in whatever resource they stand. */
const DEAD_LETTERS = /redrive(?!allow)|dead.?letter|onfailure|dlq/i;

/** Whether something of the application sends its dead letters to a queue. */
export function takesDeadLetters(queue: Resource, app: AppModel): boolean {
  return app.once(deadLetterQueues).has(queue.id);
}

/** Every queue that a property for dead letters means: those of the trigger graph, and any other property of such a name. */
function deadLetterQueues(app: AppModel): ReadonlySet<string> {
  const declared = app.once(starts).edges.filter(({ property }) => DEAD_LETTERS.test(property)).map(({ to }) => to.id);
  const mentioned: string[] = [];
  for (const resource of app.resources) if (resource.references.some(isToQueue)) collectMentioned(resource.properties, mentioned);
  // A queue that says whose dead letters it takes is one, wherever the others are.
  const allowing = app.ofType('AWS::SQS::Queue').filter(queue => alternativesOf(queue.get('RedriveAllowPolicy')).some(one => one !== undefined));
  return new Set([...declared, ...mentioned, ...allowing.map(({ id }) => id)]);
}

function isToQueue({ resource }: Reference): boolean {
  return resource.type === 'AWS::SQS::Queue';
}

/** The ids of what properties of such a name refer to. A value without parts refers to nothing, whatever its name. */
function collectMentioned(value: Value, mentioned: string[]): void {
  if (Array.isArray(value)) {
    for (const one of value as readonly Value[]) collectMentioned(one, mentioned);
  } else if (isMap(value)) {
    for (const [name, one] of Object.entries(value)) {
      if (typeof one !== 'object') continue;
      if (DEAD_LETTERS.test(name)) mentioned.push(...referencesIn(one).map(({ resource }) => resource.id));
      else collectMentioned(one, mentioned);
    }
  }
}
