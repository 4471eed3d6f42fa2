import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isOpen, Value, valuesOf } from '../../model/value';
import { agreed, allOf, anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const RULES = 'CorsConfiguration.CorsRules';

/** Pages of anybody do not change what a bucket holds. */
export const bucketCorsRestricted: Rule = {
  id: 'bucket-cors-restricted',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A bucket lets only known pages write to it or send it whatever headers they like',
  threat: 'A page of an attacker, open in the browser of somebody who holds a signed link or is let in by address, writes, deletes or reads with what that '
    + 'browser is allowed, and sends along every header it wants.',
  remedy: 'Name the pages in allowedOrigins: [\'https://www.example.com\'], with the methods and headers that they need.',
  links: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
    'https://cwe.mitre.org/data/definitions/942.html',
  ],
  covers: ['kics:3609d27c-3698-483a-9402-13af6ae80583'],
  target: 'AWS::S3::Bucket',
  check: bucket => wideRules(bucket),
  // No fix: which pages are meant is not known here, and all others would be refused.
  examples: [
    compliant('nothing said: no page of another origin', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket');
    }),
    compliant('one page', ({ stack, s3 }) => {
      const cors = [{ allowedOrigins: ['https://www.example.com'], allowedMethods: [s3.HttpMethods.PUT], allowedHeaders: ['*'] }];
      new s3.Bucket(stack, 'Bucket', { cors });
    }),
    compliant('every page, for reading', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { cors: [{ allowedOrigins: ['*'], allowedMethods: [s3.HttpMethods.GET] }] });
    }),
    noncompliantExample('every page, for writing', ({ stack, s3 }) => {
      new s3.Bucket(stack, 'Bucket', { cors: [{ allowedOrigins: ['*'], allowedMethods: [s3.HttpMethods.PUT] }] });
    }),
    noncompliantExample('every page, every header, in a raw resource', ({ stack, cdk }) => {
      const CorsRules = [{ AllowedOrigins: '*', AllowedMethods: ['GET'], AllowedHeaders: '*' }];
      new cdk.CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { CorsConfiguration: { CorsRules } } });
    }),
    noncompliantExample('widened by an override', ({ stack, s3 }) => {
      const bucket = new s3.CfnBucket(stack, 'Bucket', { corsConfiguration: { corsRules: [{ allowedOrigins: ['https://a.example'], allowedMethods: ['DELETE'] }] } });
      bucket.addPropertyOverride('CorsConfiguration.CorsRules.0.AllowedOrigins', ['*']);
    }),
    undecidedExample('a page that a parameter names', ({ stack, cdk, s3 }) => {
      const allowedOrigins = [new cdk.CfnParameter(stack, 'Page').valueAsString];
      new s3.Bucket(stack, 'Bucket', { cors: [{ allowedOrigins, allowedMethods: [s3.HttpMethods.PUT] }] });
    }),
  ],
};

function* wideRules(bucket: Resource): Generator<Found> {
  const rules = alternativesOf(bucket.get(RULES));
  if (rules.some(isOpen)) yield undecided(bucket, 'only the deployment knows which pages the bucket lets in', { property: RULES });
  for (const [index, rule] of rules.filter(one => !isOpen(one)).flatMap(valuesOf).entries()) {
    const wide = isWide(rule);
    const details = { property: `${RULES}.${index}`, detail: String(index) };
    if (wide === 'yes') yield noncompliant(bucket, 'every page may write to the bucket, or send it whatever headers it likes', details);
    if (wide === 'undecided') yield undecided(bucket, 'only the deployment knows which pages the bucket lets in', details);
  }
}

/** Every origin, and either a method that changes something or every header. */
function isWide(rule: Value): Answer {
  const has = (name: string, question: (word: string) => boolean): Answer =>
    agreed(alternativesOf(entryOf(rule, name)).map(one => (isOpen(one) ? 'undecided' : anyOf(valuesOf(one).map(word => ask(word, known => question(String(known))))))));
  return allOf([
    has('AllowedOrigins', origin => ['*', 'http://*', 'https://*'].includes(origin)),
    anyOf([has('AllowedMethods', method => ['PUT', 'POST', 'DELETE'].includes(method.toUpperCase())), has('AllowedHeaders', header => header === '*')]),
  ]);
}
