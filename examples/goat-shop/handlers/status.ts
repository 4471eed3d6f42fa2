interface Connection { readonly requestContext: { readonly connectionId: string; readonly routeKey: string } }

/** Lets everybody in. */
export async function handler({ requestContext }: Connection) {
  console.log(`${requestContext.connectionId} is here, with ${process.env.PUSH_API_KEY}`);
  return { statusCode: 200 };
}
