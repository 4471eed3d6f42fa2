interface Notifications { readonly Records: readonly { readonly Sns: { readonly Message: string } }[] }

// lambda-code-no-literal-secret: the mail service's password, in the source and in the bundle.
const MAIL = 'smtp://goat:bleat-for-mail@mail.example.com';

/** Tells the customer that an order was placed. */
export async function handler({ Records }: Notifications) {
  for (const { Sns } of Records) console.log(`mail ${Sns.Message} by ${MAIL}`);
}
