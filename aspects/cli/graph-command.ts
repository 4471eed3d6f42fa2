import { Arguments, oneOf, parseArguments } from './arguments';
import { CliIo, ExitCode } from './io';
import { unknownName, UsageError } from './usage-error';
import { graphOf } from '../graphs/plain/graphs';
import { GraphName, GRAPHS, PlainGraph } from '../graphs/plain/plain-graph';
import { InputError } from '../input/input-error';
import { Application, readApplication } from '../input/read-application';
import { AppModel } from '../model/app-model';
import { dot } from '../report/drawing/dot';
import { drawingOf } from '../report/drawing/drawing';
import { mermaid, MOST_ARROWS } from '../report/drawing/mermaid';
import { visible } from '../report/layout';

const FORMATS = ['json', 'mermaid', 'dot'] as const;

/** `graph FILE|cdk.out`: prints what leads where in one application. */
export function graphCommand(words: readonly string[], io: CliIo): ExitCode {
  const given = parseArguments(words, { format: { type: 'string' }, only: { type: 'string', multiple: true }, all: { type: 'boolean' } });
  const format = oneOf('--format', given.value('format') ?? 'json', FORMATS);
  const names = chosen(given);
  const application = read(pathOf(given), io);
  if (application === undefined) return ExitCode.USAGE;
  for (const fault of application.faults) io.stderr.write(`cdk-rampart: ${visible(fault.message)}\n`);
  const app = new AppModel(application.sources);
  io.stdout.write(printed(names.map(name => graphOf(name, app)), format, given.has('all'), io));
  return application.faults.length > 0 ? ExitCode.USAGE : ExitCode.CLEAN;
}

function pathOf({ operands }: Arguments): string {
  if (operands.length === 0) throw new UsageError('name what to draw: `cdk-rampart graph cdk.out` after `npx cdk synth`, or a template file');
  if (operands.length > 1) throw new UsageError(`graph draws one application at a time; got ${operands.map(one => JSON.stringify(one)).join(', ')}`);
  return operands[0];
}

function chosen(given: Arguments): readonly GraphName[] {
  const only = given.list('only');
  if (only === undefined) return GRAPHS;
  if (only.length === 0) throw new UsageError(`--only takes ${GRAPHS.join(', ')}; got nothing`);
  for (const name of only) if (!(GRAPHS as readonly string[]).includes(name)) throw unknownName('graph', name, GRAPHS, `there are ${GRAPHS.join(', ')}`);
  return GRAPHS.filter(name => only.includes(name));
}

function read(path: string, io: CliIo): Application | undefined {
  try {
    return readApplication(path, io.cwd);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.stderr.write(`cdk-rampart: ${visible(error.message)}\n`);
    return undefined;
  }
}

function printed(graphs: readonly PlainGraph[], format: typeof FORMATS[number], all: boolean, io: CliIo): string {
  if (format === 'json') return `${JSON.stringify({ graphs }, undefined, 2)}\n`;
  const drawings = graphs.filter(({ nodes }) => nodes.length > 0).map((graph, index) => drawingOf(graph, index + 1, all));
  if (format === 'dot') return dot(drawings);
  const arrows = drawings.reduce((sum, drawing) => sum + drawing.arrows.length, 0);
  if (arrows > MOST_ARROWS) {
    io.stderr.write(`cdk-rampart: ${arrows} arrows, and Mermaid draws ${MOST_ARROWS} unless its maxEdges says more; choose with --only, or take --format dot\n`);
  }
  return mermaid(drawings);
}
