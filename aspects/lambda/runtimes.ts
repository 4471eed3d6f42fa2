import { oncePerText } from '../model/once-per';

/** The page that says when Lambda ends its support for a runtime. */
export const RUNTIMES_PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html';

/**
 * The day on which Lambda deprecates a runtime: from then on it is not patched any more.
 *
 * Source: the tables of the page above, of 15 August 2026; compared in November 2026 with the table of cfn-lint 1.58, with endoflife.date
 * for `dotnet5.0` and `dotnet7`, and for the rest with a published copy of the page. Functions can be created and updated for some months
 * after the day; what counts here is the patches. A runtime that is not here is newer than this table, as `nodejs26.x` and
 * `python3.15`, for which no day was set then: a test holds it against the runtimes of aws-cdk-lib.
 */
const DEPRECATED: Readonly<Record<string, string>> = {
  'dotnet10': '2028-11-14',
  'dotnet5.0': '2022-05-10',
  'dotnet6': '2024-12-20',
  'dotnet7': '2024-05-14',
  'dotnet8': '2026-11-10',
  'dotnet9': '2026-11-10',
  'dotnetcore1.0': '2019-06-27',
  'dotnetcore2.0': '2019-05-30',
  'dotnetcore2.1': '2022-01-05',
  'dotnetcore3.1': '2023-04-03',
  'go1.x': '2024-01-08',
  'java11': '2027-06-30',
  'java11.al2023': '2029-06-30',
  'java17': '2027-06-30',
  'java17.al2023': '2029-06-30',
  'java21': '2029-06-30',
  'java25': '2029-06-30',
  'java8': '2024-01-08',
  'java8.al2': '2027-06-30',
  'java8.al2023': '2029-06-30',
  'nodejs': '2016-08-30',
  'nodejs10.x': '2021-07-30',
  'nodejs12.x': '2023-03-31',
  'nodejs14.x': '2023-12-04',
  'nodejs16.x': '2024-06-12',
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
  'nodejs4.3': '2020-03-05',
  'nodejs4.3-edge': '2020-03-05',
  'nodejs6.10': '2019-08-12',
  'nodejs8.10': '2020-03-06',
  'provided': '2024-01-08',
  'provided.al2': '2026-07-31',
  'provided.al2023': '2029-06-30',
  'python2.7': '2021-07-15',
  'python3.10': '2026-10-31',
  'python3.11': '2027-06-30',
  'python3.12': '2028-10-31',
  'python3.13': '2029-06-30',
  'python3.14': '2029-06-30',
  'python3.6': '2022-07-18',
  'python3.7': '2023-12-04',
  'python3.8': '2024-10-14',
  'python3.9': '2025-12-15',
  'ruby2.5': '2021-07-30',
  'ruby2.7': '2023-12-07',
  'ruby3.2': '2026-03-31',
  'ruby3.3': '2027-03-31',
  'ruby3.4': '2028-03-31',
  'ruby4.0': '2029-03-31',
};

/** So many days before a deprecation it is time to plan the change. */
const NOTICE = 90;

const DAY = 24 * 60 * 60 * 1000;

/** Whether Lambda supports a runtime on a day, and until when; one that the table does not know is supported. */
export function supportOf(runtime: string, day: Date): { readonly state: 'supported' | 'ending' | 'ended'; readonly date?: string } {
  if (!Object.prototype.hasOwnProperty.call(DEPRECATED, runtime)) return { state: 'supported' };
  const date = DEPRECATED[runtime];
  const left = new Date(date).getTime() - day.getTime();
  return { state: left <= 0 ? 'ended' : left <= NOTICE * DAY ? 'ending' : 'supported', date };
}

/** A runtime as a language and the version of it: `python3.13` is version 3.13 of python. */
const VERSIONED = /^(dotnet|java|nodejs|provided\.al|python|ruby)(\d+(?:\.\d+)?)/;

/** The newest runtime of the language of another, where the table knows a newer one; nothing for what it does not know. */
export const newerThan = oncePerText((runtime): string | undefined => {
  const of = (name: string) => VERSIONED.exec(name) ?? (/^(provided|nodejs)$/.test(name) ? [name, name === 'provided' ? 'provided.al' : name, '0'] : undefined);
  const own = of(runtime);
  if (own === undefined) return undefined;
  const same = Object.keys(DEPRECATED).flatMap(name => { const one = of(name); return one?.[1] === own[1] ? [{ name, version: one[2] }] : []; });
  const [newest] = same.sort((a, b) => versions.compare(b.version, a.version) || a.name.length - b.name.length);
  return newest !== undefined && versions.compare(newest.version, own[2]) > 0 ? newest.name : undefined;
});

const versions = new Intl.Collator('en', { numeric: true });
