import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/** The policy of a private API: who comes through one of the endpoints may call it, as far as its authorizers let them; nobody else may. */
export function onlyThrough(endpoints: readonly ec2.IVpcEndpoint[]): iam.PolicyDocument {
  const ids = endpoints.map(({ vpcEndpointId }) => vpcEndpointId);
  const statement = (effect: iam.Effect, conditions: Record<string, Record<string, string[]>>) => new iam.PolicyStatement({
    effect, conditions, principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'],
  });
  return new iam.PolicyDocument({
    statements: [
      statement(iam.Effect.ALLOW, { StringEquals: { 'aws:SourceVpce': ids } }),
      statement(iam.Effect.DENY, { StringNotEquals: { 'aws:SourceVpce': ids } }),
    ],
  });
}
