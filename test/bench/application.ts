import { App, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import * as flags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct } from 'constructs';
import { neighbourhood, SERVICES, Shared } from './services';

/** About 360 resources, so that no stack passes CloudFormation's 500, with room for what a fix adds. */
const FUNCTIONS_PER_STACK = 50;

/** How large the application is, and how good. */
export interface Size {
  readonly functions: number;
  /** One in so many functions is careless and has findings; 1 makes every function careless. */
  readonly oneCarelessIn: number;
}

/** An App as the command line runs it, with the feature flags of a new project, without CDK's own validator. */
export function emptyApplication(outdir: string): App {
  return new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...flags, 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
}

/** Fills an App with functions, their triggers, tables, queues and grants. */
export function fill(app: App, { functions, oneCarelessIn }: Size): void {
  const perStack = Math.min(FUNCTIONS_PER_STACK, Math.ceil(functions / 3));
  const foundation = new Stack(app, 'Foundation');
  const shared: Shared = { bus: new events.EventBus(foundation, 'Bus'), users: new cognito.UserPool(foundation, 'Users') };
  let next: IQueue | undefined;
  for (let first = 0; first < functions; first += perStack) {
    const stack = new Stack(app, `Services${first / perStack}`);
    const near = { ...neighbourhood(stack, shared), next };
    for (let index = first; index < Math.min(first + perStack, functions); index += 1) {
      const scope = new Construct(stack, `service-${index}`);
      SERVICES[index % SERVICES.length](scope, near, index % oneCarelessIn === 0);
    }
    next = stack.node.tryFindChild(`service-${firstWorker(first)}`)?.node.tryFindChild('Queue') as IQueue | undefined;
  }
}

/** The first function of a stack that has a queue. */
function firstWorker(first: number): number {
  return Math.ceil(first / SERVICES.length) * SERVICES.length;
}
