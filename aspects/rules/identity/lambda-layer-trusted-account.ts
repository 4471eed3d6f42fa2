import { isPublishedByAws } from '../../lambda/layer-publishers';
import { alternativesOf, isOpen, patternOf, pseudoParameterOf, Reference, Text, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions run no layers of strangers. */
export const lambdaLayerTrustedAccount: Rule = {
  id: 'lambda-layer-trusted-account',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A function runs layers of its own account or of AWS only',
  threat: 'A layer\'s code runs before the handler, with the function\'s role and secrets. Whoever owns the account that publishes it, or gets into it, ships '
    + 'what they like in the next version, which nobody here has reviewed.',
  remedy: 'Publish the layer from this application (LayerVersion), or a reviewed copy of it from your own account, named by ${AWS::AccountId}. Name a '
    + 'vendor\'s account that you trust, or another one of your own, in trustedLayerAccounts: [\'111122223333\'], or acknowledge it for one function: '
    + 'lambda-layer-trusted-account[111122223333].',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  covers: ['prowler:awslambda_function_using_cross_account_layers'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const layers = alternativesOf(fn.get('Layers')).flatMap(list => (isOpen(list) ? [list] : valuesOf(list).flatMap(alternativesOf)));
    const origins = layers.map(layer => ({ layer, account: accountOf(layer) }));
    const accounts = [...new Set(origins.map(({ account }) => account))];
    const isTrusted = (account: string) => isPublishedByAws(account) || app.settings.trustedLayerAccounts.includes(account);
    const strangers = accounts.filter(account => account !== OWN && account !== undefined && !isTrusted(account));
    const found: Found[] = strangers.map(account => noncompliant(
      fn, `${account} publishes ${namesOf(origins.filter(one => one.account === account).map(one => one.layer))}: neither this account by name nor AWS`,
      { property: 'Layers', detail: account },
    ));
    if (accounts.includes(undefined)) found.push(undecided(fn, 'only the deployment knows whose layers the function runs', { property: 'Layers' }));
    return found;
  },
  // No fix: the function needs the layer, and nobody but its owner can say whom to trust.
  examples: [
    compliant('its own layer', ({ stack, cdk, lambda, someFunction }) => {
      const layer = new cdk.CfnResource(stack, 'Tools', { type: 'AWS::Lambda::LayerVersion', properties: { Content: { S3Bucket: 'layers', S3Key: 'tools.zip' } } });
      someFunction('Function', { layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layer.ref)] });
    }),
    compliant('one of its account by name, and those of AWS', ({ stack, lambda, someFunction }) => {
      const own = lambda.LayerVersion.fromLayerVersionArn(stack, 'Tools', `arn:aws:lambda:${stack.region}:${stack.account}:layer:tools:3`);
      const insights = lambda.LayerVersion.fromLayerVersionArn(stack, 'Insights', 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53');
      someFunction('Function', { layers: [own, insights] });
    }),
    compliant('no layers', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a layer of an account that nobody names', ({ stack, lambda, someFunction }) => {
      const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', `arn:aws:lambda:${stack.region}:111122223333:layer:tools:1`);
      someFunction('Function', { layers: [layer] });
    }),
    noncompliantExample('added by an override', ({ lambda, someFunction }) => {
      const fn = someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>;
      fn.addPropertyOverride('Layers', ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:1']);
    }),
    undecidedExample('a layer that a parameter names', ({ stack, cdk, lambda, someFunction }) => {
      const arn = new cdk.CfnParameter(stack, 'LayerArn');
      someFunction('Function', { layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn.valueAsString)] });
    }),
  ],
};

const OWN = 'own';

/** The account of a layer's ARN; nothing where only the deployment knows it. */
function accountOf(layer: Value): string | undefined {
  if (layer === undefined || layer === null) return OWN;
  if (layer instanceof Reference) return layer.resource.type === 'AWS::Lambda::LayerVersion' ? OWN : undefined;
  if (layer instanceof Text && layer.parts[0] instanceof Reference && layer.parts[0].resource.type === 'AWS::Lambda::LayerVersion') return OWN;
  const [, account] = /^arn:[^:]*:lambda:[^:]*:(\d+):/.exec(patternOf(layer) ?? '') ?? [];
  if (account !== undefined) return account;
  return layer instanceof Text && layer.parts.some(part => pseudoParameterOf(part) === 'AWS::AccountId') ? OWN : undefined;
}

function namesOf(layers: readonly Value[]): string {
  const names = layers.map(layer => /:layer:([^:]+)/.exec(patternOf(layer) ?? '')?.[1] ?? 'a layer');
  return [...new Set(names)].join(', ');
}
