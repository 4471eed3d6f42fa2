import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, AppProps } from 'aws-cdk-lib';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { TemplateSource } from '../../aspects/model/template';
import { Settings } from '../../aspects/rule/settings';

const folders: string[] = [];

afterAll(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })));

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-'));
  folders.push(folder);
  return folder;
}

/** An app that synthesises into a temporary folder, without CDK's own validator (it takes seconds). */
export function testApp(props: AppProps = {}): App {
  return new App({
    outdir: temporaryFolder(),
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    ...props,
    context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:failSynthOnValidationErrors': false, ...props.context },
  });
}

/** The model of an app's final templates. */
export function modelOf(app: App, settings?: Settings): AppModel {
  return new AppModel(sourcesOf(app), settings);
}

/** The final templates of an app, by stack. */
export function sourcesOf(app: App): TemplateSource[] {
  return app.synth().stacksRecursively.map(stack => ({
    path: stack.templateFile, body: stack.template as JsonObject, stackName: stack.stackName, stackPath: stack.hierarchicalId,
  }));
}

/** The model of one plain template. */
export function modelOfTemplate(body: object, path = 'template.json'): AppModel {
  return new AppModel([{ path, body: body as JsonObject }]);
}
