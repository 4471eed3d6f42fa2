import { nameOf, operationOf } from '../../api/operation';
import { isFixedInPlace, redeployed } from '../../api/redeployed';
import { modelForEverything, requestModels, validates } from '../../api/request-validation';
import { restApiOf } from '../../api/rest-api';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { ask } from '../../model/value';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Callers cannot choose whether their bodies are checked. */
export const apigwModelAnyContentType: Rule = {
  id: 'apigw-model-any-content-type',
  theme: 'input',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A validated method has a model for bodies of every content type',
  threat: 'API Gateway checks a body only if a model is there for its content type: an attacker writes Content-Type: text/plain, and the body reaches the code '
    + 'unchecked, which reads it as JSON all the same.',
  remedy: 'Key the model by $default in requestModels, instead of application/json or beside it.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html',
    'https://cwe.mitre.org/data/definitions/20.html',
  ],
  covers: [],
  target: 'AWS::ApiGateway::Method',
  check: (method: Resource, app: AppModel) => {
    const models = requestModels(method);
    const validated = validates(method, 'Body', app);
    if (models === undefined || models.size === 0 || validated === 'no') return undefined; // apigw-method-request-validated's
    if (models.has('$default') || refusesOthers(method)) return undefined;
    const types = [...models.keys()].join(', ');
    const details = { property: 'RequestModels' };
    return validated === 'yes' ? noncompliant(method, `${nameOf(operationOf(method, app))} passes on unchecked whatever does not call itself ${types}`, details)
      : undecided(method, `only the deployment knows whether bodies are checked; those that do not call themselves ${types} are not`, details);
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Bodies that do not call themselves by the type of the model are checked by it as well, and refused where they do not fit: hence strict. The API '
      + 'is deployed anew with it, or the fix is not made.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a model for everything', kit => {
      withModel(kit, '$default');
    }),
    compliant('other content types are refused by the integration', kit => {
      withModel(kit, 'application/json', 'NEVER');
    }),
    compliant('no validation at all, which is another rule\'s', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('POST');
    }),
    noncompliantExample('a model for JSON alone', kit => {
      withModel(kit, 'application/json');
    }),
    noncompliantExample('passed on where no template fits', kit => {
      withModel(kit, 'application/json', 'WHEN_NO_MATCH');
    }),
    undecidedExample('a validator that a parameter names', ({ stack, cdk, apigateway }) => {
      const requestValidatorId = new cdk.CfnParameter(stack, 'Validator').valueAsString;
      new apigateway.CfnMethod(stack, 'Method', {
        httpMethod: 'POST', restApiId: 'api', resourceId: 'root', requestValidatorId, requestModels: { 'application/json': 'Order' },
      });
    }),
  ],
};

function repair(method: Resource, app: AppModel): Repair | Declined {
  const anew = redeployed(restApiOf(method, app), app);
  if (isFixedInPlace(anew)) return anew;
  const model = modelForEverything(method);
  return isFixedInPlace(model) ? model : { level: FixLevel.STRICT, patches: [...model, ...anew] };
}

/** Whether the integration answers 415 to what it has no template for; a proxy integration has no templates, and passes everything on. */
function refusesOthers(method: Resource): boolean {
  const isProxy = ask(method.get('Integration.Type'), type => String(type).toUpperCase().endsWith('_PROXY'));
  return isProxy === 'no' && String(method.get('Integration.PassthroughBehavior')).toUpperCase() === 'NEVER';
}

function withModel({ stack, apigateway }: ExampleKit, contentType: string, behavior?: 'NEVER' | 'WHEN_NO_MATCH') {
  const api = new apigateway.RestApi(stack, 'Api');
  const requestTemplates = { 'application/json': '$input.json(\'$\')' };
  const integration = behavior === undefined ? new apigateway.HttpIntegration('https://orders.example.com')
    : new apigateway.HttpIntegration('https://orders.example.com', { proxy: false, options: { passthroughBehavior: apigateway.PassthroughBehavior[behavior], requestTemplates } });
  const order = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT, additionalProperties: false } });
  api.root.addMethod('POST', integration, { requestValidator: api.addRequestValidator('Validator', { validateRequestBody: true }), requestModels: { [contentType]: order } });
}
