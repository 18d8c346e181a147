import { Agent, request } from 'node:http';
import { answer } from '../child.js';

export interface FloodQuestion { readonly kind: 'flood'; readonly port: number; readonly paths: readonly string[]; readonly connections: number; readonly seconds: number }
export interface FloodAnswer { readonly requestsPerSecond: number; readonly latenciesMs: readonly number[] }

export interface SequenceQuestion { readonly kind: 'sequence'; readonly ports: readonly number[]; readonly paths: readonly string[]; readonly rounds: number }
/** Latencies by port, then by path. */
export type SequenceAnswer = readonly (readonly (readonly number[])[])[];

/** The only client of the servers, in a process of its own, on connections that are kept. */
answer((question: FloodQuestion | SequenceQuestion) => (question.kind === 'flood' ? flood(question) : sequence(question)));

/** As many requests as so many connections can make one after the other. */
async function flood({ port, paths, connections, seconds }: FloodQuestion): Promise<FloodAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async (_, connection) => {
    // Every connection goes through all addresses, each from a place of its own.
    for (let next = Math.floor(connection * paths.length / connections); performance.now() < end; next++) {
      latenciesMs.push(await timed(agent, port, paths[next % paths.length]!));
    }
  }));
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  return { requestsPerSecond: latenciesMs.length / elapsed, latenciesMs };
}

/** One request at a time; the servers take turns, so that what disturbs the machine disturbs them alike. */
async function sequence({ ports, paths, rounds }: SequenceQuestion): Promise<SequenceAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies = ports.map(() => paths.map((): number[] => []));
  for (let round = -1; round < rounds; round++) {
    for (const [pathIndex, path] of paths.entries()) {
      for (const [portIndex, port] of ports.entries()) {
        const ms = await timed(agent, port, path);
        // The first round only fills caches.
        if (round >= 0) latencies[portIndex]![pathIndex]!.push(ms);
      }
    }
  }
  agent.destroy();
  return latencies;
}

function timed(agent: Agent, port: number, path: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    request({ agent, host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`${response.statusCode} for ${path}`));
      });
    }).on('error', reject).end();
  });
}
