import http from 'node:http';

/** The question of case n, the same for the loop and for the runner. */
export const question = (n: number) => `Request ${n}: I have had a cough for two days, what should I do?`;

function ask(agent: http.Agent, url: URL, body: Buffer): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return new Promise((take, fail) => {
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(parts).toString()) as {
          choices: { message: { content: string } }[];
        };
        take(answer.choices[0]?.message.content ?? '');
      });
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

/** The limit: the same calls in a loop over kept-alive connections, that stores nothing and judges nothing. */
export async function bareLoop(baseUrl: string, cases: number, concurrency: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const url = new URL(`${baseUrl}/chat/completions`);
  let next = 0;
  const worker = async () => {
    while (next < cases) {
      const content = question((next += 1));
      const body = JSON.stringify({ model: 'triage-1', messages: [{ role: 'user', content }] });
      await ask(agent, url, Buffer.from(body));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
}
