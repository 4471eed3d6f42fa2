import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Route } from './route';
import { ApiThrottle } from '../../secure-api-props';

/** What a stage does for its methods; each setting says all of it, since what it does not say is not taken from the others. */
const COMMON = { loggingLevel: 'ERROR', dataTraceEnabled: false, metricsEnabled: true, cachingEnabled: false };

/** The settings of a stage: one for all methods, and one for each with a throttle of its own. */
export function methodSettings(throttle: ApiThrottle, routes: readonly Route[]): apigateway.CfnStage.MethodSettingProperty[] {
  return [
    { httpMethod: '*', resourcePath: '/*', ...COMMON, ...limits(throttle) },
    ...routes.filter(route => route.throttle !== undefined).map(route => ({
      httpMethod: route.method, resourcePath: route.path === '/' ? '/' : `/${route.path.replace(/\//g, '~1')}`, ...COMMON, ...limits(route.throttle!),
    })),
  ];
}

function limits({ rateLimit, burstLimit }: ApiThrottle) {
  return { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit };
}
