import { admitsEveryOrigin } from '../../api/cors';
import { ask, booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Function URLs name the websites that may call them. */
export const lambdaUrlCorsRestricted: Rule = {
  id: 'lambda-url-cors-restricted',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A function URL lets only named websites call it from a browser',
  threat: 'Any website that a user visits calls the function from the user\'s browser and reads the answer: from inside their network, and, where credentials '
    + 'are allowed, as that user.',
  remedy: 'Name the websites in cors.allowedOrigins, for example [\'https://www.example.com\']; leave cors out where no browser calls the URL.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors',
    'https://cwe.mitre.org/data/definitions/942.html',
  ],
  covers: ['checkov:CKV2_AWS_75'],
  target: 'AWS::Lambda::Url',
  check: url => {
    const property = 'Cors.AllowOrigins';
    const open = admitsEveryOrigin(url.get(property));
    if (open === 'no') return undefined;
    if (open === 'undecided') return undecided(url, 'only the deployment knows which websites may call the function', { property });
    const asUser = ask(url.get('Cors.AllowCredentials'), allowed => booleanOf(allowed) === true) === 'yes';
    return asUser ? noncompliant(url, 'any website may call the function as the user who visits it', { property, severity: Severity.CRITICAL })
      : noncompliant(url, 'any website may call the function from its visitors\' browsers', { property });
  },
  // No fix: nothing in the template says which websites are meant.
  examples: [
    compliant('no browser calls it', ({ someFunction }) => {
      someFunction().addFunctionUrl();
    }),
    compliant('one website', ({ someFunction }) => {
      someFunction().addFunctionUrl({ cors: { allowedOrigins: ['https://www.example.com'], allowCredentials: true } });
    }),
    noncompliantExample('every website', ({ someFunction }) => {
      someFunction().addFunctionUrl({ cors: { allowedOrigins: ['*'] } });
    }),
    noncompliantExample('every website, as its visitor', ({ someFunction }) => {
      someFunction().addFunctionUrl({ cors: { allowedOrigins: ['https://*'], allowCredentials: true } });
    }),
    noncompliantExample('one website, and by an override every other', ({ lambda, someFunction }) => {
      const url = someFunction().addFunctionUrl({ cors: { allowedOrigins: ['https://www.example.com'] } });
      (url.node.defaultChild as InstanceType<typeof lambda.CfnUrl>).addPropertyOverride('Cors.AllowOrigins', ['https://www.example.com', '*']);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, someFunction }) => {
      const origin = new cdk.CfnParameter(stack, 'Origin');
      someFunction().addFunctionUrl({ cors: { allowedOrigins: [origin.valueAsString] } });
    }),
  ],
};
