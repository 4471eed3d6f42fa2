import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { FunctionOptions, LambdaFunction } from './function';
import { NodeVersion } from './tools';
import { JsonObject } from '../../../aspects/model/json';

interface Resource { readonly Type: string; readonly Properties: Record<string, any>; readonly Metadata?: Record<string, string> }

/** How a function of a stack is started. */
export interface DeployedOptions extends Pick<FunctionOptions, 'environment' | 'nodeArguments'> {
  readonly node: NodeVersion;
  /** The construct path of the resource. @default - the first function of the stack */
  readonly path?: string;
}

/** Starts a function of a stack as it is deployed: its code as it was uploaded, and its layers in a folder of their own as in /opt. */
export async function startDeployed(app: App, stack: Stack, folder: string, options: DeployedOptions) {
  const assembly = app.synth();
  const template = assembly.getStackArtifact(stack.artifactId).template as { Resources: Record<string, Resource> };
  const files = JSON.parse(readFileSync(join(assembly.directory, `${stack.artifactId}.assets.json`), 'utf8')).files as Record<string, { source: { path: string } }>;
  const asset = (key: string) => join(assembly.directory, files[key.replace('.zip', '')].source.path);
  const { Properties: fn } = Object.values(template.Resources)
    .find(({ Type, Metadata }) => Type === 'AWS::Lambda::Function' && [undefined, Metadata?.['aws:cdk:path']].includes(options.path))!;
  const [task, opt] = ['task', 'opt'].map(name => join(folder, name));
  cpSync(asset(fn.Code.S3Key), task, { recursive: true });
  mkdirSync(opt);
  // What the application does not build itself, as the layer of a service, is not here.
  const layers = ((fn.Layers ?? []) as { Ref?: string }[]).flatMap(({ Ref }) => (Ref === undefined ? [] : [template.Resources[Ref]]));
  for (const { Properties: { Content } } of layers) cpSync(asset(Content.S3Key), opt, { recursive: true });
  return LambdaFunction.start({
    entry: { folder: task },
    handler: String(fn.Handler).replace('/opt', opt),
    node: options.node,
    nodeArguments: options.nodeArguments,
    environment: { ...plain(fn.Environment.Variables), ...options.environment },
  });
}

/** The variables whose values are known before the deployment. */
function plain(variables: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter((one): one is [string, string] => typeof one[1] === 'string'));
}
