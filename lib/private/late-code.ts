import { Aspects, IAspect, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct, IConstruct } from 'constructs';
import { LATEST_SCHEMA } from './boundary';

const UNFINISHED = 'its code is unfinished, because an Aspect made it in a part of the tree that Aspects had left already: '
  + 'make it before the synthesis, or set the feature flag @aws-cdk/core:aspectStabilization';

/**
 * Code whose asset is made when the tree is complete: what goes into it may come after the function.
 *
 * Until then its location is a token, so that nothing is uploaded that no function uses.
 */
export class LateCode extends lambda.Code {
  public readonly isInline = false;
  #asset?: Asset;
  #resource?: lambda.CfnFunction;

  /** @param make makes the asset, below the function */
  public constructor(private readonly make: (scope: Construct) => Asset) {
    super();
  }

  public bind(scope: Construct): lambda.CodeConfig {
    finishLate(scope, () => this.finish(scope));
    scope.node.addValidation({ validate: () => (this.#asset === undefined ? [UNFINISHED] : []) });
    return {
      s3Location: {
        bucketName: Lazy.uncachedString({ produce: () => this.#asset?.s3BucketName ?? 'unfinished' }),
        objectKey: Lazy.uncachedString({ produce: () => this.#asset?.s3ObjectKey ?? 'unfinished' }),
      },
    };
  }

  public bindToResource(resource: lambda.CfnFunction): void {
    this.#resource = resource;
  }

  private finish(scope: Construct): void {
    if (this.#asset !== undefined) return;
    this.#asset = this.make(scope);
    this.#asset.addResourceMetadata(this.#resource!, 'Code');
  }
}

/** Does something below a construct when no schema comes any more. */
export function finishLate(scope: IConstruct, finish: () => void): void {
  Aspects.of(scope).add(new Finish(scope, finish), { priority: LATEST_SCHEMA });
}

/** Finishes when its construct is visited. */
class Finish implements IAspect {
  public constructor(private readonly scope: IConstruct, private readonly finish: () => void) {}

  public visit(node: IConstruct): void {
    if (node === this.scope) this.finish();
  }
}
