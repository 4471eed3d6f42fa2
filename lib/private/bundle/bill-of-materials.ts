import { createHash } from 'node:crypto';
import { integrityOf } from './lock-file';
import { BundledPackage } from './packages';

/** What a bundle is made of. */
export interface Materials {
  /** How the asset is called. */
  readonly name: string;
  /** The functions that run it, by their construct paths. */
  readonly functions: readonly string[];
  /** The checksum of the asset, which is the version of the function's code. */
  readonly version: string;
  readonly packages: readonly BundledPackage[];
  /** Nothing where no package is in the bundle. */
  readonly lockFile?: string;
  /** The file beside the bill that tells which part of the bundle each input takes. */
  readonly metafile: string;
}

/**
 * A software bill of materials in the format CycloneDX 1.6. The same bundle gives the same text: there is no time in it, and its
 * serial number follows from its content.
 */
export function billOfMaterials({ name, functions, version, packages, lockFile, metafile }: Materials): string {
  // A package may lie in several folders, and is one component.
  const components = [...new Map(packages.map(one => [`${one.name}@${one.version}`, one])).values()].map(one => componentOf(one, lockFile));
  const body = {
    version: 1,
    metadata: {
      component: {
        'type': 'application',
        'bom-ref': name,
        name,
        version,
        'externalReferences': [{ type: 'build-meta', url: metafile }],
        'properties': functions.map(value => ({ name: 'cdk-rampart:function', value })),
      },
    },
    components,
    dependencies: [{ ref: name, dependsOn: components.map(one => one['bom-ref']) }],
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(body))}`;
  return `${JSON.stringify({ $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber, ...body }, undefined, 2)}\n`;
}

function componentOf(one: BundledPackage, lockFile: string | undefined) {
  const [group, name] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name];
  const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${name}@${encodeURIComponent(one.version)}`;
  const integrity = lockFile === undefined ? undefined : integrityOf(one, lockFile);
  const [, algorithm, encoded = ''] = /^sha(256|384|512)-([A-Za-z\d+/=]+)/.exec(integrity ?? '') ?? [];
  const checksum = Buffer.from(encoded, 'base64');
  return {
    'type': 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name,
    'version': one.version,
    purl,
    ...(checksum.length * 8 === Number(algorithm) ? { hashes: [{ alg: `SHA-${algorithm}`, content: checksum.toString('hex') }] } : {}),
    ...(one.license === undefined ? {} : { licenses: [licenseOf(one.license)] }),
  };
}

/** A single name may be none of SPDX's list, so only expressions are claimed to be in its language. */
function licenseOf(license: string): object {
  return / (?:OR|AND|WITH) /.test(license) ? { expression: license } : { license: { name: license } };
}

/** A UUID of version 8, whose content is of our own making. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
