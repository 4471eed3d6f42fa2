import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, Answer, ask, entryOf, isOpen, Value, valuesOf } from '../model/value';
import { Found, mustBe, noncompliant, undecided } from '../rule/found';

const isKey = (type: Value) => type === 'API_KEY';

/** Finds a GraphQL API that an API key opens: by default, or for the fields that its schema says. */
export function graphqlCallers(api: Resource, app: AppModel): Found | undefined {
  const found = mustBe(api, 'AuthenticationType', type => !isKey(type), 'anybody may call the API: an API key is no authorization');
  if (found !== undefined) return found;
  const property = 'AdditionalAuthenticationProviders';
  const additional = answerOf(valuesOf(api.get(property)).flatMap(alternativesOf).map(provider => (isOpen(provider) ? provider : entryOf(provider, 'AuthenticationType'))));
  const opened = additional === 'no' ? 'no' : keyedFields(api, app);
  if (opened === 'yes' && additional === 'yes') return noncompliant(api, 'the schema opens fields to an API key, which is no authorization', { property });
  return opened === 'no' ? undefined : undecided(api, 'only the deployment knows which fields an API key opens', { property });
}

/** Whether the schema opens fields to an API key: an additional key opens nothing that does not ask for it. */
function keyedFields(api: Resource, app: AppModel): Answer {
  const schemas = app.ofType('AWS::AppSync::GraphQLSchema').filter(schema => app.resourceOf(schema.get('ApiId')) === api);
  const definitions = schemas.map(schema => schema.get('Definition'));
  if (definitions.some(definition => typeof definition === 'string' && definition.includes('@aws_api_key'))) return 'yes';
  return definitions.length > 0 && definitions.every(definition => typeof definition === 'string') ? 'no' : 'undecided';
}

/** Finds an event API on whose channels an API key is enough to publish or to listen. */
export function eventCallers(api: Resource): Found[] {
  return ['EventConfig.DefaultPublishAuthModes', 'EventConfig.DefaultSubscribeAuthModes'].flatMap(property => {
    const modes = api.get(property);
    const answer = answerOf(isOpen(modes) ? [modes] : valuesOf(modes).flatMap(alternativesOf).map(mode => (isOpen(mode) ? mode : entryOf(mode, 'AuthType'))));
    if (answer === 'no') return [];
    return answer === 'yes' ? [noncompliant(api, 'an API key is no authorization, and is enough for the channels of the API', { property })]
      : [undecided(api, `${property} is only known at deployment`, { property })];
  });
}

/** Whether one of several modes is an API key. */
function answerOf(types: readonly Value[]): Answer {
  const answers = types.map(type => ask(type, isKey));
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}
