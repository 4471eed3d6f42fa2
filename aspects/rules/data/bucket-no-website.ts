import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Websites are not served by a bucket itself. */
export const bucketNoWebsite: Rule = {
  id: 'bucket-no-website',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket is no web server',
  threat: 'The website endpoint of S3 knows no TLS: whoever is on the way reads and changes what visitors get, scripts included. And it serves public '
    + 'buckets only, so everything that slips into the bucket is for everybody.',
  remedy: 'Remove the website properties and serve the bucket by CloudFront: S3BucketOrigin.withOriginAccessControl(bucket).',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  covers: ['kics:90501b1b-cded-4cc1-9e8b-206b85cda317'],
  target: 'AWS::S3::Bucket',
  check: bucket => {
    const property = 'WebsiteConfiguration';
    const website = isGiven(bucket.get(property));
    if (website === 'no') return undefined;
    if (website === 'undecided') return undecided(bucket, 'only the deployment knows whether the bucket is a website', { property });
    return noncompliant(bucket, 'the bucket is a website, which it serves to everybody and without TLS', { property });
  },
  // No fix: the visitors of the website would be refused.
  examples: [
    compliant('nothing said', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    noncompliantExample('a website', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { websiteIndexDocument: 'index.html' });
    }),
    noncompliantExample('a redirection, by the raw resource', ({ stack, cdk }) => {
      const properties = { WebsiteConfiguration: { RedirectAllRequestsTo: { HostName: 'www.example.com' } } };
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties });
    }),
    noncompliantExample('a website by an override', ({ stack, s3 }) => {
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('WebsiteConfiguration.IndexDocument', 'index.html');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, s3 }) => {
      new cdk.CfnCondition(stack, 'IsSite', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Site').valueAsString, 'yes') });
      const site = cdk.Fn.conditionIf('IsSite', { IndexDocument: 'index.html' }, cdk.Aws.NO_VALUE);
      new s3.CfnBucket(stack, 'Bucket').addPropertyOverride('WebsiteConfiguration', site);
    }),
  ],
};
