import { triggers } from '../graphs/triggers';
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
  const declared = app.once(triggers).edges.filter(edge => edge.kind === 'starts' && DEAD_LETTERS.test(edge.property)).map(({ to }) => to.id);
  const mentioned = app.resources.flatMap(resource => referencedBy(resource.properties, false));
  // A queue that says whose dead letters it takes is one, wherever the others are.
  const allowing = app.ofType('AWS::SQS::Queue').filter(queue => alternativesOf(queue.get('RedriveAllowPolicy')).some(one => one !== undefined));
  return new Set([...declared, ...mentioned, ...allowing.map(({ id }) => id)]);
}

function referencedBy(value: Value, below: boolean): string[] {
  if (below) return referencesIn(value).map(({ resource }) => resource.id);
  if (Array.isArray(value)) return value.flatMap(one => referencedBy(one as Value, false));
  return isMap(value) ? Object.entries(value).flatMap(([name, one]) => referencedBy(one, DEAD_LETTERS.test(name))) : [];
}
