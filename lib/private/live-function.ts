import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Boundary } from './boundary';
import { scaleProvisioned } from './function-settings';
import { boundToAccount } from './source-account';
import { SecureFunctionProps } from '../secure-function-props';
import { allowByMapping, allowByPermission, allowByRole } from './sources/allowed-callers';
import { noted } from './sources/found-triggers';

const NAME = 'live';

/**
 * The alias of what is live, which scales where that is asked for.
 *
 * It is the default child: secret rotation gives no permission to a function without one, and a function URL waits for it.
 */
export function liveAlias(scope: Construct, version: lambda.IVersion, props: SecureFunctionProps): lambda.Alias {
  const alias = new lambda.Alias(scope, 'Live', { aliasName: NAME, version, provisionedConcurrentExecutions: props.provisionedConcurrency });
  scaleProvisioned(alias, props);
  scope.node.defaultChild = alias.node.defaultChild;
  return alias;
}

/**
 * A function that stands for its live alias, and notes who may invoke it.
 *
 * @internal its members are those of `SecureFunction` to jsii
 */
export abstract class LiveFunction extends lambda.QualifiedFunctionBase implements lambda.IAlias {
  public abstract readonly lambda: lambda.IFunction;
  public abstract readonly alias: lambda.IAlias;
  public abstract readonly version: lambda.IVersion;

  /** The name of the alias: `live`. */
  public readonly aliasName: string = NAME;

  protected readonly canCreatePermissions: boolean = true;

  /** A reference to the live alias. */
  public get aliasRef(): lambda.AliasReference {
    return this.alias.aliasRef;
  }

  /** The ARN of the live alias. */
  public get functionArn(): string {
    return this.alias.functionArn;
  }

  /** The name of the function with its alias, as in `orders:live`. */
  public get functionName(): string {
    return this.alias.functionName;
  }

  protected get qualifier(): string {
    return lambda.extractQualifierFromArn(this.alias.aliasRef.aliasArn);
  }

  /** Lets a principal invoke the live alias; where a service states its caller's account, only for this account. */
  public addPermission(id: string, permission: lambda.Permission): void {
    super.addPermission(id, boundToAccount(permission, this.stack.account));
    noted((permission.scope ?? this).node.tryFindChild(id));
    allowByPermission(Boundary.of(this)!, this, permission);
  }

  /** Lets the live alias read from a stream or queue. */
  public addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    const mapping = super.addEventSourceMapping(id, options);
    // By its ARN the mapping waits for the alias, and everybody who reads the template sees what it invokes.
    (mapping.node.defaultChild as lambda.CfnEventSourceMapping).functionName = this.functionArn;
    noted(mapping);
    allowByMapping(Boundary.of(this)!, { arn: options.eventSourceArn, id });
    return mapping;
  }

  /** Lets a principal invoke the live alias. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const grant = super.grantInvoke(grantee);
    if (grant.principalStatements.length > 0) allowByRole(Boundary.of(this)!, this, grantee);
    return grant;
  }

  /** Lets a principal call the function's URL. */
  public grantInvokeUrl(grantee: iam.IGrantable): iam.Grant {
    Boundary.of(this)!.allow('url', true);
    return super.grantInvokeUrl(grantee);
  }

  /** Lets a principal invoke one version, whatever is live. */
  public grantInvokeVersion(grantee: iam.IGrantable, version: lambda.IVersion): iam.Grant {
    return this.lambda.grantInvokeVersion(grantee, version);
  }

  /** Lets a principal invoke what was deployed last, whatever is live. */
  public grantInvokeLatestVersion(grantee: iam.IGrantable): iam.Grant {
    return this.lambda.grantInvokeLatestVersion(grantee);
  }

  /** A metric of the live alias. */
  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.alias.metric(metricName, props);
  }
}
