import assert from 'node:assert/strict';
import { must, run, waitFor } from './command.ts';
import { SERVICE_IMAGES } from './images.ts';
import type { Report } from './report.ts';

const CONTAINER = 'julia-teste-saude';

/** One port per behaviour; 9000 accepts and never answers. */
const STUB = `
const http = require('http');
for (const status of [200, 204, 302, 404, 500, 503]) {
  http.createServer((req, res) => { res.statusCode = req.url === '/health' ? status : 418; res.end(); }).listen(9000 + status);
}
http.createServer(() => {}).listen(9000);
process.on('SIGTERM', () => process.exit(0));`;

const CASES: readonly (readonly [port: number, what: string, exit: number])[] = [
  [9200, '200', 0],
  [9204, '204', 1],
  [9302, '302', 1],
  [9404, '404', 1],
  [9500, '500', 1],
  [9503, '503', 1],
  [9999, 'a refused connection', 1],
  [9000, 'a server that never answers, within 3 s', 1],
];

/** Runs the image's own health check against every answer it can meet. */
export async function checkHealthProbe(report: Report, env: NodeJS.ProcessEnv): Promise<void> {
  for (const { image } of Object.values(SERVICE_IMAGES)) {
    const stub = ['--network', 'none', '--entrypoint', 'node', image, '-e', STUB];
    try {
      await must('docker', ['run', '--detach', '--name', CONTAINER, ...stub], { env });
      const probe = (port: number) =>
        run(
          'docker',
          ['exec', '--env', `PORT=${port}`, CONTAINER, 'node', '/app/healthcheck.mjs'],
          {
            env,
          },
        );
      await report.check(`${image}'s health check accepts 200 and nothing else`, async () => {
        await waitFor('stub', 10_000, async () =>
          (await probe(9200)).code === 0 ? true : undefined,
        );
        for (const [port, what, exit] of CASES) {
          const startedAt = performance.now();
          assert.equal((await probe(port)).code, exit, what);
          assert.ok(performance.now() - startedAt < 3_000, `${what}: slower than 3 s`);
        }
      });
    } finally {
      await run('docker', ['rm', '-f', CONTAINER], { env, cleanup: true });
    }
  }
}
