import { PhysicalName, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { roleName } from './role-name';

/** The role of one function, which tells what is granted to it. */
export class FunctionRole extends iam.Role {
  public constructor(
    scope: Construct, permissionsBoundary: iam.IManagedPolicy | undefined, private readonly tell: (statement: iam.PolicyStatement) => void,
  ) {
    super(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary, roleName: PhysicalName.GENERATE_IF_NEEDED,
    });
  }

  /** The name by which another environment knows it: the one that the policies of secrets know it by, since it can have but one. */
  protected generatePhysicalName(): string {
    return Token.isUnresolved(this.stack.region) ? super.generatePhysicalName() : roleName(this);
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const result = super.addToPrincipalPolicy(statement);
    this.tell(statement);
    return result;
  }

  /** Some statements come in a policy of their own: where CDK's `addToRolePolicy` may not join them with others, or is told not to. */
  public attachInlinePolicy(policy: iam.Policy): void {
    super.attachInlinePolicy(policy);
    const { Statement = [] } = (policy.document.toJSON() ?? {}) as { readonly Statement?: object[] };
    for (const statement of Statement) this.tell(iam.PolicyStatement.fromJson(statement));
  }
}
