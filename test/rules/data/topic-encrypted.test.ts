import { topicEncrypted } from '../../../aspects/rules/data/topic-encrypted';
import { verdictsOf } from '../../support/verdicts';

const Topic = { Type: 'AWS::SNS::Topic' };
const policyWith = (PolicyDocument: unknown) => ({ Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument } });

test.each<[string, object, unknown]>([
  ['nobody that the application shows', {}, 'STRICT'],
  ['those that a policy lets in', { Policy: policyWith({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' } }) }, expect.stringMatching(/Policy lets publish/)],
  ['whom a policy lets in that only the deployment knows', { Policy: policyWith({ Ref: 'Given' }) }, expect.stringMatching(/Policy lets publish/)],
  ['nobody, by a policy that only refuses', { Policy: policyWith({ Statement: { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*' } }) }, 'STRICT'],
])('the key of AWS would stop %s', (_, others, repair) => {
  expect(verdictsOf(topicEncrypted, { Topic, ...others }).map(one => one.repair)).toEqual([repair]);
});
