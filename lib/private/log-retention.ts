import { Lazy, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { settledNumber } from './settled-props';

/** The days that CloudWatch Logs knows; the last is no number of days, but for ever. */
const DAYS = Object.values(RetentionDays).filter((days): days is RetentionDays => typeof days === 'number');

const SAYS = {
  days: (prop: string, given: number) =>
    `${prop}: CloudWatch Logs keeps for one of ${DAYS.filter(days => days !== RetentionDays.INFINITE).join(', ')} days, or for ever (RetentionDays.INFINITE), got ${given}`,
};

/** What is wrong with how long logs are kept, by the prop; a token is not judged. */
export function retentionProblems(given: { readonly [prop: string]: RetentionDays | undefined }): string[] {
  const isTaken = (value: RetentionDays | undefined): value is undefined => value === undefined || Token.isUnresolved(value) || DAYS.includes(value);
  return Object.entries(given).flatMap(([prop, value]) => (isTaken(value) ? [] : [SAYS.days(prop, value)]));
}

/** How long logs are kept: a year, unless something else is given. For ever is what CloudFormation is told nothing of, also where that is settled late. */
export function retentionOf(scope: IConstruct, given: RetentionDays = RetentionDays.ONE_YEAR): RetentionDays {
  if (!Token.isUnresolved(given)) return given;
  const days = () => settledNumber(scope, given);
  return Lazy.number({ produce: () => (days() === RetentionDays.INFINITE ? undefined : days()) });
}
