interface Notifications { readonly Records: readonly { readonly Sns: { readonly Message: string } }[] }

/** Notes that an order was placed: its id, and nothing about its customer. */
export async function handler({ Records }: Notifications) {
  for (const { Sns } of Records) console.log({ message: 'order placed', order: Sns.Message });
}
