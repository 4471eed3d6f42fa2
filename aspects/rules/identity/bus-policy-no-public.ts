import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Event buses are not for everybody. */
export const busPolicyNoPublic: Rule = {
  id: 'bus-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No policy lets everybody put events on a bus',
  threat: 'Anybody with an AWS account puts events on the bus that look like those of the application or of AWS itself, and so'
    + ' runs whatever its rules start; or makes rules of their own and reads along.',
  remedy: 'Name the account: principal of CfnEventBusPolicy is its number; for a whole organisation keep the * with condition aws:PrincipalOrgID.',
  links: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/custom-eventbus-policy-attached.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'cdk-nag:EventBusOpenAccess', 'prowler:eventbridge_bus_exposed', 'cfripper:GenericResourceFullWildcardPrincipalRule',
    'cfripper:GenericResourceWildcardPrincipalRule',
  ],
  target: ['AWS::Events::EventBusPolicy', 'AWS::Events::EventBus'],
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account by its number', ({ stack, events, iam }) => {
      new events.EventBus(stack, 'Bus').grantPutEventsTo(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('an organisation, in the older form', ({ stack, events }) => {
      const condition = { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-a1b2c3d4e5' };
      new events.CfnEventBusPolicy(stack, 'Policy', { statementId: 'organisation', action: 'events:PutEvents', principal: '*', condition });
    }),
    compliant('an organisation, in a statement', ({ stack, events }) => {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
      new events.CfnEventBusPolicy(stack, 'Policy', { statementId: 'organisation', statement });
    }),
    noncompliantExample('everybody, in the older form', ({ stack, events }) => {
      new events.CfnEventBusPolicy(stack, 'Policy', { statementId: 'all', action: 'events:PutEvents', principal: '*' });
    }),
    noncompliantExample('everybody, in a statement, by the raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'events:PutEvents', Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::Events::EventBusPolicy', properties: { StatementId: 'all', Statement } });
    }),
    noncompliantExample('everybody, in the policy of the bus itself, where the source of the event is asked for', ({ stack, events }) => {
      const Condition = { StringEquals: { 'events:source': 'orders' } };
      new events.CfnEventBus(stack, 'Bus', {
        name: 'orders', policy: { Statement: [{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*', Condition }] },
      });
    }),
    undecidedExample('the principal is left to a parameter', ({ stack, cdk, events }) => {
      const principal = new cdk.CfnParameter(stack, 'Sender').valueAsString;
      new events.CfnEventBusPolicy(stack, 'Policy', { statementId: 'sender', action: 'events:PutEvents', principal });
    }),
  ],
};
