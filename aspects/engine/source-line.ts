import { isAbsolute, relative } from 'node:path';

/**
 * The place in the user's code where a construct was made: `file:line:column`, the file relative to the working directory.
 *
 * @param frames the stack frames that the CDK recorded, the innermost first; it has already folded its own to `...`
 */
export function sourceIn(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    if (frame.startsWith('...') || frame.includes('node_modules') || frame.includes('(node:')) continue;
    const place = /\(?((?:file:\/\/)?[^()\s][^()]*:\d+:\d+)\)?$/.exec(frame)?.[1].replace(/^file:\/\//, '');
    if (place === undefined) continue;
    const [, file, position] = /^(.*?)(:\d+:\d+)$/.exec(place)!;
    return isAbsolute(file) ? `${relative(process.cwd(), file)}${position}` : place;
  }
  return undefined;
}
