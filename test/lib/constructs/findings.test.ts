import { isAtLeast, Severity } from '../../../aspects/severity';
import { Rampart } from '../../../index';
import { synthesise } from '../../support/audited';
import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, Combination, everyOption, requiredOnly } from '../../support/constructs/subject';
import { testApp } from '../../support/synthesis';

const cases = Object.entries(SUBJECTS).flatMap(([name, one]) =>
  [['required props only', requiredOnly(one)] as const, ...Object.entries(everyOption(one))].map(([kind, combination]) => [name, kind, combination] as const));

test.each(Object.entries(SUBJECTS))('%s is given every prop that it has, by some list of every option', (_, one) => {
  const given = Object.values(everyOption(one)).flatMap(({ choice }) => Object.keys(choice).filter(prop => choice[prop] !== undefined));
  expect([...new Set(given)].sort()).toEqual(Object.keys(one.ways).sort());
});

// Of each case in an application of its own: some rules compare what an application has.
test.each(cases)('%s with %s gives no finding of MEDIUM or above on what it made', (name, _kind, combination: Combination) => {
  const app = testApp();
  Rampart.protect(app);
  built(SUBJECTS[name], surroundings(app, 'Stack'), 'Subject', combination);
  jest.spyOn(console, 'error').mockImplementation();
  const serious = synthesise(app).findings.filter(({ severity }) => isAtLeast(severity as Severity, Severity.MEDIUM))
    .filter(({ constructPath = '' }) => /^Stack\/Subject\//.test(constructPath) || SUBJECTS[name].madeBeside?.test(constructPath) === true)
    // Whose addresses a prefix list holds only the deployment knows, so nobody can tell whether the function reaches the gateway endpoints.
    .filter(({ rule, verdict }) => !(rule === 'lambda-vpc-reaches-its-services' && verdict === 'undecided'));
  process.exitCode = 0;

  expect(serious.map(({ rule, constructPath, message }) => `${rule} ${constructPath}: ${message}`)).toEqual([]);
});
