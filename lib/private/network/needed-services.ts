import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ENDPOINT_SERVICES, GATEWAY_SERVICES } from '../../../aspects/network/services';

/** A service that the code of a function calls over the network. */
export interface NeededService {
  /** `Secrets Manager` */
  readonly name: string;
  /** The last part of its endpoint's name, as `secretsmanager`; several where nobody can tell which of them is meant. */
  readonly endpoints: readonly string[];
  /** What in the function needs it. */
  readonly because: string;
}

const GATEWAYS: Readonly<Record<typeof GATEWAY_SERVICES[number], ec2.GatewayVpcEndpointAwsService>> = {
  s3: ec2.GatewayVpcEndpointAwsService.S3,
  dynamodb: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
};

/** Which of the endpoints of a service takes an action. Source: the AWS PrivateLink guide. */
const BY_ACTION: readonly (readonly [pattern: RegExp, endpoint: string])[] = [
  [/^bedrock:(?:InvokeModel|Converse|ApplyGuardrail|CountTokens)/i, 'bedrock-runtime'],
  [/^bedrock:(?:InvokeAgent|InvokeInlineAgent|InvokeFlow|Retrieve)/i, 'bedrock-agent-runtime'],
  [/^ses:Send/i, 'email'],
  [/^states:StartSyncExecution$/i, 'sync-states'],
  [/^states:/i, 'states'],
];

/** What the collector of the AWS distribution of OpenTelemetry sends to, from within the function; without it, Lambda itself sends the traces. */
export const TRACES: NeededService = { name: 'X-Ray', endpoints: ['xray'], because: 'adotInstrumentation' };

/** What writes logs. To the function's own group Lambda does it, from outside of the VPC, and its managed policies let it do so everywhere. */
const WRITES_LOGS = /^logs:(?:CreateLogGroup|CreateLogStream|PutLogEvents)$/i;

/**
 * The services that a statement lets its role call.
 *
 * Keys are not among them: Secrets Manager, Systems Manager, S3 and the others use them themselves, on behalf of who calls. Nor are the traces and
 * the logs of the function, which Lambda sends.
 *
 * @param isOwnGroup whether a resource is the log group of the function
 */
export function servicesIn({ effect, actions, resources }: iam.PolicyStatement, isOwnGroup: (resource: string) => boolean): readonly NeededService[] {
  if (effect !== iam.Effect.ALLOW) return [];
  return actions.flatMap(action => {
    const prefix = action.split(':')[0].toLowerCase();
    if (prefix === 'logs') {
      const isByLambda = WRITES_LOGS.test(action) && resources.every(resource => resource === '*' || isOwnGroup(resource));
      return isByLambda ? [] : [{ name: 'CloudWatch Logs', endpoints: ['logs'], because: action }];
    }
    if (!Object.prototype.hasOwnProperty.call(ENDPOINT_SERVICES, prefix)) return [];
    const { name, endpoints } = ENDPOINT_SERVICES[prefix];
    const meant = endpoints.length === 1 ? undefined : BY_ACTION.find(([pattern]) => pattern.test(action))?.[1];
    return [{ name, endpoints: meant === undefined ? endpoints : [meant], because: action }];
  });
}

/** The gateway endpoint of a service that has one. */
export function gatewayOf({ endpoints: [endpoint] }: NeededService): ec2.GatewayVpcEndpointAwsService | undefined {
  return GATEWAYS[endpoint as keyof typeof GATEWAYS] as ec2.GatewayVpcEndpointAwsService | undefined;
}

/** How the CDK calls an endpoint: `InterfaceVpcEndpointAwsService.SECRETS_MANAGER`. */
export function constantOf(endpoint: string): string {
  const services = Object.entries(ec2.InterfaceVpcEndpointAwsService as unknown as Record<string, Partial<ec2.InterfaceVpcEndpointAwsService>>);
  const constant = services.find(([, { shortName }]) => shortName === endpoint)?.[0];
  return constant === undefined ? `new InterfaceVpcEndpointAwsService('${endpoint}')` : `InterfaceVpcEndpointAwsService.${constant}`;
}
