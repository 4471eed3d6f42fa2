/** A secret that is known by its form, whatever the variable that holds it is called. */
export interface SecretFormat {
  /** In words, with an article: `a GitHub token`. */
  readonly name: string;
  /** A first group, where there is one, is the secret itself. */
  readonly form: RegExp;
  /** A further test of the secret. */
  readonly accepts?: (secret: string) => boolean;
}

/** Where a token may begin and end: an open part of the text and every sign that tokens do not hold. */
const token = (form: string): RegExp => new RegExp(`(?<![A-Za-z0-9_])(${form})(?![A-Za-z0-9_])`);

/** Password placeholders that no server accepts: `${password}`, `<password>`, `{{password}}`, `****`, `%PASSWORD%`. */
const isTyped = (secret: string): boolean => !/^(\$?\{.*\}|<.*>|\*+|%.*%|\[.*\]|\$[A-Z_]+)$/i.test(secret);

/**
 * The published forms of credentials. None takes more than linear time: values may be long, and written by anybody. Sources: each provider's documentation of its token prefixes; the entropy that
 * follows a prefix is asked for in length only, so that an identifier with the same first letters is none.
 */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  // Amazon Web Services. AROA, AIDA and their like are public ids.
  { name: 'an AWS access key', form: token('(?:AKIA|ASIA)[A-Z0-9]{16}') },
  // Keys and documents.
  { name: 'a private key', form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { name: 'a private key in base64', form: /(?<![A-Za-z0-9+/])(LS0tLS1CRUdJTi[A-Za-z0-9+/=]+)/, accepts: secret => /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/.test(decoded(secret)) },
  { name: 'a JSON Web Token', form: token('eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{16,}') },
  // Passwords inside longer text.
  { name: 'a URL with a password', form: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#:@]{0,256}:([^\s/?#@\uE000]+)@/i, accepts: isTyped },
  {
    name: 'a connection string with a password',
    form: /^(?=.*(?:server|host|data source|user|uid|jdbc:)).*?(?:^|[;?&\s])(?:password|pwd)\s*=\s*([^;&\s\uE000]+)(?=$|[;&\s])/is,
    accepts: isTyped,
  },
  { name: 'a Basic authorization header', form: /(?:^|\s)Basic\s+([A-Za-z0-9+/]{8,}={0,2})(?=$|\s)/, accepts: secret => /^[ -~]+:[ -~]+$/.test(decoded(secret)) },
  { name: 'a Bearer authorization header', form: /(?:^|\s)Bearer\s+([\w.~+/-]{20,}=*)(?=$|\s)/, accepts: isTyped },
  { name: 'an Azure storage or messaging key', form: /(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43,}={0,2})/ },
  { name: 'an Azure client secret', form: token('[\\w~.-]{3}8Q~[\\w~.-]{31,34}') },
  // Code hosting and packages.
  { name: 'a GitHub token', form: token('gh[opsur]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}') },
  { name: 'a GitLab token', form: token('gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[\\w-]{20,}') },
  { name: 'an npm token', form: token('npm_[A-Za-z0-9]{36}') },
  { name: 'a PyPI token', form: token('pypi-AgE[\\w-]{50,}') },
  { name: 'an Atlassian token', form: token('ATATT3[\\w=-]{40,}') },
  { name: 'a Postman key', form: token('PMAK-[a-f0-9]{24}-[a-f0-9]{34}') },
  // Money.
  { name: 'a Stripe key', form: token('[rs]k_(?:live|test)_[A-Za-z0-9]{16,}') },
  { name: 'a webhook signing secret', form: token('whsec_[A-Za-z0-9+/=]{24,}') },
  { name: 'a Square token', form: token('sq0(?:atp|csp)-[\\w-]{22,}') },
  { name: 'a Shopify token', form: token('shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}') },
  // Messages.
  { name: 'a Slack token', form: token('xox[abeoprs]-[\\w-]{10,}|xapp-[\\w-]{10,}') },
  { name: 'a Slack webhook', form: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/([A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]{16,})/ },
  { name: 'a Discord webhook', form: /https:\/\/discord(?:app)?\.com\/api\/webhooks\/(\d+\/[\w-]{32,})/ },
  { name: 'a SendGrid key', form: token('SG\\.[\\w-]{16,}\\.[\\w-]{16,}') },
  { name: 'a Mailchimp key', form: token('[a-f0-9]{32}-us[0-9]{1,2}') },
  { name: 'a Telegram bot token', form: token('[0-9]{8,10}:AA[\\w-]{33}') },
  // Clouds and services.
  { name: 'a Google API key', form: token('AIza[\\w-]{35}') },
  { name: 'a Google client secret', form: token('GOCSPX-[\\w-]{28}') },
  { name: 'an OpenAI key', form: token('sk-(?:proj|svcacct|admin)-[\\w-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}') },
  { name: 'an Anthropic key', form: token('sk-ant-[\\w-]{20,}') },
  { name: 'a Hugging Face token', form: token('hf_[A-Za-z0-9]{34}') },
  { name: 'a DigitalOcean token', form: token('do[opr]_v1_[a-f0-9]{64}') },
  { name: 'a Databricks token', form: token('dapi[a-f0-9]{32}') },
  { name: 'a Vault token', form: token('hv[sb]\\.[\\w-]{24,}') },
  { name: 'a Terraform token', form: token('[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{60,}') },
  { name: 'a New Relic key', form: token('NRAK-[A-Z0-9]{27}') },
  { name: 'a Grafana token', form: token('gl(?:sa|c)_[A-Za-z0-9_+/=]{32,}') },
  { name: 'a Sentry token', form: token('sntry[su]_[\\w+/=-]{40,}') },
  { name: 'a Supabase token', form: token('sbp_[a-f0-9]{40}') },
  { name: 'a PlanetScale token', form: token('pscale_(?:tkn|pw|oauth)_[\\w.-]{32,}') },
  { name: 'a Linear key', form: token('lin_api_[A-Za-z0-9]{40}') },
  { name: 'a Doppler token', form: token('dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{40,}') },
  { name: 'a Figma token', form: token('figd_[\\w-]{40,}') },
];

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** The first secret of a known form in a text. */
export function knownSecretIn(text: string): { readonly name: string; readonly secret: string } | undefined {
  for (const { name, form, accepts } of SECRET_FORMATS) {
    const match = form.exec(text);
    const secret = match?.[1] ?? match?.[0];
    if (secret !== undefined && (accepts?.(secret) ?? true)) return { name, secret };
  }
  return undefined;
}
