import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { circles } from './circles';
import { testApp } from './synthesis';
import { JsonObject } from '../../aspects/model/json';

/** An application that synthesises as fast as can be. */
export function quickApp(): App {
  return testApp({ treeMetadata: false, stackTraces: false, context: { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:enable-path-metadata': false } });
}

/** What waits for itself in any template of an application; between its stacks CDK itself refuses that. */
export function circlesIn(app: App): string[] {
  const { directory } = app.synth();
  return readdirSync(directory).filter(file => file.endsWith('.template.json'))
    .map(file => JSON.parse(readFileSync(join(directory, file), 'utf8')) as JsonObject)
    .filter(({ Resources }) => Resources !== undefined).flatMap(circles);
}
