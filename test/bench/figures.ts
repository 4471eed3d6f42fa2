import type { Measurement, Variant } from './measure';
import type { Rounds } from './rounds';

/** The figures of one application, as ratios to `app.synth()` of the same application. */
export class Figures {
  public constructor(public readonly name: string, private readonly rounds: Rounds) {}

  public has(variant: Variant): boolean {
    return this.rounds.has(variant);
  }

  /** How often a variant was measured. */
  public count(variant: Variant): number {
    return this.of(variant).length;
  }

  public first(variant: Variant): Measurement {
    return this.of(variant)[0];
  }

  /** Seconds of plain `app.synth()` on the clock. */
  public get plainSeconds(): number {
    return median(this.of('plain').map(({ synthesis }) => synthesis));
  }

  /**
   * What a variant adds to construction and synthesis together, relative to plain `app.synth()`.
   *
   * It is reckoned in processor time: the wall clock also counts what other programs do meanwhile, and synthesis waits for
   * nothing but the processor. Each round is compared within itself, and the median of the rounds is taken.
   */
  public added(variant: Variant): number {
    return this.addedSeconds(variant) / median(this.of('plain').map(({ processor }) => processor.synthesis));
  }

  /** What a variant adds, in seconds of processor time. */
  public addedSeconds(variant: Variant): number {
    const plain = this.of('plain');
    return median(this.of(variant).map((one, round) => total(one) - total(plain[round])));
  }

  /** Seconds of processor time that the judgement takes within a synthesis. */
  public judgementSeconds(variant: Variant): number {
    return median(this.of(variant).map(({ judgement }) => judgement));
  }

  /** The judgement as a share of the rest of the synthesis it is part of: what else the machine does meanwhile slows both. */
  public judgementShare(variant: Variant): number {
    return median(this.of(variant).map(({ judgement, processor }) => judgement / (processor.synthesis - judgement)));
  }

  /** The same, of the thread that a user waits for. */
  public waitedShare(variant: Variant): number {
    return median(this.of(variant).map(({ waited }) => waited.judgement / (waited.synthesis - waited.judgement)));
  }

  /** What a variant leaves on the heap, in bytes per resource, besides what plain synthesis leaves there. */
  public heapPerResource(variant: Variant): number {
    const heap = (of: Variant) => median(this.of(of).map(one => one.heap));
    return (heap(variant) - heap('plain')) / this.first('plain').resources;
  }

  private of(variant: Variant): readonly Measurement[] {
    const measured = this.rounds.get(variant);
    if (measured === undefined) throw new Error(`${variant} was not measured for ${this.name}`);
    return measured;
  }
}

function total({ processor }: Measurement): number {
  return processor.construction + processor.synthesis;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
