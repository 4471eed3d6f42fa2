import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { integration, Operation, State } from './machine';

/** What is isolated or released, as the states see it. */
export interface Subjects {
  /** `qualifier` is the alias with provisioned concurrency, or an empty text. */
  readonly functions: readonly { readonly arn: string; readonly role: string; readonly qualifier: string }[];
  readonly secrets: readonly { readonly arn: string }[];
}

/** The states that deal with one subject of a kind: a part of a state machine of its own. */
export interface Each {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** One pass over all subjects, and one message that says what became of each. */
export function overAll(
  title: string, subjects: Subjects, each: Readonly<Record<keyof Subjects, Each>>, topicArn: string, statements: readonly iam.PolicyStatement[],
): Operation {
  // Of what there is nothing, a path would find nothing, which is an error.
  const kinds = (['functions', 'secrets'] as const).filter(kind => subjects[kind].length > 0);
  const steps = kinds.map(kind => `Each ${kind}`);
  return {
    comment: title,
    startAt: 'Subjects',
    timeout: Duration.minutes(15),
    statements,
    states: {
      // What started it stays in the message: the alarm, or what somebody wrote who did it by hand.
      Subjects: { Type: 'Pass', Parameters: { subjects, 'cause.$': '$' }, Next: steps[0] ?? 'Tell' },
      ...Object.fromEntries(kinds.map((kind, index) => [steps[index], {
        Type: 'Map',
        ItemsPath: `$.subjects.${kind}`,
        MaxConcurrency: 5,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...each[kind] },
        ResultPath: `$.${kind}`,
        Next: steps[index + 1] ?? 'Outcome',
      }])),
      ...kinds.length === 0 ? {} : outcomeOf(kinds),
      Tell: {
        Type: 'Task',
        Resource: integration('sns:publish'),
        ResultPath: null,
        Next: kinds.length === 0 ? 'Complete' : 'HasFailed',
        Parameters: { 'TopicArn': topicArn, 'Subject': title, 'Message.$': 'States.JsonToString($)' },
      },
      Complete: { Type: 'Succeed' },
    },
  };
}

function outcomeOf(kinds: readonly string[]): Record<string, State> {
  const each = (value: (kind: string) => readonly [string, unknown]) => Object.fromEntries(kinds.map(value));
  return {
    Outcome: {
      Type: 'Pass',
      Next: 'Tell',
      Parameters: {
        'cause.$': '$.cause',
        ...each(kind => [`${kind}.$`, `$.${kind}`]),
        'failed': each(kind => [`${kind}.$`, `States.ArrayContains($.${kind}[*].outcome, 'failed')`]),
      },
    },
    HasFailed: { Type: 'Choice', Choices: kinds.map(kind => ({ Variable: `$.failed.${kind}`, BooleanEquals: true, Next: 'Incomplete' })), Default: 'Complete' },
    Incomplete: { Type: 'Fail', Error: 'Incomplete', Cause: 'At least one subject could not be dealt with: the message on the topic says which, and why' },
  };
}
