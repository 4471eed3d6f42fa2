import { oncePer, oncePerText } from '../../aspects/model/once-per';

test('works out once for each object, what is nothing too', () => {
  const work = jest.fn((list: readonly number[]) => list[0]);
  const first = oncePer(work);
  const [full, empty] = [[1], []];

  expect([first(full), first(full), first(empty), first(empty), first([1])]).toEqual([1, 1, undefined, undefined, 1]);
  expect(work).toHaveBeenCalledTimes(3);
});

test('works out once for each text, what is nothing too', () => {
  const work = jest.fn((text: string) => /\d/.exec(text)?.[0]);
  const digit = oncePerText(work);

  expect([digit('a1'), digit('a1'), digit('b'), digit('b')]).toEqual(['1', '1', undefined, undefined]);
  expect(work).toHaveBeenCalledTimes(2);
});

test('starts over where there are more texts than an application has, and answers as before', () => {
  const work = jest.fn((text: string) => text.length);
  const length = oncePerText(work);
  for (let index = 0; index <= 10_000; index += 1) length(`text ${index}`);

  expect(length('text 0')).toBe(6);
  expect(work).toHaveBeenCalledTimes(10_002);
});
