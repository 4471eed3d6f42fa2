import { placedStatements } from './public-statements';
import { principalsOf } from '../iam/trust';
import { allows, documentAt, Statement } from '../model/policy';
import { Resource } from '../model/resource';
import { isMap, isOpen, Text, Value } from '../model/value';
import { Found, noncompliant, undecided } from '../rule/found';

const TRUST = 'AssumeRolePolicyDocument';

/** The resource types whose policies say who is let in; those of keys name their own account by design. */
export const DOORS = [
  'AWS::ECR::Repository', 'AWS::Events::EventBus', 'AWS::Events::EventBusPolicy', 'AWS::IAM::Role', 'AWS::Kinesis::ResourcePolicy', 'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::ResourcePolicy', 'AWS::SNS::TopicInlinePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueueInlinePolicy', 'AWS::SQS::QueuePolicy',
] as const;

/**
 * Finds the statements that let somebody in without any condition.
 *
 * @param isMeant asks of a principal as it is written, a point standing for what is not known
 * @param wrong says what is wrong of the principals found
 */
export function* letIn(door: Resource, isMeant: (principal: string) => boolean, wrong: (principals: string) => string): Generator<Found> {
  for (const { statement, property } of statementsOfDoor(door)) {
    if (!allows(statement) || isConditioned(statement.condition)) continue;
    const principals = [...new Set(principalsOf(statement.principal, 'AWS').map(written).filter(isMeant))];
    if (principals.length === 0) continue;
    const text = principals.join(' and ');
    const details = { property: `${property}.Principal`, detail: principals.join(',') };
    const certain = statement.certain && !isOpen(statement.effect) && !isOpen(statement.condition);
    yield certain ? noncompliant(door, wrong(text), details)
      : undecided(door, `only the deployment knows whether ${text} is let in without a condition`, details);
  }
}

function statementsOfDoor(door: Resource): readonly { readonly statement: Statement; readonly property: string }[] {
  if (door.type !== 'AWS::IAM::Role') return placedStatements(door);
  return documentAt(door, TRUST).flatMap(({ statements }) => statements.map(statement => ({ statement, property: `${TRUST}.Statement.${statement.index}` })));
}

function isConditioned(condition: Value): boolean {
  return isMap(condition) && Object.keys(condition).length > 0;
}

function written(principal: Value): string {
  if (principal instanceof Text) return principal.parts.map(part => (typeof part === 'string' ? part : '.')).join('');
  return typeof principal === 'string' || typeof principal === 'number' ? String(principal) : '';
}
