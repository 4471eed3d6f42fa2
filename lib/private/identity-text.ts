import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * What a value is in the end, in words that are the same for the same. What it refers to is told by its path: two stacks often have resources
 * of the same logical id, and a reference renders as no more than that until the synthesis.
 */
export function identityText(scope: IConstruct, value: unknown): string {
  return JSON.stringify(Tokenization.resolve(value, { scope, resolver: new ByPath(), preparing: false }));
}

class ByPath extends DefaultTokenResolver {
  public constructor() {
    super({ join: (left: unknown, right: unknown) => [left, right] });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? `${token.target.node.path} ${token.displayName}` : super.resolveToken(token, context, postProcessor);
  }
}
