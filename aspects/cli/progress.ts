import { CliIo } from './io';
import { visible } from '../report/layout';

const PATIENCE_MS = 1000;

/** Says on a terminal how far a long audit is. */
export class Progress {
  private readonly start: number;
  private done = 0;
  private isShown = false;

  public constructor(private readonly io: CliIo, private readonly total: number, private readonly now: () => number = Date.now) {
    this.start = now();
  }

  /** Another application is about to be audited. */
  public step(path: string): void {
    this.done += 1;
    if (!this.io.stderr.isTTY || this.now() - this.start < PATIENCE_MS) return;
    this.clear();
    this.io.stderr.write(`auditing ${this.done} of ${this.total}: ${visible(path)}`);
    this.isShown = true;
  }

  /** Takes the line away, before something else is written. */
  public clear(): void {
    if (this.isShown) this.io.stderr.write('\r\u001b[K');
    this.isShown = false;
  }
}
