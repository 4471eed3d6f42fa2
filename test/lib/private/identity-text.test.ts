import * as cdk from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { identityText } from '../../../lib/private/identity-text';
import { testApp } from '../../support/synthesis';

const app = testApp();
const [one, other] = ['One', 'Other'].map(id => new cdk.Stack(app, id));
const [queue, namesake] = [one, other].map(stack => new sqs.Queue(stack, 'Queue'));

test('what two stacks call the same is told apart, wherever it stands in the value', () => {
  expect(identityText(one, queue.queueArn)).not.toBe(identityText(one, namesake.queueArn));
  expect(identityText(one, [`of ${queue.queueArn}`])).not.toBe(identityText(one, [`of ${namesake.queueArn}`]));
  expect(identityText(one, queue.queueArn)).not.toBe(identityText(one, queue.queueName));
});

test('the same has the same words, whoever says it and however it is settled', () => {
  expect(identityText(other, queue.queueArn)).toBe(identityText(one, queue.queueArn));
  expect(identityText(one, cdk.Lazy.string({ produce: () => queue.queueArn }))).toBe(identityText(one, queue.queueArn));
  expect(identityText(one, 'arn:aws:sqs:eu-west-1:111122223333:orders')).toBe(identityText(other, 'arn:aws:sqs:eu-west-1:111122223333:orders'));
});
