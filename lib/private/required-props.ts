import { IConstruct } from 'constructs';
import { refuse } from './refuse';

const SAYS = {
  required: (prop: string, what: string) => `${prop}: it is required: give ${what}; got none`,
};

/** Refuses a construct without what it requires, by prop: the types do so too, but not in JavaScript, where some would find out by a `TypeError`. */
export function requireProps(construct: IConstruct, props: object | undefined, required: Readonly<Record<string, string>>): void {
  const given = (props ?? {}) as Readonly<Record<string, unknown>>;
  refuse(construct, Object.entries(required).filter(([prop]) => given[prop] === undefined).map(([prop, what]) => SAYS.required(prop, what)));
}
