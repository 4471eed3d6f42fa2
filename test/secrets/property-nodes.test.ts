import { namesMeant, namesReferredTo, nodesAt } from '../../aspects/secrets/property-nodes';

const found = (root: unknown, pattern: string) => nodesAt(root as never, pattern).map(({ property, node }) => `${property}=${JSON.stringify(node)}`);

test('names, lists and depths lead to nodes', () => {
  const root = { Users: [{ Password: 'a' }, { Password: { Ref: 'B' } }, {}], Deep: { Er: [{ Password: 'c' }] }, Password: null };
  expect(found(root, 'Users.*.Password')).toEqual(['Users.0.Password="a"', 'Users.1.Password={"Ref":"B"}']);
  expect(found(root, '**.Password')).toEqual(['Users.0.Password="a"', 'Users.1.Password={"Ref":"B"}', 'Deep.Er.0.Password="c"']);
  expect(found(root, 'Nothing.Password')).toEqual([]);
  expect(found('text', 'A.B')).toEqual([]);
});

test('both branches of a condition are followed', () => {
  expect(found({ Login: { 'Fn::If': ['X', { Password: 'a' }, { Ref: 'AWS::NoValue' }] } }, 'Login.Password')).toEqual(['Login.Password="a"']);
  expect(found({ Users: [{ 'Fn::If': ['X', { Password: 'a' }, { Password: 'b' }] }] }, 'Users.*.Password')).toEqual(['Users.0.Password="a"', 'Users.0.Password="b"']);
});

test('references are found alone and in text', () => {
  const node = { a: [{ Ref: 'A' }, { 'Fn::Sub': 'x${B}${!C} ${ D }' }, { 'Fn::Sub': ['${E}', { E: { Ref: 'F' } }] }], b: { Ref: ['x'] } };
  expect(namesReferredTo(node)).toEqual(['A', 'B', 'D', 'E', 'F']);
});

test('a node means what it is nothing else than', () => {
  expect(namesMeant({ 'Fn::If': ['X', { Ref: 'A' }, { 'Fn::Sub': '${B}' }] })).toEqual(['A', 'B']);
  expect([namesMeant('x'), namesMeant({ 'Fn::Sub': 'x${A}' }), namesMeant({ 'Fn::Join': [] })]).toEqual([[], [], []]);
});
