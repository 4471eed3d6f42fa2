import { nounOf } from './public-statements';
import { Telling, tellingOf, tellingServices } from './source-keys';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { isObject, Json, JsonObject } from '../model/json';
import { allows, statementsOf } from '../model/policy';
import { Resource } from '../model/resource';
import { isMap, Value, valuesOf } from '../model/value';
import { patchValueOf, SetProperty } from '../rule/patch';
import { Declined, isDeclined, Repair } from '../rule/rule';

/** How a statement asks whether a service calls for this account, by what the service says. */
const ASKS: Readonly<Record<Telling, { readonly operator: string; readonly key: string; of(service: string): Json }>> = {
  'account': { operator: 'StringEquals', key: 'aws:SourceAccount', of: () => ({ Ref: 'AWS::AccountId' }) },
  'arn': { operator: 'ArnLike', key: 'aws:SourceArn', of: service => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:*` }) },
  'log group': { operator: 'ArnLike', key: 'kms:EncryptionContext:aws:logs:arn', of: () => ({ 'Fn::Sub': 'arn:${AWS::Partition}:logs:*:${AWS::AccountId}:*' }) },
};

/**
 * Binds what services may do by a policy to this account, statement by statement.
 *
 * @param holder the resource that holds the policy
 * @param property where the policy stands in it
 * @param services the services of the finding
 */
export function boundToAccount(holder: Resource, property: string, services: readonly string[], app: AppModel): Repair | Declined {
  const document = isObject(holder.definition.Properties) ? holder.definition.Properties[property] : undefined;
  const statements = isObject(document) ? document.Statement : undefined;
  if (!isObject(document) || statements === undefined) return { declined: `the policy of ${holder.writtenId} is written so that only the deployment knows its statements` };
  const edited = (Array.isArray(statements) ? statements as readonly Json[] : [statements]).map(one => bound(one, holder, services, app));
  const refused = edited.find((one): one is Declined => isObject(one as Json) && isDeclined(one as object));
  if (refused !== undefined) return refused;
  const value = patchValueOf(holder, { ...document, Statement: edited as readonly Json[] });
  return value === undefined ? { declined: `the policy of ${holder.writtenId} refers to something outside of the application` }
    : { level: FixLevel.STRICT, patches: [new SetProperty(holder, property, value)] };
}

/** How many principals a statement lets in; a text is everybody. */
function principalsIn(principal: Value): number {
  return isMap(principal) ? Object.values(principal).flatMap(valuesOf).length : Infinity;
}

/** A statement that asks for whom its services call; one of others stays as it is. */
function bound(statement: Json, holder: Resource, services: readonly string[], app: AppModel): Json | Declined {
  if (!isObject(statement)) return statement;
  const noun = nounOf(holder);
  const [read] = statementsOf({ Statement: [holder.template.evaluate(statement)] });
  const told = read === undefined || !allows(read) ? [] : tellingServices(read, holder, app);
  if (told.length === 0 || told.join() !== services.join()) return statement;
  const kinds = [...new Set(told.map(service => tellingOf(service, noun)!))];
  if (kinds.length > 1 || principalsIn(read.principal) !== told.length) {
    return { declined: `a statement of ${holder.writtenId} lets in others besides ${told.join(' and ')}: give each a statement of its own` };
  }
  const { operator, key, of } = ASKS[kinds[0]];
  const condition = isObject(statement.Condition) ? statement.Condition : {};
  const asked = isObject(condition[operator]) ? condition[operator] as JsonObject : {};
  if (statement.Condition !== undefined && !isObject(statement.Condition)) return statement;
  if (Object.keys(asked).some(one => one.toLowerCase() === key.toLowerCase())) {
    return { declined: `a statement of ${holder.writtenId} asks for ${key} already, of whatever account` };
  }
  const values = told.map(of);
  return { ...statement, Condition: { ...condition, [operator]: { ...asked, [key]: values.length === 1 ? values[0] : values } } };
}
