interface Connection { readonly requestContext: { readonly connectionId: string } }

/** Greets whoever API Gateway has let in. */
export async function handler({ requestContext }: Connection) {
  console.log({ message: 'connected', connection: requestContext.connectionId });
  return { statusCode: 200 };
}
