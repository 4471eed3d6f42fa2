import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What a tag of an image means does not change. */
export const ecrTagsImmutable: Rule = {
  id: 'ecr-tags-immutable',
  theme: 'dependencies',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The tags of a repository mean the same image for ever',
  threat: 'Whoever may push to the repository puts another image behind a tag that was reviewed and deployed: the next start runs the attacker\'s code, and the '
    + 'tag says nothing.',
  remedy: 'Set imageTagMutability: TagMutability.IMMUTABLE, and give each build a tag of its own.',
  links: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  covers: [
    'checkov:CKV_AWS_51', 'guard:ECR_PRIVATE_TAG_IMMUTABILITY_ENABLED', 'kics:33f41d31-86b1-46a4-81f7-9c9a671f59ac', 'securityhub:ECR.2', 'trivy:AWS-0031',
  ],
  target: 'AWS::ECR::Repository',
  check: (repository: Resource) => mustBe(repository, 'ImageTagMutability', value => /^IMMUTABLE/.test(String(value)), 'a tag can be moved to another image'),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Builds that push the same tag again, as `latest`, are refused from then on; the images that are there stay.',
    // ECR takes filters with the two settings that have exclusions only.
    repair: ({ subject }) => ((subject as Resource).get('ImageTagMutabilityExclusionFilters') === undefined
      ? { level: FixLevel.STRICT, patches: [new SetProperty(subject as Resource, 'ImageTagMutability', 'IMMUTABLE')] }
      : { declined: 'somebody has chosen the tags that stay as they are: only the author knows which of the others may move' }),
  },
  examples: [
    compliant('immutable', ({ stack, ecr }) => {
      new ecr.Repository(stack, 'Images', { imageTagMutability: ecr.TagMutability.IMMUTABLE });
    }),
    compliant('immutable but for some tags, by an override', ({ stack, ecr }) => {
      new ecr.CfnRepository(stack, 'Images').addPropertyOverride('ImageTagMutability', 'IMMUTABLE_WITH_EXCLUSION');
    }),
    noncompliantExample('nothing said', ({ stack, ecr }) => {
      new ecr.Repository(stack, 'Images');
    }),
    noncompliantExample('a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Images', { type: 'AWS::ECR::Repository', properties: { ImageTagMutability: 'MUTABLE' } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, ecr }) => {
      new ecr.CfnRepository(stack, 'Images', { imageTagMutability: new cdk.CfnParameter(stack, 'Mutability').valueAsString });
    }),
  ],
};
