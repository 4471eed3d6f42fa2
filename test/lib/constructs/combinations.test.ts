import * as fc from 'fast-check';
import { SUBJECTS } from '../../support/constructs';
import { Layout, surroundings } from '../../support/constructs/layout';
import { built, combinationsOf } from '../../support/constructs/subject';
import { circlesIn, quickApp } from '../../support/quick-app';

const layout = fc.constantFrom<Layout>('other stack', 'nested stack');
const any = fc.oneof(...Object.entries(SUBJECTS).map(([name, subject]) => fc.tuple(fc.constant(name), combinationsOf(subject))));

test('any options of any constructs together, one or more in a stack, deploy without a circle', () => {
  const oneStack = fc.record({ layout, constructs: fc.array(any, { minLength: 1, maxLength: 3 }) });
  fc.assert(fc.property(fc.array(oneStack, { minLength: 1, maxLength: 4 }), stacks => {
    const app = quickApp();
    stacks.forEach((stack, index) => {
      const around = surroundings(app, `Stack${index}`, stack);
      stack.constructs.forEach(([name, combination], position) => built(SUBJECTS[name], around, `Subject${position}`, combination));
    });
    expect(circlesIn(app)).toEqual([]);
  }), { numRuns: 60 });
}, 300_000);
