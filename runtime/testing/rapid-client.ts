/**
 * The runtime client of Lambda posts answers through a native module that is compiled when it is installed. This stands in its place, so that
 * nothing has to be compiled: the same three calls to the Runtime API by HTTP. A program, which `node --require` loads from a file.
 */
export const RAPID_CLIENT = `
'use strict';
const { request } = require('node:http');
const Module = require('node:module');

function post(id, outcome, body, headers) {
  const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
  const path = \`/2018-06-01/runtime/invocation/\${id}/\${outcome}\`;
  request({ hostname, port, path, method: 'POST', headers: { 'content-length': Buffer.byteLength(body), ...headers } }, answer => answer.resume()).end(body);
}

const client = {
  initializeClient() {},
  done: (id, body) => post(id, 'response', body, { 'content-type': 'application/json' }),
  error: (id, body, xray) => post(id, 'error', body, {
    'content-type': 'application/json', 'lambda-runtime-function-error-type': JSON.parse(body).errorType ?? 'Unhandled', 'x-rampart-xray': encodeURIComponent(xray ?? ''),
  }),
};

const load = Module._load;
Module._load = function (name, ...rest) {
  return name.endsWith('rapid-client.node') ? client : load.call(this, name, ...rest);
};
`;
