import { Ledger } from './ledger';

/** A ledger whose clock is wound by hand. */
function ledger() {
  let now = 0;
  const of = new Ledger(() => now);
  return { of, pass: (seconds: number) => { now += seconds; } };
}

test('a part is charged with its own time, not with that of what it calls', () => {
  const { of, pass } = ledger();

  of.charge('whole', () => {
    pass(1);
    of.charge('rule', () => { pass(2); of.charge('values', () => pass(4)); });
  });

  expect(of.parts('graphs', 'whole')).toEqual({ whole: 7, rule: 2, values: 4 });
});

test('what one part asks for is charged to it, what several ask for to none of them', () => {
  const { of, pass } = ledger();
  const own = () => pass(1);
  const common = () => pass(2);

  of.charge('one', () => { of.share(own, own); of.share(common, common); });
  of.charge('other', () => { of.share(common, () => undefined); });

  expect(of.parts('graphs', 'whole')).toMatchObject({ one: 1, other: 0, graphs: 2 });
});

test('a failure is charged too', () => {
  const { of, pass } = ledger();

  expect(() => of.charge('rule', () => { pass(3); throw new Error('wrong'); })).toThrow('wrong');

  expect(of.parts('graphs', 'whole')).toEqual({ whole: 3, rule: 3 });
});
