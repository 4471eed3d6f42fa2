import { Construct, IConstruct } from 'constructs';

/** A part of a construct by its id, made where it is wanted first. */
export function partOf(scope: IConstruct, id: string): Construct;
export function partOf<Part extends IConstruct>(scope: IConstruct, id: string, make: () => Part): Part;
export function partOf(scope: IConstruct, id: string, make: () => IConstruct = () => new Construct(scope as Construct, id)): IConstruct {
  return scope.node.tryFindChild(id) ?? make();
}
