/**
 * How much harm follows if what something holds or works on gets into the wrong hands.
 *
 * It is written as the tag `sensitivity`, by which the audit judges.
 */
export enum Sensitivity {
  /** None: everybody may know it. */
  PUBLIC = 'public',
  /** Little: it is meant for the organisation. */
  INTERNAL = 'internal',
  /** Much: personal or commercial data. */
  CONFIDENTIAL = 'confidential',
  /** The most: credentials, health, payments. */
  RESTRICTED = 'restricted',
}
