import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Boundary } from '../boundary';
import { builtFiles } from '../built-files';
import { schemaFiles } from '../schema-files';

/** What the package brings for /opt. */
const OPT = join(__dirname, '..', '..', '..', 'runtime', 'opt');
/** Where both layers lie in /opt, which the runtime reads beside the handler. */
const FOLDER = 'rampart';

/** The layer with the boundary, of which a stack has one. */
export function boundaryLayer(scope: Construct): lambda.ILayerVersion {
  const stack = Stack.of(scope);
  const id = 'RampartBoundary';
  return stack.node.tryFindChild(id) as lambda.LayerVersion | undefined ?? new lambda.LayerVersion(stack, id, {
    code: lambda.Code.fromAsset(OPT),
    description: 'The boundary of cdk-rampart, which stands before handlers of Node.js',
  });
}

/** Puts a layer behind the others; that it has changed publishes a new version of the function. */
export function addBoundary(fn: lambda.Function, layer: lambda.ILayerVersion): void {
  fn.addLayers(layer);
  republish(fn, readFileSync(join(OPT, FOLDER, 'boundary.mjs')));
}

/** Adds the layer with the schemas of a function, where it has any and the synthesis needs assets. */
export function addSchemas(scope: Construct, fn: lambda.Function, boundary: Boundary): void {
  const files = schemaFiles(fn, boundary.takeSchemas());
  if (files.length === 0) return;
  fn.addLayers(new lambda.LayerVersion(scope, 'Schemas', {
    code: lambda.Code.fromAsset(OPT, builtFiles(files.map(({ path, contents }) => ({ path: join(FOLDER, path), contents })))),
    description: 'What events of the function have to look like',
  }));
  for (const { contents } of files) republish(fn, contents);
}

/** The hash of a version names its layers only, unless a feature flag of the CDK is set. */
function republish(fn: lambda.Function, contents: Uint8Array): void {
  fn.invalidateVersionBasedOn(createHash('sha256').update(contents).digest('hex'));
}
