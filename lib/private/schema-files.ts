import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { BoundarySchemas } from './boundary-schemas';
import { OutputFile } from './built-files';
import { compileSchemas } from './compiled-schemas';
import { SCHEMAS_FILE } from '../../runtime/contract';

/** The file that carries the compiled schemas, where there are any and the synthesis needs a bundle. */
export function schemaFiles(scope: IConstruct, { isEmpty, routes, sources }: BoundarySchemas): readonly OutputFile[] {
  if (isEmpty || !Stack.of(scope).bundlingRequired) return [];
  try {
    return [{ path: SCHEMAS_FILE, contents: Buffer.from(compileSchemas({ routes, sources })) }];
  } catch (error) {
    throw new Error(`${scope.node.path}: ${(error as Error).message}`, { cause: error });
  }
}
