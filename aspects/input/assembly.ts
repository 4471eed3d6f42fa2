import { existsSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { ConstructMetadata } from './construct-metadata';
import { InputError } from './input-error';
import { parseJson } from './parse-template';
import { readText } from './read-text';
import { knownAccount, knownRegion } from '../model/environment';
import { isObject, Json, JsonObject } from '../model/json';
import { TemplateSource } from '../model/template';

const MANIFEST = 'manifest.json';

/** What a `cdk.out` folder holds: the templates of all stacks, Stages and nested stacks, and what is known of their constructs. */
export interface Assembly {
  readonly sources: readonly TemplateSource[];
  readonly metadata: ConstructMetadata;
  /** What could not be read, beside that which could. */
  readonly faults: readonly InputError[];
}

/**
 * Reads a `cdk.out` folder. Its manifests are plain JSON, so no CDK is needed, whichever version wrote them.
 *
 * @param folder the folder, as findings name it
 * @param cwd the folder that the path starts from
 * @throws InputError where the folder is none; a file in it that cannot be read leaves the others as they are
 */
export function readAssembly(folder: string, cwd: string): Assembly {
  const reader = new AssemblyReader(cwd);
  reader.readFolder(folder);
  if (reader.sources.length === 0 && reader.faults.length === 0) throw new InputError(folder, 'the manifest lists no stack; synthesise an application that has one');
  return reader;
}

class AssemblyReader implements Assembly {
  public readonly sources: TemplateSource[] = [];
  public readonly metadata = new ConstructMetadata();
  public readonly faults: InputError[] = [];
  private readonly seen = new Set<string>();

  public constructor(private readonly cwd: string) {}

  public readFolder(folder: string): void {
    if (!this.isNew(folder)) return;
    if (!existsSync(resolve(this.cwd, folder, MANIFEST))) {
      throw new InputError(folder, `this folder holds no ${MANIFEST}, so it is no cdk.out; run \`npx cdk synth\` and give cdk.out, or give template files`);
    }
    const path = join(folder, MANIFEST);
    const { artifacts } = this.readJson(path);
    if (!isObject(artifacts)) throw new InputError(path, 'there are no artifacts; give a folder that `npx cdk synth` wrote');
    const all = Object.entries(artifacts).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
    const assets = this.assetsOf(folder, all.map(([, artifact]) => artifact));
    for (const [id, artifact] of all) {
      if (artifact.type === 'aws:cloudformation:stack') this.attempt(() => this.readStack(folder, id, artifact, assets));
      if (artifact.type === 'cdk:cloud-assembly') this.attempt(() => this.readFolder(join(folder, this.file(path, id, artifact, 'directoryName'))));
    }
  }

  private readStack(folder: string, id: string, artifact: JsonObject, assets: ReadonlyMap<string, string>): void {
    const path = join(folder, this.file(join(folder, MANIFEST), id, artifact, 'templateFile'));
    const properties = artifact.properties as JsonObject;
    const stackPath = typeof artifact.displayName === 'string' ? artifact.displayName : id;
    const stackName = typeof properties.stackName === 'string' ? properties.stackName : id;
    // Each Stage is an assembly of its own, so its folder tells the Stages apart.
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(artifact.environment)) ?? [];
    const environment = { account: knownAccount(account), region: knownRegion(region), stage: folder };
    this.addTemplate(path, { stackPath, stackName, environment }, assets, () => {
      this.metadata.add(artifact.metadata);
      const { additionalMetadataFile: file } = artifact;
      if (typeof file === 'string') this.attempt(() => this.metadata.add(this.readJson(join(folder, file))));
    });
  }

  /** Adds a template, what is known of it once it could be read, and the nested ones that it deploys. */
  private addTemplate(path: string, about: Omit<TemplateSource, 'path' | 'body'>, assets: ReadonlyMap<string, string>, addMetadata: () => void = () => {}): void {
    if (!this.isNew(path)) return;
    const body = this.readJson(path);
    addMetadata();
    const { stackPath } = about;
    if (stackPath !== undefined) this.metadata.addStack(stackPath);
    this.sources.push({
      path, body, ...about, constructPathOf: logicalId => (stackPath === undefined ? undefined : this.metadata.constructOf(stackPath, logicalId)),
    });
    for (const [logicalId, resource] of Object.entries(isObject(body.Resources) ? body.Resources : {})) {
      const file = nestedTemplateFile(resource, assets);
      if (file === undefined) continue;
      this.attempt(() => this.addTemplate(join(dirname(path), file), {
        stackPath: this.metadata.stackOf(file) ?? nestedStackPath(resource), environment: about.environment, nestedIn: { path, logicalId },
      }, assets));
    }
  }

  /** The files that a folder's asset manifests name, by the key under which they are uploaded. */
  private assetsOf(folder: string, artifacts: readonly JsonObject[]): ReadonlyMap<string, string> {
    const files = new Map<string, string>();
    for (const { type, properties } of artifacts) {
      if (type !== 'cdk:asset-manifest' || !isObject(properties) || typeof properties.file !== 'string') continue;
      if (!existsSync(resolve(this.cwd, folder, properties.file))) continue;
      const { file } = properties;
      const manifest = this.attempt(() => this.readJson(join(folder, file))) ?? {};
      for (const asset of Object.values(isObject(manifest.files) ? manifest.files : {})) {
        if (!isObject(asset) || !isObject(asset.source) || typeof asset.source.path !== 'string' || !isObject(asset.destinations)) continue;
        for (const destination of Object.values(asset.destinations)) {
          if (isObject(destination) && typeof destination.objectKey === 'string') files.set(destination.objectKey, asset.source.path);
        }
      }
    }
    return files;
  }

  private file(manifest: string, id: string, { properties }: JsonObject, property: string): string {
    const file = isObject(properties) ? properties[property] : undefined;
    if (typeof file !== 'string' || file === '') throw new InputError(manifest, `the artifact ${id} has no ${property}; run \`npx cdk synth\` again`);
    return file;
  }

  /** Reads a part of the folder. What is wrong with one says nothing of the others. */
  private attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.faults.push(error);
      return undefined;
    }
  }

  private readJson(path: string): JsonObject {
    return parseJson(readText(path, this.cwd), path);
  }

  /** Whether a file or folder has not been read yet: a manifest may name its own folder. */
  private isNew(path: string): boolean {
    const key = normalize(resolve(this.cwd, path));
    return !this.seen.has(key) && this.seen.add(key) !== undefined;
  }
}

/**
 * The file that holds the template of a nested stack: named in the metadata that the CDK command line asks for, or else
 * by the asset that the template's address ends with.
 */
function nestedTemplateFile(resource: Json, assets: ReadonlyMap<string, string>): string | undefined {
  if (!isObject(resource) || resource.Type !== 'AWS::CloudFormation::Stack' || !isObject(resource.Properties)) return undefined;
  const named = isObject(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
  if (typeof named === 'string') return named;
  const address = JSON.stringify(resource.Properties.TemplateURL) ?? '';
  for (const [key, file] of assets) if (address.includes(key)) return file;
  return undefined;
}

/** The construct path of a nested stack, by that of its resource: `Shop/Data.NestedStack/Data.NestedStackResource`. */
function nestedStackPath(resource: Json): string | undefined {
  const path = isObject(resource) && isObject(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
  return typeof path === 'string' ? /^(.*)\.NestedStack\/[^/]+\.NestedStackResource$/.exec(path)?.[1] : undefined;
}
