/** What was written to standard output during the work, line by line, as it was and parsed. */
export async function linesDuring(work: () => unknown): Promise<{ text: string; lines: Record<string, any>[] }> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    text += String(chunk);
    return true;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return { text, lines: text.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Record<string, any>) };
}
