/** How much input is read. Each limit lies far above what CloudFormation accepts, and below what exhausts memory or stack. */
export const LIMITS = {
  /** Bytes in a file. CloudFormation accepts one megabyte. */
  bytes: 10 * 1024 * 1024,
  /** Characters of YAML: its parser needs a hundred times that in memory. */
  yaml: 5 * 1024 * 1024,
  /** Brackets that YAML leaves open: its parser would run out of stack, after a long time. */
  brackets: 10_000,
  /** Levels of lists and maps in each other: whoever walks the template does so recursively. */
  depth: 200,
  /** Values that YAML aliases add: a few lines of aliases of aliases stand for billions of values. */
  aliased: 200_000,
} as const;
