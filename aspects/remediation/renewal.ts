import { createHash } from 'node:crypto';
import { staysBehind } from './sam-versions';
import { deploymentsOf } from '../api/redeployed';
import { isPublished } from '../lambda/published';
import { AppModel } from '../model/app-model';
import { isObject, Json } from '../model/json';
import { Resource } from '../model/resource';
import { Patch, Redeploy, SetProperty } from '../rule/patch';

/** What a resource that is replaced to be renewed is called anew, and why. */
export interface Renewal {
  /** The deployment or version. */
  readonly resource: Resource;
  /** The API or function whose repaired state it shall hold. */
  readonly of: Resource;
  /** Equal for the same state. */
  readonly hash: string;
}

/** What of an API a deployment holds. Source: the API Gateway guide, updates that need a deployment. */
const DEPLOYED = /^AWS::ApiGateway(V2)?::(RestApi|Api|Authorizer|GatewayResponse|Integration|IntegrationResponse|Method|Model|RequestValidator|Resource|Route|RouteResponse)$/;

/** Keeps what is to be renewed, until everything is repaired. */
export class Renewals {
  /** By the id of the resource, the names of what was changed of it. */
  private readonly pending = new Map<string, Set<string>>();

  /** Notes what patches ask to be renewed. */
  public record(patches: readonly Patch[]): void {
    for (const patch of patches) {
      const changes = patch instanceof SetProperty && patch.resource.type === 'AWS::Lambda::Function' && isPublished(patch.property);
      if (!changes && !(patch instanceof Redeploy)) continue;
      const names = this.pending.get(patch.resource.id) ?? new Set();
      this.pending.set(patch.resource.id, changes ? names.add(patch.property.split('.')[0]) : names);
    }
  }

  /** What is to be renewed now, and the functions of SAM whose alias has to be told to follow; asked once. */
  public take(app: AppModel): { readonly renewals: readonly Renewal[]; readonly behind: readonly Resource[] } {
    const changed = this.pending.size === 0 ? [] : app.resources.filter(({ id }) => this.pending.has(id));
    const behind = changed.filter(one => one.type === 'AWS::Lambda::Function' && one.writtenAs !== undefined && staysBehind(one, this.pending.get(one.id)!));
    this.pending.clear();
    return { renewals: changed.flatMap(of => (of.type === 'AWS::Lambda::Function' ? published(of, app) : deployed(of, app))), behind };
  }
}

function deployed(api: Resource, app: AppModel): Renewal[] {
  const parts = app.resources.filter(({ type, template }) => template === api.template && DEPLOYED.test(type));
  const hash = hashOf(parts);
  return deploymentsOf(api, app).filter(({ writtenAs }) => writtenAs === undefined).map(resource => ({ resource, of: api, hash }));
}

/** The versions of a function; SAM publishes its own, which is asked of it in another way. */
function published(fn: Resource, app: AppModel): Renewal[] {
  const versions = app.ofType('AWS::Lambda::Version').filter(one => one.template === fn.template && one.writtenAs === undefined);
  return versions.filter(one => app.resourceOf(one.get('FunctionName')) === fn).map(resource => ({ resource, of: fn, hash: hashOf([fn]) }));
}

function hashOf(resources: readonly Resource[]): string {
  const states = resources.map(one => `${one.id} ${canonical(one.definition.Properties)}`).sort();
  return createHash('md5').update(states.join('\n')).digest('hex');
}

function canonical(node: Json): string {
  if (Array.isArray(node)) return `[${node.map(element => canonical(element as Json)).join()}]`;
  if (!isObject(node)) return JSON.stringify(node) ?? '';
  return `{${Object.keys(node).filter(key => node[key] !== undefined).sort().map(key => `${key}:${canonical(node[key])}`).join()}}`;
}

/** A logical id with a hash at its end, in the place of the one that is there. */
export function renewedId(logicalId: string, hash: string): string {
  return `${logicalId.replace(HASH, '')}${hash}`;
}

/** Whether an id ends in a hash: the CDK works it out anew by itself. */
export function isHashed(logicalId: string): boolean {
  return HASH.test(logicalId);
}

const HASH = /[0-9a-f]{32}$/;
