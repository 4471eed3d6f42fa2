import { Found } from '../rule/found';
import { Rule } from '../rule/rule';

/** A rule, and one thing it found. */
export interface Judgement {
  readonly rule: Rule;
  readonly found: Found;
}
