/** Where a stack is deployed, as far as that is known. */
export interface Environment {
  /** The AWS account, twelve digits. */
  readonly account?: string;
  /** The AWS Region, for example `eu-west-1`. */
  readonly region?: string;
  /** The construct path of the Stage that the stack belongs to; empty where it belongs to the App itself. */
  readonly stage?: string;
}

/** Equal for environments that are the same as far as they are known. */
export function environmentKey({ account, region, stage }: Environment): string {
  return [stage, account, region].map(part => part ?? '').join('|').replace(/\|+$/, '');
}

/** Whether two things may be in one account and Region: each is the same, or one of them is not known. */
export function mayMeet(one: Environment, other: Environment): boolean {
  return maybeSame(one.account, other.account) && maybeSame(one.region, other.region);
}

function maybeSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** An account or Region of the CDK, which are tokens or words like `unknown-account` where nobody has said them. */
export function knownAccount(text: unknown): string | undefined {
  return typeof text === 'string' && /^\d{12}$/.test(text) ? text : undefined;
}

/** A Region, where the text is one. */
export function knownRegion(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d$/.test(text) ? text : undefined;
}
