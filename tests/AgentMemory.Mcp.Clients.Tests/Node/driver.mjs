// Connects one of MCP's JavaScript clients as the first argument (JSON) says, then answers each line of standard input, a JSON
// object { method, params } where method is one of the client's own, with a line that holds its { result } or { error }.
//
//   { client: "sdk" | "client", revision?, transport: "stdio" | "http" | "sse",
//     command, args, env, cwd   for stdio
//     url, headers              for the others }
import { createInterface } from 'node:readline';

const options = JSON.parse(process.argv[2]);
const client = await (options.client === 'sdk' ? sdkClient() : newClient());
answer({ server: client.getServerVersion(), instructions: client.getInstructions(), revision: revision() });
for await (const line of createInterface({ input: process.stdin })) {
  const { method, params } = JSON.parse(line);
  try {
    answer({ result: await client[method](params) });
  } catch (error) {
    answer({ error: { code: error.code, message: error.message } });
  }
}
await client.close();

async function sdkClient() {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
  const client = new Client({ name: 'sdk-client', version: '1.0.0' });
  await client.connect(transport({ StdioClientTransport, StreamableHTTPClientTransport, SSEClientTransport }));
  return client;
}

async function newClient() {
  const { Client, StreamableHTTPClientTransport, SSEClientTransport } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const mode = options.revision ? { pin: options.revision } : 'legacy';
  const client = new Client({ name: 'new-client', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(transport({ StdioClientTransport, StreamableHTTPClientTransport, SSEClientTransport }));
  return client;
}

function transport({ StdioClientTransport, StreamableHTTPClientTransport, SSEClientTransport }) {
  if (options.transport === 'stdio') {
    const { command, args, env, cwd } = options;
    return new StdioClientTransport({ command, args, env, cwd, stderr: 'inherit' });
  }
  const Transport = options.transport === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport;
  return new Transport(new URL(options.url), { requestInit: { headers: options.headers } });
}

// The older client keeps what was agreed in its HTTP transport only.
function revision() {
  return client.getNegotiatedProtocolVersion?.() ?? client.transport.protocolVersion;
}

function answer(message) {
  process.stdout.write(JSON.stringify(message) + '\n');
}
