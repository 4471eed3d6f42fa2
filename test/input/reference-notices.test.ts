import { parseTemplate } from '../../aspects/input/parse-template';
import { referenceNotices } from '../../aspects/input/reference-notices';

function said(template: string): string[] {
  return referenceNotices({ path: 't.yaml', body: parseTemplate(template, 't.yaml') }).map(finding => finding.message);
}

function missing(template: string): string | undefined {
  const [message, ...others] = said(template).map(one => one.replace('the template refers to what it does not have: ', ''));
  expect(others).toEqual([]);
  return message;
}

const QUEUE = 'Type: AWS::SQS::Queue';

describe('a reference that leads to nothing is named with what refers to it', () => {
  test.each([
    ['Ref', `Resources: { Jobs: { ${QUEUE}, Properties: { QueueName: !Ref Gone } } }`, 'Gone (Ref in Jobs)'],
    ['GetAtt', `Resources: { Jobs: { ${QUEUE}, Properties: { Tags: [{ Key: a, Value: !GetAtt Gone.Arn }] } } }`, 'Gone (Fn::GetAtt in Jobs)'],
    ['GetAtt as text', `Resources: { Jobs: { ${QUEUE}, Properties: { QueueName: { "Fn::GetAtt": Gone.Outputs.Name } } } }`, 'Gone (Fn::GetAtt in Jobs)'],
    ['Sub', `Resources: { Jobs: { ${QUEUE}, Properties: { QueueName: !Sub "\${AWS::StackName}-\${Mail.Arn}-\${!Literal}-\${Gone.Arn}" } }, Mail: { ${QUEUE} } }`, 'Gone (Fn::Sub in Jobs)'],
    ['Sub with variables', `Resources: { Jobs: { ${QUEUE}, Properties: { QueueName: !Sub ["\${A}\${Gone}", { A: !Ref Lost }] } } }`, 'Gone (Fn::Sub in Jobs), Lost (Ref in Jobs)'],
    ['DependsOn', `Resources: { Jobs: { ${QUEUE}, DependsOn: [Gone] }, Mail: { ${QUEUE}, DependsOn: Lost } }`, 'Gone (DependsOn in Jobs), Lost (DependsOn in Mail)'],
    ['FindInMap', `Mappings: { Here: {} }\nResources: { Jobs: { ${QUEUE}, Properties: { A: !FindInMap [Here, a, b], B: !FindInMap [Gone, a, b] } } }`, 'the mapping Gone (Fn::FindInMap in Jobs)'],
    ['Condition', `Resources: { Jobs: { ${QUEUE}, Condition: IsGone } }`, 'the condition IsGone (Condition in Jobs)'],
    ['If', `Resources: { Jobs: { ${QUEUE}, Properties: { A: !If [IsGone, 1, !Ref Lost] } } }`, 'the condition IsGone (Fn::If in Jobs), Lost (Ref in Jobs)'],
    ['a condition', `Conditions: { A: !And [!Condition Gone, !Equals [!Ref Lost, a]] }\nResources: { Jobs: { ${QUEUE} } }`, 'the condition Gone (Condition in the condition A), Lost (Ref in the condition A)'],
    ['an output', `Resources: { Jobs: { ${QUEUE} } }\nOutputs: { Url: { Condition: IsGone, Value: !Ref Lost } }`, 'the condition IsGone (Condition in the output Url), Lost (Ref in the output Url)'],
    ['many', `Resources: { Jobs: { ${QUEUE}, DependsOn: [A, B, A, C, D, E] } }`, 'A (DependsOn in Jobs), B (DependsOn in Jobs), C (DependsOn in Jobs) and 2 more'],
    ['SAM, where it makes no such id', 'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Role: !GetAtt Gone.Arn } } }', 'Gone (Fn::GetAtt in F)'],
  ])('%s', (_, template, message) => {
    expect(missing(template)).toBe(message);
  });
});

describe('nothing is said of', () => {
  test.each([
    ['parameters and pseudo parameters', `Parameters: { P: { Type: String } }\nResources: { Jobs: { ${QUEUE}, Properties: { A: [!Ref P, !Ref AWS::Region, !Sub "\${P}\${AWS::AccountId}", !Ref AWS::NoValue] } } }`],
    ['ids that SAM makes', 'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { A: [!Ref F.Alias, !GetAtt FRole.Arn, !Ref ServerlessRestApi, !Ref ServerlessRestApiProdStage, !Sub "${F.Version}"] } } }'],
    ['what a macro may add', `Transform: [AWS::Serverless-2016-10-31, Other]\nResources: { Jobs: { ${QUEUE}, DependsOn: Gone, Condition: Gone } }`],
    ['what an include may add', `Resources: { Jobs: { ${QUEUE}, DependsOn: Gone }, "Fn::Transform": { Name: AWS::Include } }`],
    ['what a loop may add', `Transform: AWS::LanguageExtensions\nResources: { Jobs: { ${QUEUE}, DependsOn: QueueA }, "Fn::ForEach::Queues": [Name, [A], { "Queue\${Name}": { ${QUEUE}, Properties: { A: !Ref Name } } }] }`],
    ['what a module may add', 'Resources: { M: { Type: "My::Own::Queue::MODULE" }, Jobs: { Type: AWS::SQS::Queue, DependsOn: [MQueue] } }'],
    ['what a macro is given', `Resources: { Jobs: { ${QUEUE}, Properties: { "Fn::Transform": { Name: M, Parameters: { A: !Ref Gone } } } } }`],
    ['conditions of policies', `Resources: { Jobs: { ${QUEUE}, Properties: { Policy: { Statement: [{ Condition: Gone }] } } } }`],
    ['keys that are only called like functions', `Resources: { Jobs: { ${QUEUE}, Properties: { A: { Ref: Gone, Other: 1 }, toString: { constructor: 1 } } } }`],
    ['what is malformed', `Conditions: [A]\nMappings: a\nOutputs: { A: b }\nResources: { A: b, C: null, Jobs: { ${QUEUE}, DependsOn: [{ a: b }], Condition: [], Properties: { A: [!Ref [a], !GetAtt [], !Sub [], !If a, !FindInMap a, !Sub { a: b }] } } }`],
  ])('%s', (_, template) => {
    expect(said(template)).toEqual([]);
  });
});

describe('a circle is named hop by hop', () => {
  test.each([
    ['of resources', `Resources: { A: { ${QUEUE}, DependsOn: B }, B: { ${QUEUE}, Properties: { A: !GetAtt C.Arn } }, C: { ${QUEUE}, Properties: { A: !Sub "\${A}" } } }`,
      'resources refer to each other in a circle: A → B (DependsOn) → C (Fn::GetAtt) → A (Fn::Sub)'],
    ['of one resource', `Resources: { A: { ${QUEUE}, Properties: { A: !Ref A } } }`, 'resources refer to each other in a circle: A → A (Ref)'],
    ['of conditions', `Conditions: { A: !Not [!Condition B], B: !Condition A }\nResources: { Jobs: { ${QUEUE} } }`, 'conditions refer to each other in a circle: A → B → A'],
    ['of SAM', 'Resources: { F: { Type: AWS::Serverless::Function, Properties: { Environment: !Ref A } }, A: { Type: AWS::Serverless::Api, Properties: { DefinitionBody: !Ref F } } }',
      'resources refer to each other in a circle: F → A (Ref) → F (Ref)'],
  ])('%s', (_, template, message) => {
    expect(said(template)).toEqual([message]);
  });

  test('of 20,000 queues, in one line', () => {
    const queues = Array.from({ length: 20_000 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue', DependsOn: `Q${(index + 1) % 20_000}` }]);

    const [message] = said(JSON.stringify({ Resources: Object.fromEntries(queues) }));

    expect(message).toMatch(/^resources refer to each other in a circle: Q0 → Q1 \(DependsOn\) .* → Q7 \(DependsOn\) → 19992 more → Q0 \(DependsOn\)$/);
  });

  test.each([
    ['through a branch that may never be taken', `Conditions: { X: !Equals [a, b] }\nResources: { A: { ${QUEUE}, Properties: { A: !If [X, !Ref B, c] } }, B: { ${QUEUE}, DependsOn: A } }`],
    ['where a macro may break it', `Transform: Other\nResources: { A: { ${QUEUE}, DependsOn: A } }`],
    ['through what SAM puts beside a function', 'Resources: { F: { Type: AWS::Serverless::Function, Properties: { DeploymentPreference: { Alarms: [!Ref A] } } }, A: { Type: AWS::CloudWatch::Alarm, Properties: { D: !Ref F } } }'],
  ])('but not %s', (_, template) => {
    expect(said(template)).toEqual([]);
  });
});
