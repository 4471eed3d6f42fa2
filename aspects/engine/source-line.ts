import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is known of the constructs of an application. */
export interface ConstructTraces {
  /** The stack frames that the CDK recorded when a construct was made, the innermost first. */
  readonly framesAt: (constructPath: string) => readonly string[];
  /** Whether a construct is a stack: the search for a place ends there. */
  readonly isStack: (constructPath: string) => boolean;
}

/**
 * Finds the place in the user's code that made a construct, as `file:line:column`, the file relative to a folder.
 *
 * What the CDK made on its own has no such place: the nearest construct around it answers, up to its stack. Many findings
 * stand on one construct, and many constructs in one, so each is looked up once.
 */
export function sourceFinder({ framesAt, isStack }: ConstructTraces, folder: string = process.cwd()): (constructPath: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const frames = new Map<string, string | undefined>();
  const find = (path: string): string | undefined => {
    if (!known.has(path)) known.set(path, look(path));
    return known.get(path);
  };
  const look = (path: string): string | undefined => {
    if (isStack(path)) return undefined;
    for (const candidate of [path, `${path}/Resource`, `${path}/Default`]) {
      const place = placeIn(framesAt(candidate), folder, frames);
      if (place !== undefined) return place;
    }
    const end = path.lastIndexOf('/');
    return end < 0 ? undefined : find(path.slice(0, end));
  };
  return find;
}

/**
 * The first frame that is the user's own code. The CDK has already folded its own frames to `...`.
 *
 * @param known the places of frames that were looked at before: the constructs of a loop have the same
 */
export function placeIn(frames: readonly string[], folder: string, known = new Map<string, string | undefined>()): string | undefined {
  for (const frame of frames) {
    if (!known.has(frame)) known.set(frame, placeOf(frame, folder));
    const place = known.get(frame);
    if (place !== undefined) return place;
  }
  return undefined;
}

function placeOf(frame: string, folder: string): string | undefined {
  const place = frame.startsWith('...') ? null : /(?:^|[( ])((?:file:\/\/)?[^()]*?):(\d+):(\d+)\)?$/.exec(frame.trim());
  if (place === null) return undefined;
  const [, address, line, column] = place;
  const file = (address.startsWith('file://') ? fileURLToPath(address) : address).replace(/^at /, '');
  if (file.startsWith('node:') || file.split(/[\\/]/).includes('node_modules') || !/[\\/]/.test(file)) return undefined;
  const fromHere = isAbsolute(file) ? relative(folder, file) : file;
  return `${fromHere.startsWith(`..${sep}`) ? file : fromHere}:${line}:${column}`;
}
