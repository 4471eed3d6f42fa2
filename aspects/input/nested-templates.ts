import { realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InputError } from './input-error';
import { parseTemplate } from './parse-template';
import { readText } from './read-text';
import { REFERENCE_RESOLVED, templateFinding } from '../engine/notices';
import { Finding } from '../finding';
import { isObject, JsonObject, ownEntry } from '../model/json';
import { TemplateSource } from '../model/template';

/** A template with the nested ones that it deploys from its own folder. */
export interface Nest {
  readonly sources: readonly TemplateSource[];
  /** What could not be followed, each said of the resource that names it. */
  readonly notices: readonly Finding[];
}

/** Where a nested stack names its template: a file beside it, before `aws cloudformation package` puts the address of its copy there. */
const PLACES: Readonly<Record<string, string>> = { 'AWS::CloudFormation::Stack': 'TemplateURL', 'AWS::Serverless::Application': 'Location' };

/** Follows the local templates that a template deploys, within the folder that it lies in. */
export function withNested(root: TemplateSource, cwd: string): Nest {
  const sources = [root];
  const notices: Finding[] = [];
  const folder = resolve(cwd, dirname(root.path));
  for (const source of sources) { // grows while it is walked
    for (const [logicalId, resource] of Object.entries(isObject(source.body.Resources) ? source.body.Resources : {})) {
      const file = isObject(resource) ? localFile(resource) : undefined;
      if (file === undefined) continue;
      const path = join(dirname(source.path), file);
      if (sources.some(one => one.path === path)) continue;
      try {
        if (!liesIn(folder, resolve(cwd, path))) throw new InputError(path, 'it lies outside of the folder of the template that was given; audit it by itself');
        sources.push({ path, body: parseTemplate(readText(path, cwd), path), nestedIn: { path: source.path, logicalId } });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        notices.push(templateFinding(REFERENCE_RESOLVED, source.path, `${logicalId} deploys a template that was not audited: ${error.message}`, logicalId));
      }
    }
  }
  return { sources, notices };
}

/** The file that a nested stack names, where it names one: no address, nothing that only the deployment knows. */
function localFile({ Type, Properties }: JsonObject): string | undefined {
  const place = ownEntry(PLACES, String(Type));
  const file = place !== undefined && isObject(Properties) ? Properties[place] : undefined;
  return typeof file === 'string' && /\.(json|ya?ml|template)$/i.test(file) && !/^[a-z][a-z0-9+.-]*:/i.test(file) ? file : undefined;
}

/** Whether a file lies in a folder or below it, also where links lead. */
function liesIn(folder: string, file: string): boolean {
  const inside = (from: string, to: string): boolean => !`${relative(from, to)}${sep}`.startsWith(`..${sep}`);
  if (!inside(folder, file)) return false;
  try {
    return inside(realpathSync(folder), realpathSync(file));
  } catch {
    return true; // It is not there, which reading it says.
  }
}
