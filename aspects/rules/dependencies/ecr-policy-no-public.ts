import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Repositories of images are not for everybody. */
export const ecrPolicyNoPublic: Rule = {
  id: 'ecr-policy-no-public',
  theme: 'dependencies',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No policy lets everybody pull images from a repository or push them to it',
  threat: 'Anybody with an AWS account downloads the images with the code and whatever was left in their layers; where the policy lets them push, the next '
    + 'deployment runs an image of theirs.',
  remedy: 'Name the principals: repository.grantPull(account) or grantPullPush(role); images for the public belong into a public repository (ECR Public).',
  links: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_32', 'trivy:AWS-0032', 'cfripper:GenericResourceFullWildcardPrincipalRule', 'cfripper:GenericResourceWildcardPrincipalRule',
  ],
  target: 'AWS::ECR::Repository',
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('no policy', ({ stack, ecr }) => {
      new ecr.Repository(stack, 'Images');
    }),
    compliant('an account by its number', ({ stack, ecr, iam }) => {
      new ecr.Repository(stack, 'Images').grantPull(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('everybody of an organisation', ({ stack, ecr, iam }) => {
      new ecr.Repository(stack, 'Images').grantPull(new iam.OrganizationPrincipal('o-a1b2c3d4e5'));
    }),
    noncompliantExample('everybody', ({ stack, ecr, iam }) => {
      new ecr.Repository(stack, 'Images').grantPull(new iam.AnyPrincipal());
    }),
    noncompliantExample('everybody, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage', 'ecr:PutImage'] };
      new cdk.CfnResource(stack, 'Images', { type: 'AWS::ECR::Repository', properties: { RepositoryPolicyText: { Version: '2012-10-17', Statement } } });
    }),
    undecidedExample('the condition of a template decides', ({ stack, cdk }) => {
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Open').valueAsString, 'yes') });
      const Principal = { AWS: cdk.Fn.conditionIf('IsOpen', '*', '111122223333') };
      const Statement = [{ Effect: 'Allow', Principal, Action: 'ecr:BatchGetImage' }];
      new cdk.CfnResource(stack, 'Images', { type: 'AWS::ECR::Repository', properties: { RepositoryPolicyText: { Statement } } });
    }),
  ],
};
