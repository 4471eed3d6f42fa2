import { attachedPolicies, holdersOf } from './resource-policies';
import { hasWord, reach, Spellings, spellingsOf, worded } from '../graphs/arn';
import { AppModel } from '../model/app-model';
import { actionMatches, actionPatterns, isOpenDocument, Statement, statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, booleanOf, isMap, isOpen, Unknown, Value, valuesOf } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

/** What must be refused without TLS: an action, and the ends of the ARNs of what it is done to. */
export interface PlainCall {
  readonly action: string;
  /** What follows the resource in its ARN: `/*` for the objects of a bucket. */
  readonly rest: '' | '/*';
}

/** Words and calls of one kind of resource that policies protect. */
export interface Protected {
  /** How messages name it: `queue`. */
  readonly noun: string;
  readonly calls: readonly PlainCall[];
}

/** Finds a resource whose policy lets calls without TLS through: silence where each of them is refused. */
export function plainTextTaken(resource: Resource, { noun, calls }: Protected, app: AppModel): readonly Found[] {
  const policies = attachedPolicies(resource, app);
  const spellings = spellingsOf(resource)!;
  const asked = policies.length === 0 ? [[]] : policies.map(policy => [policy]);
  const answers = asked.map(those => calls.map(call => refused(those, call, spellings)));
  const lax = policies.filter((_, index) => answers[index].some(answer => answer !== 'yes'));
  // A resource keeps one policy: which of several is in force, if they differ, only the deployment knows.
  if (lax.length < policies.length) {
    const message = `the ${noun} has several policies and keeps one of them: only the deployment knows whether it is this one, which does not refuse calls without TLS`;
    return lax.map(policy => undecided(policy, message, { property: 'PolicyDocument', related: [resource] }));
  }
  const related = policies.length === 0 ? {} : { related: policies };
  const each = calls.map((_, index) => sameForAll(answers.map(those => those[index])));
  return [found(resource, each, noun, related, calls) ?? []].flat();
}

function sameForAll(answers: readonly Answer[]): Answer {
  return new Set(answers).size === 1 ? answers[0] : 'undecided';
}

/** Finds a policy of something outside of the application that lets calls without TLS through. */
export function plainTextTakenElsewhere(policy: Resource, { noun, calls }: Protected, service: string, app: AppModel): Found | undefined {
  const { resources, elsewhere } = holdersOf(policy, app);
  if (resources.length > 0 || elsewhere.length === 0) return undefined; // the resource itself is judged
  const ends = elsewhere.flatMap(value => worded(value) ?? []);
  const spellings: Spellings = { form: { service, before: '', arns: [], names: [] }, arns: [], ends, generated: false, stackName: '' };
  // A queue's URL and a topic's ARN say their names in a form of their own; every resource in their policies means them.
  const answers = calls.map(call => refused([policy], call, service === 's3' ? spellings : undefined));
  return found(policy, answers, noun, {}, calls);
}

function found(
  subject: Resource, answers: readonly Answer[], noun: string, details: { readonly related?: readonly Resource[] }, calls: readonly PlainCall[],
): Found | undefined {
  if (answers.every(answer => answer === 'yes')) return undefined;
  const property = subject.get('PolicyDocument') === undefined ? {} : { property: 'PolicyDocument' };
  if (!answers.includes('no')) return undecided(subject, `whether the ${noun} refuses calls without TLS is only known at deployment`, { ...property, ...details });
  const taken = calls.filter((_, index) => answers[index] === 'no').map(({ action }) => action);
  const message = answers.every(answer => answer === 'no') ? `nothing refuses calls of the ${noun} without TLS`
    : `calls of the ${noun} without TLS are refused, but not ${taken.join(', ')}`;
  return noncompliant(subject, message, { ...property, ...details });
}

function refused(policies: readonly Resource[], call: PlainCall, spellings: Spellings | undefined): Answer {
  const answers = policies.flatMap((policy): readonly Answer[] => {
    const document = policy.get('PolicyDocument');
    const open: readonly Answer[] = alternativesOf(document).some(isOpenDocument) ? ['undecided'] : [];
    return [...statementsOf(document).map(statement => refuses(statement, call, spellings)), ...open];
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

function refuses(statement: Statement, { action, rest }: PlainCall, spellings: Spellings | undefined): Answer {
  const matches = (patterns: readonly Value[]) => actionPatterns(patterns).some(pattern => actionMatches(pattern, action));
  const named = statement.notActions.length > 0 ? !matches(statement.notActions) : matches(statement.actions);
  const answers = [
    ask(statement.effect, effect => String(effect).toLowerCase() === 'deny'),
    named ? 'yes' : 'no',
    statement.notPrincipal === undefined ? isEverybody(statement.principal) : 'no',
    statement.notResources.length > 0 ? 'no' : covers(statement.resources, rest, spellings),
    withoutTls(statement.condition),
  ];
  return answers.includes('no') ? 'no' : answers.includes('undecided') || !statement.certain ? 'undecided' : 'yes';
}

function isEverybody(principal: Value): Answer {
  const named = alternativesOf(principal).flatMap(one => (isMap(one) ? Object.values(one) : [one])).flatMap(valuesOf);
  if (named.includes('*')) return 'yes';
  // A reference means one caller, and so does an ARN of which parts are open.
  return named.some(one => one instanceof Unknown) ? 'undecided' : 'no';
}

function covers(resources: readonly Value[], rest: string, spellings: Spellings | undefined): Answer {
  // A statement that names no resource is refused by the service, or is about the one that holds it.
  if (spellings === undefined || resources.length === 0) return 'yes';
  const members = resources.flatMap(alternativesOf).flatMap(valuesOf);
  const reached = members.flatMap(member => restOf(worded(member) ?? '', spellings) ?? []);
  if (reached.includes(rest) || reached.includes('*') || reached.includes(`${rest}*`)) return 'yes';
  return resources.some(one => Array.isArray(one)) ? 'undecided' : 'no'; // a list within the list is no resource that anybody can read
}

/** What follows the resource in an ARN. S3 takes no policy that is about another bucket, so an ARN whose bucket nobody can tell is this one's. */
function restOf(resource: string, spellings: Spellings): string | undefined {
  const reached = reach(resource, spellings);
  if (reached !== undefined || spellings.form.service !== 's3') return reached?.rest;
  const [, bucket, rest = ''] = /^arn:[^:]*:s3:::([^/*?]+)(\/.*)?$/s.exec(resource) ?? [];
  return bucket !== undefined && hasWord(bucket) ? rest : undefined;
}

/** Whether a condition holds for every call without TLS: it asks for nothing else. */
function withoutTls(condition: Value): Answer {
  if (condition === undefined) return 'yes';
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  const tests = Object.entries(condition).flatMap(([operator, keys]) => (isMap(keys) ? Object.entries(keys) : [['', keys] as const])
    .map(([key, value]) => ({ operator: operator.toLowerCase(), key: key.toLowerCase(), value })));
  const answers = tests.map(({ operator, key, value }): Answer => {
    if (!['bool', 'boolifexists'].includes(operator) || key !== 'aws:securetransport') return 'no';
    return ask(Array.isArray(value) && value.length === 1 ? value[0] as Value : value, one => booleanOf(one) === false);
  });
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}
