import { Severity } from '../severity';

/** How text looks on a terminal. */
export interface Ink {
  bold(text: string): string;
  faint(text: string): string;
  severity(text: string, severity: Severity): string;
}

const SEVERITY_CODES: Readonly<Record<Severity, string>> = { CRITICAL: '1;31', HIGH: '31', MEDIUM: '33', LOW: '36' };

/** Text without any looks, for files and pipes. */
export const PLAIN: Ink = { bold: text => text, faint: text => text, severity: text => text };

/** Text with the colours of a terminal. */
export const COLOURED: Ink = {
  bold: text => escaped('1', text),
  faint: text => escaped('2', text),
  severity: (text, severity) => escaped(SEVERITY_CODES[severity], text),
};

function escaped(code: string, text: string): string {
  return `\u001b[${code}m${text}\u001b[0m`;
}

/**
 * Whether to colour, by the conventions of FORCE_COLOR and NO_COLOR.
 *
 * @param isTerminal whether the output goes to a terminal
 * @param environment the environment variables
 */
export function wantsColour(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && !none && terminal !== 'dumb';
}
