import { IConstruct } from 'constructs';

/** Throws where something is wrong: all of it at once, with the path of the construct. */
export function refuse(construct: IConstruct, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${construct.node.path}: ${problems.join('; ')}`);
}
