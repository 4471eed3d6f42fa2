import type { AppModel } from '../model/app-model';
import { membersOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { alternativesOf, entryOf, isMap, isOpen, Value, valuesOf } from '../model/value';

/** Something that a function names, and the resource that it is, where that is part of the application. */
export interface Placed {
  readonly value: Value;
  readonly resource?: Resource;
  /** False where a condition decides whether the function names it. */
  readonly certain: boolean;
}

/** Where a function stands in a VPC. */
export interface Placement {
  readonly fn: Resource;
  readonly subnets: readonly Placed[];
  readonly groups: readonly Placed[];
  /** Set where there may be subnets that only the deployment knows. */
  readonly open: boolean;
}

/** The functions that stand in a VPC. */
export function placements(app: AppModel): readonly Placement[] {
  return app.once(readPlacements);
}

/** Where a function stands, or nothing where it stands in no VPC. */
export function placementOf(fn: Resource, app: AppModel): Placement | undefined {
  return app.once(byFunction).get(fn);
}

function byFunction(app: AppModel): ReadonlyMap<Resource, Placement> {
  return new Map(placements(app).map(placement => [placement.fn, placement]));
}

function readPlacements(app: AppModel): readonly Placement[] {
  return app.ofType('AWS::Lambda::Function').flatMap(fn => {
    const configs = alternativesOf(fn.get('VpcConfig'));
    const maps = configs.filter(isMap);
    const placed = (property: string, type: string): readonly Placed[] => maps.flatMap(map => membersOf(valuesOf(entryOf(map, property)))
      .filter(({ value }) => value !== undefined).map(({ value, certain }) => {
        const resource = app.resourceOf(value);
        return { value, resource: resource?.type === type ? resource : undefined, certain: certain && configs.length === 1 };
      }));
    const subnets = placed('SubnetIds', 'AWS::EC2::Subnet');
    // A function without subnets stands in no VPC.
    return subnets.length === 0 ? [] : [{ fn, subnets, groups: placed('SecurityGroupIds', 'AWS::EC2::SecurityGroup'), open: subnets.some(one => isOpen(one.value) && one.resource === undefined) }];
  });
}
