import { HostileEvent } from './hostile-events';
import { Observed } from './observed';
import { SetTraps } from './traps';
import { SourceKind } from '../contract';
import { formsOf } from '../log/encodings';
import { SOURCES } from '../sources/sources';

/** Something that got through. */
export interface Breach {
  /** The attack: `a prototype key at items.0`. */
  readonly attack: string;

  /** What came of it. */
  readonly what: 'accepted' | 'executed' | 'written' | 'polluted' | 'leaked' | 'forged' | 'hung';

  /** Told to a person. */
  readonly detail: string;

  readonly event: unknown;
}

/** Whether the handler did what it was asked to; an authorizer, whether it lets anybody in. */
export function isAccepted(source: SourceKind, { answer, error, hung, output }: Observed): boolean {
  if (error !== undefined || hung || SOURCES[source].denial?.(answer)) return false;
  const { batchItemFailures: failures, statusCode } = (answer ?? {}) as { batchItemFailures?: unknown[]; statusCode?: number };
  if (Array.isArray(failures) && failures.length > 0) return false;
  if (typeof statusCode === 'number' && statusCode >= 400) return false;
  // What is refused and dropped is answered like what went well.
  return !output.includes('"outcome":"rejected"');
}

/** Why it did not, told to a person. */
export function reasonOf({ answer, error, hung, output }: Observed): string {
  if (hung) return 'it hangs';
  return [error === undefined ? JSON.stringify(answer) : String(error), output.trim()].join(' ').slice(0, 1000);
}

/** What came of a hostile event, and no trace of it stays. */
export function* breachesOf(source: SourceKind, hostile: HostileEvent, result: Observed, traps: SetTraps): Generator<[Breach['what'], string]> {
  const { answer, error, hung, output } = result;
  if (hung) yield ['hung', 'no answer in time'];
  if (hostile.refuse && isAccepted(source, result)) yield ['accepted', 'it should have been refused'];
  const sprung = traps.sprung();
  if (sprung.has('executed')) yield ['executed', 'a command or code in the event was run'];
  if (sprung.has('written')) yield ['written', 'a file outside was written, or deleted'];
  if ((globalThis as { rampartBreach?: unknown }).rampartBreach !== undefined) {
    delete (globalThis as { rampartBreach?: unknown }).rampartBreach;
    yield ['executed', 'code in the event was run'];
  }
  if ('rampartPolluted' in {}) {
    delete (Object.prototype as { rampartPolluted?: unknown }).rampartPolluted;
    yield ['polluted', 'the prototype of every object was changed'];
  }
  const told = JSON.stringify(answer) ?? '';
  const thrown = error === undefined ? '' : thrownText(error);
  const [secret, kept] = [traps.canary, traps.text].map(formsOf);
  for (const [where, text] of [['answer', told], ['error', thrown], ['log', output]] as const) {
    if (secret.some(form => text.includes(form))) yield ['leaked', `the ${where} holds a secret of the environment`];
    if (kept.some(form => text.includes(form))) yield ['leaked', `the ${where} holds a file outside`];
  }
  if (/\bat .{1,200}:\d+:\d+/.test(told)) yield ['leaked', 'the answer holds a stack'];
  if (error instanceof Error && Object.keys(error).length > 0) yield ['leaked', `the error carries ${Object.keys(error).join(', ')}, which the runtime client logs`];
  if (/^[^\S\n]*(?:\{"level":"ERROR","message":"rampart-forged"|rampart-forged)/m.test(output)) yield ['forged', 'a line of the log is the sender\'s'];
  if (/[\u001b\u009b]/.test(output)) yield ['forged', 'the log holds what a terminal acts on'];
}

// As the runtime client logs it.
function thrownText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  try {
    return JSON.stringify({ ...error, message: error.message, stack: error.stack });
  } catch {
    return `${error.message} ${error.stack}`;
  }
}
