import { Resource } from '../../model/resource';
import { alternativesOf, Answer, isMap, isOpen, Value } from '../../model/value';
import { agreed } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { hasElement } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The types that Security Hub asks for tags on and that hold data or do work, with the property that holds the tags; roles serve one of them. */
const TAGS = {
  'AWS::AppSync::GraphQLApi': 'Tags',
  'AWS::DynamoDB::Table': 'Tags',
  'AWS::Events::EventBus': 'Tags',
  'AWS::Kinesis::Stream': 'Tags',
  'AWS::Lambda::Function': 'Tags',
  'AWS::SecretsManager::Secret': 'Tags',
  'AWS::SNS::Topic': 'Tags',
  'AWS::SQS::Queue': 'Tags',
  'AWS::StepFunctions::StateMachine': 'Tags',
} as const;

/** Whose a resource is can be told, and policies can tell it too. */
export const resourceTagged: Rule = {
  id: 'resource-tagged',
  theme: 'isolation',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A resource carries tags that say whose it is',
  threat: 'What belongs to nobody is closed by nobody when it is taken over, and policies that keep applications or sensitivities apart by tags let it through '
    + 'or leave it out.',
  remedy: 'Tag the whole application at once: Tags.of(app).add(\'owner\', \'orders\').',
  links: [
    'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-6',
    'https://cwe.mitre.org/data/definitions/1059.html',
  ],
  covers: [
    'kics:8df8e857-bd59-44fa-9f4c-d77594b95b46', 'kics:a71ecabe-03b6-456a-b3bc-d1a39aa20c98', 'securityhub:AppSync.4', 'securityhub:DynamoDB.5',
    'securityhub:EventBridge.2', 'securityhub:Kinesis.2', 'securityhub:Lambda.6', 'securityhub:SNS.3',
    'securityhub:SQS.2', 'securityhub:SecretsManager.5', 'securityhub:StepFunctions.2',
  ],
  target: Object.keys(TAGS) as (keyof typeof TAGS)[],
  check: (resource: Resource): Found | undefined => {
    const property = TAGS[resource.type as keyof typeof TAGS];
    const tagged = hasTags(resource.get(property));
    if (tagged === 'yes') return undefined;
    if (tagged === 'undecided') return undecided(resource, 'only the deployment knows whether the resource is tagged', { property });
    return noncompliant(resource, 'no tag says whose the resource is', { property });
  },
  // No fix: only the owner knows the tags. A stack's own tags, which a deployment adds, stand in no template.
  examples: [
    compliant('tagged with everything else', ({ stack, cdk, someFunction }) => {
      someFunction();
      cdk.Tags.of(stack).add('owner', 'orders');
    }),
    compliant('a type that is not asked', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Topics', { type: 'AWS::SNS::TopicPolicy', properties: {} });
    }),
    noncompliantExample('nothing said', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    noncompliantExample('an empty list, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { Tags: [] } });
    }),
    noncompliantExample('taken away by an override', ({ stack, sqs }) => {
      new sqs.CfnQueue(stack, 'Jobs', { tags: [{ key: 'owner', value: 'orders' }] }).addPropertyDeletionOverride('Tags');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsTagged', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Tagged').valueAsString, 'yes') });
      const tags = cdk.Fn.conditionIf('IsTagged', [{ Key: 'owner', Value: 'orders' }], cdk.Aws.NO_VALUE);
      new sqs.CfnQueue(stack, 'Jobs').addPropertyOverride('Tags', tags);
    }),
  ],
};

/** Tags stand in a list, in some types in a map. */
function hasTags(tags: Value): Answer {
  return agreed(alternativesOf(tags).map(one => (isMap(one) && !isOpen(one) ? (Object.keys(one).length > 0 ? 'yes' : 'no') : hasElement(one))));
}
