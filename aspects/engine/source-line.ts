import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathsUpFrom } from '../model/construct-path';

/** What is known of the constructs of an application. */
export interface ConstructTraces {
  /** The stack frames that the CDK recorded when a construct was made, the innermost first. */
  readonly framesAt: (constructPath: string) => readonly string[];
  /** Whether a construct is a stack: the search for a place ends there. */
  readonly isStack: (constructPath: string) => boolean;
}

/**
 * The place in the user's code that made a construct, as `file:line:column`, the file relative to a folder.
 *
 * What the CDK made on its own has no such place: the nearest construct around it answers, up to its stack.
 */
export function sourceOf(constructPath: string, { framesAt, isStack }: ConstructTraces, folder: string = process.cwd()): string | undefined {
  for (const path of pathsUpFrom(constructPath)) {
    if (isStack(path)) return undefined;
    for (const candidate of [path, `${path}/Resource`, `${path}/Default`]) {
      const place = placeIn(framesAt(candidate), folder);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

/** The first frame that is the user's own code. The CDK has already folded its own frames to `...`. */
export function placeIn(frames: readonly string[], folder: string): string | undefined {
  for (const frame of frames) {
    const place = frame.startsWith('...') ? null : /(?:^|[( ])((?:file:\/\/)?[^()]*?):(\d+):(\d+)\)?$/.exec(frame.trim());
    if (place === null) continue;
    const [, address, line, column] = place;
    const file = (address.startsWith('file://') ? fileURLToPath(address) : address).replace(/^at /, '');
    if (file.startsWith('node:') || file.split(/[\\/]/).includes('node_modules') || !/[\\/]/.test(file)) continue;
    const fromHere = isAbsolute(file) ? relative(folder, file) : file;
    return `${fromHere.startsWith(`..${sep}`) ? file : fromHere}:${line}:${column}`;
  }
  return undefined;
}
