import { audit } from '../../aspects/engine/audit';
import { withUserRules } from '../../aspects/engine/user-rules';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';
import { IRule } from '../../aspects/user-rule';
import { modelOfTemplate } from '../support/synthesis';

/** A rule of a user who may write in JavaScript or Python, where no compiler asks for anything. */
function ruleOf(own: object): IRule {
  return { id: 'boom', severity: Severity.LOW, title: 'A queue has a name', remedy: 'Name it.', resourceType: 'AWS::SQS::Queue', check: () => [], ...own };
}

function said(own: object) {
  return audit(modelOfTemplate({ Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } }), { rules: withUserRules([], [ruleOf(own)]) }).findings;
}

describe('a rule is refused when it is given', () => {
  test.each<[object, string]>([
    [{ id: 'Queue_Name' }, 'a rule id is kebab-case like queue-name-prefixed, got: "Queue_Name"'],
    [{ id: undefined }, 'a rule id is kebab-case like queue-name-prefixed, got: undefined'],
    [{ id: 'queue-encrypted' }, 'there is a rule queue-encrypted already: give yours another id'],
    [{ severity: undefined }, 'the rule boom: severity must be one of CRITICAL, HIGH, MEDIUM, LOW, got: undefined'],
    [{ severity: 'high' }, 'the rule boom: severity must be one of CRITICAL, HIGH, MEDIUM, LOW, got: "high"'],
    [{ title: '' }, 'the rule boom: title must say something, got: ""'],
    [{ remedy: undefined }, 'the rule boom: remedy must say something, got: undefined'],
    [{ resourceType: 'AWS::Serverless::Function' }, 'the rule boom: resourceType: what SAM makes is judged as what it becomes, so name AWS::Lambda::Function or the like'],
    ...[undefined, '', 'Queue', 'AWS::SQS', 'AWS:SQS:Queue', 'aws::SQS::Queue', 'AWS::SQS::Queue ', 'Custom::', 'AWS::SQS::*'].map((resourceType): [object, string] =>
      [{ resourceType }, `the rule boom: resourceType must read like AWS::SQS::Queue or Custom::Name, got: ${JSON.stringify(resourceType)}`]),
  ])('%j', (own, message) => {
    expect(() => withUserRules(RULES, [ruleOf(own)])).toThrow(message);
  });

  test.each(['AWS::SQS::Queue', 'Custom::Name', 'Custom::S3-Auto_Delete@2', 'Alexa::ASK::Skill', 'Initech::TPS::Report', 'Initech::TPS::Report::MODULE'])('but not with the type %s', resourceType => {
    expect(withUserRules([], [ruleOf({ resourceType })])).toMatchObject([{ target: resourceType }]);
  });
});

describe('a rule that fails is the user\'s to correct', () => {
  test.each<[string, () => unknown, string]>([
    ['throws', () => { throw new Error('out of order'); }, 'out of order'],
    ['throws no error', () => { throw 'out of order'; }, 'out of order'],
    ['says nothing of what is wrong', () => [{ property: 'QueueName' }], 'a finding needs a message, got: undefined'],
    ['says it in white space', () => [{ message: ' ' }], 'a finding needs a message, got: " "'],
    ['returns no list', () => 'wrong', 'check must return a list of findings, got: "wrong"'],
  ])('one that %s', (_, check, fault) => {
    expect(said({ check })).toMatchObject([{
      rule: 'user-rule-runs',
      verdict: 'undecided',
      logicalId: 'Jobs',
      remedy: expect.not.stringContaining('cdk-rampart'),
      message: `your rule boom failed on Jobs (AWS::SQS::Queue): ${fault}; correct it`,
    }]);
  });

  test('but one that returns nothing has found nothing', () => {
    expect(said({ check: () => undefined })).toEqual([]);
  });
});
