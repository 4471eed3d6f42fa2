import { App, Environment, NestedStack, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Surroundings } from './surroundings';

/** Where that stands which a construct takes from elsewhere. */
export type Layout = 'other stack' | 'nested stack';

/** A stack for constructs, one for what they take, and one for what takes them. */
export function surroundings(app: App, name: string, { layout = 'other stack', env }: { readonly layout?: Layout; readonly env?: Environment } = {}): Surroundings {
  const stack = new Stack(app, name, { env });
  const storage = layout === 'nested stack' ? new NestedStack(stack, 'Storage') : new Stack(new Construct(app, `${name}Storage`), 'Storage', { env, stackName: `${name}-storage` });
  return new Surroundings(stack, storage, new Stack(new Construct(app, `${name}Users`), 'Users', { env, stackName: `${name}-users` }));
}
