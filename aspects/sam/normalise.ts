import { application } from './application';
import { capacityProvider } from './capacity-provider';
import { connector, embeddedConnectors } from './connector';
import { samFunction } from './function';
import { Generation, Owner, Written } from './generation';
import { graphqlApi } from './graphql-api';
import { httpApi } from './http-api';
import { own } from './intrinsic';
import { layerVersion } from './layer-version';
import { restApi } from './rest-api';
import { simpleTable } from './simple-table';
import { stateMachine } from './state-machine';
import { webSocketApi } from './web-socket-api';
import { isObject, JsonObject } from '../model/json';

/** A template's resources as CloudFormation will see them. */
export interface Normalised {
  /** The resource definitions by logical id: those written, with the `AWS::Serverless::*` ones replaced by what they become. */
  readonly resources: JsonObject;
  /** For each resource that follows from a SAM resource: what the user wrote. */
  readonly writtenAs: ReadonlyMap<string, Written>;
  /** What the template may call a generated resource → its logical id: `Function.Alias` → `FunctionAliaslive`. */
  readonly names: ReadonlyMap<string, string>;
}

/** What each SAM resource becomes. A type that is not here stays as it is: it is not known, not wrong. */
const TYPES: Readonly<Record<string, (generation: Generation, owner: Owner) => void>> = {
  'AWS::Serverless::Api': restApi,
  'AWS::Serverless::Application': application,
  'AWS::Serverless::CapacityProvider': capacityProvider,
  'AWS::Serverless::Connector': connector,
  'AWS::Serverless::Function': samFunction,
  'AWS::Serverless::GraphQLApi': graphqlApi,
  'AWS::Serverless::HttpApi': httpApi,
  'AWS::Serverless::LayerVersion': layerVersion,
  'AWS::Serverless::SimpleTable': simpleTable,
  'AWS::Serverless::StateMachine': stateMachine,
  'AWS::Serverless::WebSocketApi': webSocketApi,
};

/**
 * Reads the resources of a template, SAM ones as the CloudFormation resources that they will become.
 *
 * Logical ids are those that SAM gives, but for the hashes at the end of versions, deployments, layers and domain names:
 * those change with every deployment and mean nothing here, so they are left out. The methods and routes that events make
 * are resources of their own here, where SAM writes them into the API's OpenAPI body: so each is found, and named as the
 * function whose event makes it, since that is what the user would change. A body that the user wrote stays one.
 *
 * @param body the template; anything may stand in it
 */
export function normaliseSam(body: JsonObject): Normalised {
  const resources = isObject(body.Resources) ? body.Resources : {};
  if (!Object.values(resources).some(isSam)) return { resources, writtenAs: new Map(), names: new Map() };
  const generation = new Generation(body);
  for (const [logicalId, definition] of Object.entries(resources)) {
    const owner = generation.owner(logicalId);
    const become = owner && own(TYPES, owner.type);
    if (owner && become) become(generation, owner);
    else generation.resources.set(logicalId, definition as JsonObject);
    embeddedConnectors(generation, logicalId);
  }
  generation.finish();
  return { resources: Object.fromEntries(generation.resources), writtenAs: generation.writtenAs, names: generation.names };
}

function isSam(definition: unknown): boolean {
  return isObject(definition) && typeof definition.Type === 'string' && definition.Type.startsWith('AWS::Serverless::');
}
