const MINUTE = 60_000;

/** Takes one, if within the last minute not all of them were taken: who can cause authentication errors may not cause as many calls. */
export function refreshLimit(perMinute: number, now: () => number): () => boolean {
  let times: number[] = [];
  return () => {
    times = times.filter(time => time > now() - MINUTE);
    return times.length < perMinute && times.push(now()) > 0;
  };
}
