// What every handler has to do anyway: the ruler that the others are held against.
export const handler = async event => {
  const order = JSON.parse(event.body);
  return { statusCode: 200, body: JSON.stringify({ product: order.product }) };
};
