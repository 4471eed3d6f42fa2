/** From any folder to the root. */
const up = (step: string) => step.repeat(16);

/**
 * What is hostile as text, by what it tries. `{file}` is a file that must not come to be, `{kept}` one that must not be read or written (encoded
 * once, twice and with backslashes: `{%kept}`, `{%%kept}`, `{\\kept}`), `{secret}` the name of a variable that holds a secret. No path leads
 * to anything else that there is: a handler may really write there, or delete.
 */
export const PAYLOADS: { readonly [attempt: string]: readonly string[] } = {
  'command injection': ['; touch {file}', '$(touch {file})', '`touch {file}`', '| touch {file} #', '&& touch {file}', "'; touch {file}; '", '"; touch {file}; "', '\n touch {file}\n'],
  'argument injection': ['--output={file}', '-o{file}', '--help', '-'],
  'code injection': [
    "require('fs').writeFileSync('{file}','')", "process.mainModule.require('fs').writeFileSync('{file}','')", "');require('fs').writeFileSync('{file}','');//",
    '(async()=>(await import("node:fs")).writeFileSync("{file}",""))().catch(() => 0)', '${globalThis.rampartBreach=1}', 'globalThis.rampartBreach=1', '{{constructor.constructor("globalThis.rampartBreach=1")()}}',
    '_$$ND_FUNC$$_function(){globalThis.rampartBreach=1}()',
  ],
  'SQL injection': ["' OR '1'='1", "'; DROP TABLE orders; --", '1; SELECT pg_sleep(5)--', "' UNION SELECT null, version(), null--", '1) OR (1=1', "\\'; --", "admin'/*", '0x27204f5220313d31'],
  'NoSQL injection': ['{"$ne":null}', '{"$where":"sleep(5000)"}', "'; return true; var a='", '[$ne]=1', 'attribute_exists(id)'],
  'path traversal': [
    `${up('../')}.{kept}`, `${up('../')}.{kept}.new`, `a/${up('../')}.{kept}`, `${up('..\\')}.{\\kept}`, `${up('%2e%2e%2f')}.{%kept}`, `${up('%252e%252e%252f')}.{%%kept}`, `${up('..%c0%af')}.{kept}`,
    `${up('....//')}.{kept}`, '{kept}', '{kept}.new', 'file://{kept}', '{kept}%00.png',
  ],
  'environment exfiltration': ['${process.env.{secret}}', '$({secret})', '$' + '{secret}', '${{secret}}', '%{secret}%', '{{process.env.{secret}}}', 'process.env', '#{ENV["{secret}"]}'],
  'log injection': ['x\n{"level":"ERROR","message":"rampart-forged"}', 'x\r\nrampart-forged', 'x\u2028rampart-forged', '\u001b[2Jrampart-forged', '\u009b31mrampart-forged', 'x%0arampart-forged', '${jndi:ldap://127.0.0.1/rampart}'],
  'markup injection': ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '<!DOCTYPE a [<!ENTITY b SYSTEM "file://{kept}">]><a>&b;</a>', 'javascript:alert(1)', '=HYPERLINK("http://127.0.0.1")'],
  'request forgery': ['http://169.254.169.254/latest/meta-data/', 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next', 'gopher://127.0.0.1:6379/_INFO', 'http://[::1]/', '//127.0.0.1'],
  'header injection': ['x\r\nset-cookie: rampart-forged=1', 'x\nLocation: http://127.0.0.1', '%0d%0aset-cookie:rampart-forged=1'],
  'odd text': [
    '', ' ', '\u0000', 'null', 'undefined', 'NaN', 'true', '__proto__', 'constructor', 'toString', '-1', '1e999', '9007199254740993', '\ud800', '\u202etxt.exe', 'ﷺ'.repeat(50), '𝒳'.repeat(50), '\u0301'.repeat(100),
    'İıſK', '٠١٢', '<', '%', '%s%n%x', '\\', "'", '"', '\ufeffx', 'a'.repeat(70_000), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '2026-13-45T99:99:99Z', '.',
  ],
};
