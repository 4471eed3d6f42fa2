import { looseParts } from '../../aspects/api/json-schema';
import { Unknown } from '../../aspects/model/value';

test('a schema that says nothing takes anything', () => {
  expect(looseParts({})).toEqual(['the body may be anything']);
  expect(looseParts({ enum: ['a'] })).toEqual([]);
});

test('what is nested is named by its path', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: { orders: { type: 'array', maxItems: 5, items: { type: 'object', properties: { note: { type: ['string', 'null'] } } } } },
  };
  expect(looseParts(schema)).toEqual(['orders[] takes properties that are not described', 'orders[].note takes text of any length']);
  expect(looseParts({ type: 'array', items: { type: 'string' } })).toEqual(['the body takes any number of items', 'each item takes text of any length']);
});

test('further properties may be described too', () => {
  expect(looseParts({ type: 'object', additionalProperties: { type: 'string' } })).toEqual(['* takes text of any length']);
  expect(looseParts({ type: 'object', additionalProperties: false, properties: { tags: { additionalProperties: { type: 'string' }, type: 'object' } } }))
    .toEqual(['tags.* takes text of any length']);
});

test('combinations are looked into, and may leave properties to each other', () => {
  expect(looseParts({ allOf: [{ type: 'object', properties: { name: { type: 'string' } } }, { $ref: '#/definitions/Other' }] })).toEqual(['name takes text of any length']);
});

test('references and what is open are left out', () => {
  const open = new Unknown('parameter');
  expect(looseParts({ $ref: '#/definitions/Order' })).toEqual([]);
  expect(looseParts(open)).toEqual([]);
  expect(looseParts({ type: 'object', additionalProperties: open, properties: { all: { type: 'array', maxItems: open }, text: { type: 'string', maxLength: open } } })).toEqual([]);
});
