import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The role of one function, which tells what is granted to it. */
export class FunctionRole extends iam.Role {
  public constructor(
    scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined, private readonly tell: (statement: iam.PolicyStatement) => void,
  ) {
    super(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary });
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const result = super.addToPrincipalPolicy(statement);
    this.tell(statement);
    return result;
  }
}
