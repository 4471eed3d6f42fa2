/** Charges time to whatever runs, each part with its own time only: not with that of the parts that it calls. */
export class Ledger {
  private readonly seconds = new Map<string, number>();
  private readonly running: { readonly key: string; readonly start: number; inner: number }[] = [];
  private readonly shared = new Map<unknown, { seconds: number; readonly askers: Set<string> }>();
  private whole = 0;

  public constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** Does some work, and charges it to a part. */
  public charge<T>(key: string, work: () => T): T {
    return this.timed(key, work, seconds => this.seconds.set(key, (this.seconds.get(key) ?? 0) + seconds));
  }

  /** Does some work that others may ask for too; `of` says what it is. */
  public share<T>(of: unknown, work: () => T): T {
    const asker = this.running.at(-1)?.key ?? '';
    const known = this.shared.get(of) ?? { seconds: 0, askers: new Set<string>() };
    this.shared.set(of, known);
    known.askers.add(asker);
    return this.timed(asker, work, seconds => { known.seconds += seconds; });
  }

  /**
   * Seconds by part.
   *
   * @param several the part that is charged with what several parts asked for; what one asked for is charged to that one
   * @param whole the part that is charged with everything, and of which the others are parts
   */
  public parts(several: string, whole: string): Readonly<Record<string, number>> {
    const parts = new Map(this.seconds);
    for (const { seconds, askers } of this.shared.values()) {
      const key = askers.size === 1 ? [...askers][0] : several;
      parts.set(key, (parts.get(key) ?? 0) + seconds);
    }
    return { ...Object.fromEntries(parts), [whole]: this.whole };
  }

  private timed<T>(key: string, work: () => T, charge: (seconds: number) => void): T {
    const frame = { key, start: this.now(), inner: 0 };
    this.running.push(frame);
    try {
      return work();
    } finally {
      this.running.pop();
      const spent = this.now() - frame.start;
      const around = this.running.at(-1);
      if (around) around.inner += spent; else this.whole += spent;
      charge(spent - frame.inner);
    }
  }
}
