import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, eachWay, everyOption, requiredOnly } from '../../support/constructs/subject';
import { circlesIn, quickApp } from '../../support/quick-app';

describe.each(Object.entries(SUBJECTS))('%s', (_, subject) => {
  test('takes plain values, tokens, what is imported and what other stacks hold, in every prop', () => {
    const app = quickApp();
    eachWay(subject).forEach((combination, index) => built(subject, surroundings(app, `Stack${index}`), 'One', combination));
    expect(circlesIn(app)).toEqual([]);
  });

  test('stands in a stack as often as it is wanted', () => {
    const app = quickApp();
    [requiredOnly(subject), ...Object.values(everyOption(subject))].forEach((combination, index) => {
      const around = surroundings(app, `Stack${index}`);
      for (const id of ['One', 'Two']) built(subject, around, id, combination);
    });
    expect(circlesIn(app)).toEqual([]);
  });
});
