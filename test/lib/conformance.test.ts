import { App, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { judge } from '../../aspects/engine/audit';
import { liesUnder } from '../../aspects/model/construct-path';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import * as lib from '../../lib';
import { CONSTRUCTS } from '../support/constructs';
import { surroundings } from '../support/constructs/layout';
import { built, requiredOnly } from '../support/constructs/subject';
import { modelOf, testApp } from '../support/synthesis';

// test/derived/conformance.test.ts has every option, and what cdk-nag says.

/** The findings of our rules of MEDIUM or above on what a construct made; a rule that failed is one. */
function seriousFindings(app: App, constructPath: string): string[] {
  const { judgements, failures } = judge(modelOf(app), RULES);
  const serious = judgements.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM))
    .filter(({ found }) => liesUnder(found.subject.constructPath ?? '', constructPath));
  return [...serious.map(({ rule, found }) => `${rule.id}: ${found.message}`), ...failures.map(({ message }) => message)];
}

test.each(Object.entries(CONSTRUCTS))('%s with its required props only gives no finding of MEDIUM or above on what it made', (_, one) => {
  const app = testApp();
  built(one, surroundings(app, 'Stack'), 'Subject', requiredOnly(one));

  expect(seriousFindings(app, 'Stack/Subject')).toEqual([]);
});

test('a function from an entry, behind a default queue and rotating a secret, gives no finding of MEDIUM or above on what it made', () => {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  const orders = new lib.SecureFunction(stack, 'Orders', { entry: __filename });
  orders.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
  new Secret(stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: orders });

  expect(seriousFindings(app, 'Stack/Orders')).toEqual([]);
});
