interface Clicks { readonly Records: readonly { readonly kinesis: { readonly data: string } }[] }

/** Counts clicks. */
export async function handler({ Records }: Clicks) {
  for (const { kinesis } of Records) console.log(JSON.parse(Buffer.from(kinesis.data, 'base64').toString()));
}
