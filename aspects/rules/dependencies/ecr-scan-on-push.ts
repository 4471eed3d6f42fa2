import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { ask, booleanOf, entryOf, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'ImageScanningConfiguration.ScanOnPush';

/** Images are scanned when they are pushed. */
export const ecrScanOnPush: Rule = {
  id: 'ecr-scan-on-push',
  theme: 'dependencies',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A repository scans the images that are pushed to it',
  threat: 'An image with packages whose weaknesses are published is deployed, and nobody is told; an attacker only has to look them up.',
  remedy: 'Set imageScanOnPush: true, or scan the whole registry by AWS::ECR::RegistryScanningConfiguration. Where that is done outside of the application, acknowledge this.',
  links: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
    'https://cwe.mitre.org/data/definitions/1104.html',
  ],
  covers: [
    'cfn_nag:W79', 'checkov:CKV_AWS_163', 'guard:ECR_PRIVATE_IMAGE_SCANNING_ENABLED', 'kics:9025b2b3-e554-4842-ba87-db7aeec36d35', 'securityhub:ECR.1', 'trivy:AWS-0030',
  ],
  target: 'AWS::ECR::Repository',
  check: (repository: Resource, app) => {
    const scans = ask(repository.get(PROPERTY), value => booleanOf(value) === true);
    if (scans === 'yes' || app.once(registryScans)) return undefined;
    if (scans === 'undecided') return undecided(repository, `${PROPERTY} is only known at deployment`, { property: PROPERTY });
    return noncompliant(repository, 'images are not scanned when they are pushed', { property: PROPERTY });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Basic scans cost nothing, run beside pushes and pulls, and stop neither.',
    repair: ({ subject }) => ({ level: FixLevel.SAFE, patches: [new SetProperty(subject as Resource, PROPERTY, true)] }),
  },
  examples: [
    compliant('scanned', ({ stack, ecr }) => {
      new ecr.Repository(stack, 'Images', { imageScanOnPush: true });
    }),
    compliant('the whole registry is scanned', ({ stack, cdk, ecr }) => {
      new ecr.Repository(stack, 'Images');
      const Rules = [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] }];
      new cdk.CfnResource(stack, 'Registry', { type: 'AWS::ECR::RegistryScanningConfiguration', properties: { ScanType: 'ENHANCED', Rules } });
    }),
    noncompliantExample('nothing said', ({ stack, ecr }) => {
      new ecr.Repository(stack, 'Images');
    }),
    noncompliantExample('a raw resource, in a string', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Images', { type: 'AWS::ECR::Repository', properties: { ImageScanningConfiguration: { ScanOnPush: 'false' } } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, ecr }) => {
      new ecr.CfnRepository(stack, 'Images').addPropertyOverride(PROPERTY, new cdk.CfnParameter(stack, 'Scan').valueAsString);
    }),
  ],
};

/** Whether the application has its registry scan every repository. */
function registryScans(app: AppModel): boolean {
  const rules = app.ofType('AWS::ECR::RegistryScanningConfiguration').flatMap(configuration => valuesOf(configuration.get('Rules')));
  return rules.some(rule => /^(SCAN_ON_PUSH|CONTINUOUS_SCAN)$/.test(String(entryOf(rule, 'ScanFrequency')))
    && valuesOf(entryOf(rule, 'RepositoryFilters')).some((filter: Value) => entryOf(filter, 'Filter') === '*'));
}
