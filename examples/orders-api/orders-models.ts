import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';

/** An order: anything else is refused before it costs an invocation. */
export const ORDER: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  required: ['product', 'count'],
  additionalProperties: false,
  properties: {
    product: { type: JsonSchemaType.STRING, pattern: '^[a-z0-9-]{1,36}$' },
    count: { type: JsonSchemaType.INTEGER, minimum: 1, maximum: 100 },
  },
};

/** A PNG in Base64, of at most three quarters of a megabyte. */
export const IMAGE: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  required: ['png'],
  additionalProperties: false,
  properties: { png: { type: JsonSchemaType.STRING, pattern: '^[A-Za-z0-9+/=]+$', minLength: 64, maxLength: 1_000_000 } },
};
