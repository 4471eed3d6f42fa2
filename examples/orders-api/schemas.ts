import * as z from 'zod/mini';

// What callers may send, said once: the stack makes models of it, which take nothing else, and the handlers take their types from it.

/** An order: anything else is refused before it costs an invocation. */
export const Order = z.object({
  product: z.string().check(z.regex(/^[a-z0-9-]{1,36}$/), z.maxLength(36)),
  count: z.int().check(z.minimum(1), z.maximum(100)),
});
export type Order = z.infer<typeof Order>;

/** A PNG in Base64, of at most three quarters of a megabyte. */
export const Image = z.object({ png: z.string().check(z.regex(/^[A-Za-z0-9+/=]+$/), z.minLength(64), z.maxLength(1_000_000)) });

/** The product that somebody looks for. */
export const ProductQuery = z.object({ name: z.string().check(z.minLength(1), z.maxLength(100)) });

/** The order that somebody asks for. */
export const OrderPath = z.object({ id: z.uuid() });

/** Where a parcel is. */
export const Parcel = z.object({ state: z.enum(['collected', 'on its way', 'delivered', 'returned']) });

/** To whom an order was handed. */
export const Delivery = z.object({ to: z.enum(['customer', 'neighbour', 'shop']) });

/** What goes in is described, not what the schema makes of it. */
export function jsonSchema(schema: z.ZodMiniType): { [keyword: string]: unknown } {
  return { ...z.toJSONSchema(schema, { io: 'input' }) };
}
