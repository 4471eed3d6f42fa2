import type { Figures } from './figures';

/** A promise that is measured. */
export interface Budget {
  readonly name: string;
  readonly limit: number;
  /** Where a check fails: so far off that neither noise nor a small change can be the reason. */
  readonly alarm: number;
  readonly measured: number;
  /** What the check compares, where it is not the measured figure. */
  readonly judged?: number;
  readonly unit: 'share' | 'times';
}

// Well above what is held today, since a busy machine has shown half as much again; the budgets themselves are not met (docs/adr/020).
const AUDIT_ALARM = 0.75;
const FIXES_ALARM = 1.3;
const JUDGEMENT_ALARM = 0.6;
const WAITED_ALARM = 0.55;

/** The budgets that the measured applications can say something about. */
export function budgets(figures: readonly Figures[], live: ReadonlyMap<Figures, number>): Budget[] {
  const middle = figures.find(({ name }) => name === '300 functions');
  const large = figures.find(({ name }) => name === '3,000 functions');
  if (middle === undefined) return [];
  const found: Budget[] = [
    { name: 'audit of 300 functions, added to `app.synth()`', limit: 0.1, alarm: AUDIT_ALARM, measured: middle.added('audit'), unit: 'share' },
    {
      name: 'the same, without what the CDK adds for a plugin that does nothing',
      limit: 0.1,
      alarm: AUDIT_ALARM,
      measured: middle.added('audit') - middle.added('empty'),
      unit: 'share',
    },
    { name: 'the judgement alone, of the rest of its synthesis', limit: 0.1, alarm: JUDGEMENT_ALARM, measured: middle.judgementShare('audit'), unit: 'share' },
    {
      name: 'the same on the thread that a user waits for: V8 compiles beside it',
      limit: 0.1,
      alarm: WAITED_ALARM,
      measured: middle.waitedShare('audit'),
      unit: 'share',
    },
    {
      name: 'safe fixes for 300 functions, added to `app.synth()` with the audit',
      limit: 0.25,
      alarm: FIXES_ALARM,
      measured: middle.added('remediation') - middle.added('audit'),
      unit: 'share',
    },
  ];
  if (large === undefined) return found;
  return [
    ...found,
    { name: 'time of the audit for ten times the application', limit: 11, alarm: 22, measured: large.judgementSeconds('audit') / middle.judgementSeconds('audit'), unit: 'times' },
    { name: 'memory of the audit per resource for ten times the application', limit: 1.1, alarm: 2.2, measured: live.get(large)! / live.get(middle)!, unit: 'times' },
  ];
}

/** Whether a check should fail. */
export function isAlarming({ measured, judged = measured, alarm }: Budget): boolean {
  return judged > alarm;
}
