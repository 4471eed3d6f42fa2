/**
 * What some work takes, in milliseconds: of the clock's time and the processor's the lesser. The one counts whatever else the machine does,
 * the other Node.js' own threads.
 */
export function spent(work: () => void): number {
  const started = process.hrtime.bigint();
  const worked = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(worked);
  return Math.min(Number(process.hrtime.bigint() - started) / 1e6, (user + system) / 1e3);
}
