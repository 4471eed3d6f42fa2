import { apiOfStage } from './stage';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, patternOf, Reference, referencesIn, sameValue, Text, Unknown, Value } from '../model/value';
import { anyOf } from '../rule/given';

const ASSOCIATIONS = ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'] as const;

/** Whether an association of the application puts a web ACL before a stage of a REST API, or before a GraphQL API. */
export function hasWebAcl(guarded: Resource, app: AppModel): Answer {
  return anyOf(app.ofType(...ASSOCIATIONS).map(association => {
    const answers = alternativesOf(association.get('ResourceArn')).map(arn => means(arn, guarded, app));
    return answers.every(answer => answer === answers[0]) ? answers[0] : 'undecided';
  }));
}

/** Whether an ARN means a stage or an API: `arn:…::/restapis/<api>/stages/<stage>`, of references or of names. */
function means(arn: Value, what: Resource, app: AppModel): Answer {
  if (arn instanceof Unknown) return 'undecided';
  const references = referencesIn(arn).map(({ resource }) => resource);
  if (references.includes(what)) return 'yes';
  const api = what.type.startsWith('AWS::ApiGateway::') ? apiOfStage(what, app) : undefined;
  if (!/\/stages\/[^/]+$/.test(patternOf(arn) ?? '') || !(api ? references.includes(api) : arnNames(arn, what.get('RestApiId')))) return 'no';
  const name = what.get('StageName');
  const last = arn instanceof Text ? arn.parts[arn.parts.length - 1] : arn;
  if (last instanceof Reference) return last.resource.type.startsWith('AWS::ApiGateway::') ? 'no' : 'undecided'; // another stage of the API
  if (isOpen(last)) return sameValue(last, name) ? 'yes' : 'undecided';
  return isOpen(name) ? 'undecided' : String(last).endsWith(`/stages/${String(name)}`) ? 'yes' : 'no';
}

/** Whether an ARN holds the id of an API that stands elsewhere. */
function arnNames(arn: Value, id: Value): boolean {
  if (typeof id === 'string') return (patternOf(arn) ?? '').includes(`/restapis/${id}/`);
  return arn instanceof Text && arn.parts.some(part => sameValue(part, id));
}
