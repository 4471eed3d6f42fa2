// Attacks one source in a process of its own: without the compiler and the counters of the tests it is twice as fast, and has the collector.
import { attack } from './attack';
import { EVENTS, RECORDS, REQUESTS } from './attacked';

// Half of the time would go into stacks, which are alike.
Error.stackTraceLimit = 2;

const [, , index, events] = process.argv;

attack([...REQUESTS, ...RECORDS, ...EVENTS][Number(index)], Number(events)).then(
  done => process.stdout.write(JSON.stringify(done)),
  error => {
    process.stderr.write(`${error}\n${error.cause ?? ''}`);
    process.exitCode = 1;
  },
);
