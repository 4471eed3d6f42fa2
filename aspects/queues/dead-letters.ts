import { starts } from '../graphs/triggers';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, isMap, referencesIn, Value } from '../model/value';

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
  const isForThem = known(name => DEAD_LETTERS.test(name));
  for (const resource of app.resources) if (resource.references.length > 0) collectMentioned(resource.properties, isForThem, mentioned);
  // A queue that says whose dead letters it takes is one, wherever the others are.
  const allowing = app.ofType('AWS::SQS::Queue').filter(queue => alternativesOf(queue.get('RedriveAllowPolicy')).some(one => one !== undefined));
  return new Set([...declared, ...mentioned, ...allowing.map(({ id }) => id)]);
}

/** The ids of what properties of such a name refer to. A value without parts refers to nothing, whatever its name. */
function collectMentioned(value: Value, isForThem: (name: string) => boolean, mentioned: string[]): void {
  if (Array.isArray(value)) {
    for (const one of value as readonly Value[]) collectMentioned(one, isForThem, mentioned);
  } else if (isMap(value)) {
    for (const [name, one] of Object.entries(value)) {
      if (typeof one !== 'object') continue;
      if (isForThem(name)) mentioned.push(...referencesIn(one).map(({ resource }) => resource.id));
      else collectMentioned(one, isForThem, mentioned);
    }
  }
}

/** Asks about each name once: an application has many properties and few names of them. */
function known(question: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return name => {
    const answer = answers.get(name) ?? question(name);
    answers.set(name, answer);
    return answer;
  };
}
