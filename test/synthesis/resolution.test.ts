import { CfnCondition, CfnElement, CfnOutput, CfnParameter, CfnResource, DefaultTokenResolver, Fn, IPostProcessor, IResolvable, IResolveContext, Lazy, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { TREE_REFERENCE } from '../../aspects/model/evaluate';
import { rendered } from '../../aspects/synthesis/resolution';
import { elementsOf, stacksOf } from '../../aspects/synthesis/tree-source';
import { emptyApplication, fill } from '../bench/application';
import { testApp } from '../support/synthesis';

/** References are kept, everything else is left to the CDK. */
class Keeper extends DefaultTokenResolver {
  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) {
      return { [TREE_REFERENCE]: [token.target.node.path, token.displayName] };
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** As the synthesis joins: one list, however many parts. */
const join = (left: any, right: any): any => {
  if (left === undefined || right === undefined) return left ?? right;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const parts = (one: any) => one['Fn::Join']?.[1] ?? [one];
  return { 'Fn::Join': ['', [...parts(left), ...parts(right)]] };
};

function byTheCdk(element: CfnElement): unknown {
  return Tokenization.resolve((element as any)._toCloudFormation(), { scope: element.stack, resolver: new Keeper({ join }), preparing: false });
}

function byUs(element: CfnElement): unknown {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const { section, logicalId, definition } of rendered(element)) (sections[section] ??= {})[logicalId()] = definition;
  return sections;
}

/** Says what it would be where a token cannot be worked out, and has something done to what it is. */
class Careful implements IResolvable {
  public readonly creationStack = [];

  public resolve(context: IResolveContext): unknown {
    context.registerPostProcessor({ postProcess: (value: object) => ({ ...value, processed: true }) });
    try {
      return context.resolve([Lazy.any({ produce: () => [Lazy.any({ produce: () => { throw new Error('not yet'); } })] })]);
    } catch {
      return { otherwise: true };
    }
  }
}

const resource = (stack: Stack, properties: object, id = 'Resource') => new CfnResource(stack, id, { type: 'AWS::SQS::Queue', properties: properties as never });
const stack = () => new Stack(testApp(), 'Stack');

describe('what an element renders', () => {
  test('is what the CDK renders, for every element of an application', () => {
    const app = emptyApplication('unused');
    fill(app, { functions: 21, oneCarelessIn: 2 });
    const elements = stacksOf(app).flatMap(elementsOf);

    expect(elements.length).toBeGreaterThan(150);
    for (const element of elements) expect(byUs(element)).toEqual(byTheCdk(element));
  });

  test.each<readonly [string, (one: Stack) => unknown]>([
    ['texts with several tokens', one => `a ${one.partition} b ${one.region} ${Lazy.string({ produce: () => 'c' })}`],
    ['a text of two references', one => `${resource(one, {}, 'A').ref}/${resource(one, {}, 'B').getAtt('Arn')}`],
    ['a text that was joined', one => `x${Fn.join('', ['y', one.account])}`],
    ['numbers that are tokens', () => ({ plain: 3, small: -1, lazy: Lazy.number({ produce: () => 7 }), text: `${Token.asNumber({ Ref: 'P' })}s`, huge: 1e300 })],
    ['lists that are tokens', () => [Lazy.list({ produce: () => ['a', 'b'] }), Fn.split(',', 'a,b'), Token.asList({ Ref: 'List' })]],
    ['lazy values in lazy values', () => Lazy.any({ produce: () => ({ deep: Lazy.any({ produce: () => [Lazy.string({ produce: () => 'x' })] }) }) })],
    ['what is left out', () => ({ nothing: undefined, none: null, empty: {}, list: [undefined, 1], omitted: Lazy.any({ produce: () => undefined }) })],
    ['a key that is a token', () => ({ [Lazy.string({ produce: () => 'Key' })]: 1 })],
    ['a token that catches what one in it throws', () => new Careful()],
    ['where a token stands', () => [{ here: { creationStack: [], resolve: (context: IResolveContext) => context.documentPath.slice(2).join('/') } }]],
    ['dates and truth values', () => ({ day: new Date(0), yes: true, no: false })],
    ['parameters and conditions', one => ({ parameter: new CfnParameter(one, 'P').valueAsString, chosen: Fn.conditionIf(new CfnCondition(one, 'C', { expression: Fn.conditionEquals('a', one.region) }).logicalId, 1, 2) })],
  ])('is what the CDK renders: %s', (_label, value) => {
    const one = stack();
    resource(one, { value: value(one) });
    for (const element of elementsOf(one)) expect(byUs(element)).toEqual(byTheCdk(element));
  });

  test('has overrides in it, those that delete a property too', () => {
    const one = stack();
    const queue = resource(one, { Kept: 1, Deleted: 2, Deep: { a: 1 } });
    queue.addPropertyDeletionOverride('Deleted');
    queue.addPropertyOverride('Deep.b', one.region);
    queue.addOverride('DependsOn', ['Other']);

    expect(byUs(queue)).toEqual(byTheCdk(queue));
    expect(byUs(queue)).toMatchObject({ Resources: { Resource: { Properties: { Kept: 1, Deep: { a: 1 } }, DependsOn: ['Other'] } } });
  });

  test('is an output with the export that others import', () => {
    const one = stack();
    const output = new CfnOutput(one, 'Output', { value: resource(one, {}).ref, exportName: `${one.stackName}-x` });

    expect(byUs(output)).toEqual(byTheCdk(output));
  });

  test.each<readonly [string, () => unknown]>([
    ['a function', () => () => 1],
    ['a construct', () => new CfnResource(stack(), 'Inner', { type: 'A::B::C' })],
    ['an object that holds itself', () => { const ring: any = {}; ring.ring = ring; return ring; }],
    ['a key that is no text', () => ({ [Token.asString({ Ref: 'X' })]: 1 })],
    ['a list token beside other elements', () => [...Token.asList({ Ref: 'List' }), 'x']],
    ['a token that throws', () => Lazy.any({ produce: () => { throw new Error('not yet'); } })],
  ])('is nothing where it cannot be rendered: %s', (_label, value) => {
    const element = resource(stack(), { value: value() });
    expect(() => byTheCdk(element)).toThrow();
    expect(rendered(element)).toEqual([]);
  });
});
