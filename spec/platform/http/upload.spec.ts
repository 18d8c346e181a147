import { connect } from 'node:net';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { testService } from '../../support/service.js';

describe('an upload that breaks off', () => {
  const service = testService();

  it('leaves neither a folder nor an open file behind', async () => {
    const token = await service.token('province', { division: '440000' });
    const { hostname, port } = new URL(service.url);
    const before = await leftovers();
    for (let count = 0; count < 4; count++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n';
      socket.write(`POST /api/v1/registry/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n${head}`);
      socket.write(Buffer.alloc(100_000, 1));
      await until(async () => (await leftovers()).folders > before.folders);
      socket.destroy();
      await until(async () => (await leftovers()).folders === before.folders);
    }
    await until(async () => (await leftovers()).openFiles === before.openFiles);
  });
});

async function leftovers(): Promise<{ folders: number; openFiles: number }> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith('hengjian-upload-')).length;
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return { folders, openFiles: targets.filter((target) => target.includes('hengjian-upload-')).length };
}

/** The condition, looked at every few milliseconds; the test's own time limit ends a wait in vain. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!await condition()) await sleep(5);
}

