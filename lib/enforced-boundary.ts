import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { EnforcedBoundaryProps } from './enforced-boundary-props';
import { HANDLER_VARIABLE, LAYER_HANDLER, SourceKind } from '../runtime/contract';
import { Boundary } from './private/boundary';
import { addBoundary, addSchemas, boundaryLayer } from './private/enforced/layers';
import { functionProblems, schemaProblems } from './private/enforced/problems';
import { finishLate } from './private/late-code';
import { seeTriggers } from './private/sources/found-triggers';

const ELSEWHERE = 'the boundary is enforced where a function is defined, and this one is imported or stands for another; give the lambda.Function or SecureFunction itself';

/**
 * The boundary before a handler that cannot be changed.
 *
 * The function's handler becomes that of a layer, which checks each event and then calls the handler as it was written: envelope, sender, limits and
 * schemas; what the handler logs is masked, and its errors are sanitised. Handlers of CommonJS and ES modules, with callbacks and with
 * response streams go on as they are.
 */
export class EnforcedBoundary extends Construct {
  /**
   * Enforces the boundary of a function that runs on Node.js 20 or newer: any `Function` of the CDK, or a `SecureFunction`.
   *
   * Who may send is read from the application's triggers that name the function. A function that nothing in the application triggers takes events
   * of anybody whom IAM lets invoke it.
   *
   * @param fn the function, where it is defined
   * @throws where the function runs on something else or in a container image, takes only signed code, or a schema cannot be compiled
   */
  public static of(fn: lambda.IFunction, props: EnforcedBoundaryProps = {}): EnforcedBoundary {
    const own = Boundary.of(fn)?.fn ?? fn;
    if (!isDefined(own)) throw new Error(`${fn.node.path}: ${ELSEWHERE}`);
    const problems = [...functionProblems(own), ...schemaProblems(props)];
    if (problems.length > 0) throw new Error(`${fn.node.path}: ${problems.join('; ')}`);
    return new EnforcedBoundary(own, props);
  }

  /** The layer that brings the boundary, which the functions of a stack share. */
  public readonly layer: lambda.ILayerVersion;

  private constructor(fn: lambda.Function, { payloads = {}, requests = {}, direct }: EnforcedBoundaryProps) {
    super(fn, 'EnforcedBoundary');
    const boundary = boundaryOf(fn);
    for (const [source, schema] of Object.entries(payloads)) boundary.sourceSchema(source as SourceKind, schema);
    for (const [route, schemas] of Object.entries(requests)) boundary.routeSchema(route, schemas);
    if (direct !== undefined) boundary.takeDirect(direct);
    // A bundle carries its schemas itself.
    if (!boundary.takesSchemas) finishLate(fn, () => addSchemas(this, fn, boundary));
    boundary.enforce();
    this.layer = boundaryLayer(this);
    addBoundary(fn, this.layer);
    const cfn = fn.node.defaultChild as lambda.CfnFunction;
    fn.addEnvironment(HANDLER_VARIABLE, cfn.handler!);
    cfn.handler = LAYER_HANDLER;
  }
}

/** The boundary of a function; one that is no `SecureFunction` learns of its triggers by looking for them. */
function boundaryOf(fn: lambda.Function): Boundary {
  const known = Boundary.of(fn);
  if (known !== undefined) return known;
  const boundary = new Boundary(fn, false);
  boundary.serve(fn);
  seeTriggers(fn);
  return boundary;
}

/** By what it has rather than by its class: an application may hold two copies of aws-cdk-lib. */
function isDefined(fn: lambda.IFunction): fn is lambda.Function {
  return (fn.node.defaultChild as Partial<lambda.CfnFunction> | undefined)?.cfnResourceType === 'AWS::Lambda::Function' && 'addLayers' in fn;
}
