import { stageProperty } from './stage';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, entryOf, isMap, isOpen, keyOf, sameValue, Value, valuesOf } from '../model/value';
import { anyOf } from '../network/answers';

/**
 * Whether a usage plan of the application takes in a stage, or the stage that a deployment makes.
 *
 * @returns nothing for a deployment that makes no stage
 */
export function usagePlanCovers(resource: Resource, app: AppModel): Answer | undefined {
  return stageProperty(resource, 'StageName') === undefined ? undefined : covers(resource, resource.get('StageName'), app);
}

function covers(stage: Resource, name: Value, app: AppModel): Answer {
  return anyOf(app.ofType('AWS::ApiGateway::UsagePlan').flatMap(plan => alternativesOf(plan.get('ApiStages')).flatMap(valuesOf))
    .flatMap(alternativesOf).map(entry => (isMap(entry) ? means(entryOf(entry, 'Stage'), entryOf(entry, 'ApiId'), stage, name, app) : isOpen(entry) ? 'undecided' : 'no')));
}

function means(named: Value, api: Value, stage: Resource, name: Value, app: AppModel): Answer {
  const meant = app.resourceOf(named);
  if (meant !== undefined) return meant === stage ? 'yes' : 'no';
  if (named === undefined || name === undefined) return 'no';
  if (!sameApi(api, stage.get('RestApiId'), app)) return 'no';
  return sameValue(named, name) ? 'yes' : isOpen(named) || isOpen(name) ? 'undecided' : 'no';
}

/** A plan that names no API is written by hand, and for the one API that there is. */
function sameApi(a: Value, b: Value, app: AppModel): boolean {
  return keyOf(app.resourceOf(a)?.id ?? a) === keyOf(app.resourceOf(b)?.id ?? b);
}
