import { Annotations, CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct, IConstruct } from 'constructs';
import { keyOf, Route } from './route';
import { identityText } from '../identity-text';
import { finishLate } from '../late-code';

const SAYS = {
  noPlan: (routes: readonly string[]) =>
    `metered: ${routes.join(', ')}: callers have to send a key, and no usage plan of the application has this API, so that all of them are refused with 403; `
    + 'add one by addUsagePlan. Where a plan from elsewhere has the API, acknowledge this',
};

/** Warns of routes that nobody can call: API Gateway knows the keys of usage plans only. A plan may stand outside of the application, so it is no error. */
export function warnOfNoPlan(scope: Construct, api: apigateway.RestApi, routes: readonly Route[]): void {
  finishLate(scope, () => {
    const metered = routes.filter(route => route.metered).map(keyOf);
    if (metered.length > 0 && !hasPlan(api)) Annotations.of(scope).addWarningV2('cdk-rampart:metered-without-plan', SAYS.noPlan(metered));
  });
}

/** Whether a usage plan of the application names an API, by whomever it is made. */
function hasPlan(api: apigateway.RestApi): boolean {
  const named = identityText(api, api.restApiId);
  return api.node.root.node.findAll().some(one => isPlan(one) && identityText(one, [one.apiStages]).includes(named));
}

function isPlan(one: IConstruct): one is apigateway.CfnUsagePlan {
  return CfnResource.isCfnResource(one) && one.cfnResourceType === 'AWS::ApiGateway::UsagePlan';
}
