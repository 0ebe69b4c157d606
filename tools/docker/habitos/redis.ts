import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const SENHA = 'senha-de-teste-do-redis';
const CHAVES = 4_000;
const CARGA = `for i = 1, ${CHAVES} do redis.call('set', 'carga:' .. i, i) end return ${CHAVES}`;

/** Redis as the queue needs it, and a health check that cannot be fooled. */
export async function checkRedis(report: Report, projeto: ProjetoCompose): Promise<void> {
  const cli = (...args: string[]) => projeto.compose('exec', '-T', 'redis', 'redis-cli', ...args);
  const saude = () => projeto.compose('exec', '-T', 'redis', 'sh', '/etc/julia-redis/saude.sh');

  await report.check('`docker compose exec redis redis-cli …` answers', async () => {
    assert.equal((await cli('ping')).stdout.trim(), 'PONG');
    for (const [nome, valor] of [
      ['appendonly', 'yes'],
      ['appendfsync', 'always'],
      ['maxmemory-policy', 'noeviction'],
    ] as const) {
      assert.equal((await cli('config', 'get', nome)).stdout.trim(), `${nome}\n${valor}`);
    }
  });
  await report.check(
    'its health check fails where redis-cli says NOAUTH and ends with 0',
    async () => {
      assert.equal((await saude()).code, 0);
      await cli('config', 'set', 'requirepass', SENHA);
      const ping = await cli('ping');
      assert.deepEqual([ping.code, /NOAUTH/.test(ping.stdout)], [0, true]);
      assert.notEqual((await saude()).code, 0);
      await cli('-a', SENHA, 'config', 'set', 'requirepass', '');
      assert.equal((await saude()).code, 0);
    },
  );
  await report.check('its health check fails while Redis reads its data back', async () => {
    assert.equal((await cli('eval', CARGA, '0')).stdout.trim(), String(CHAVES));
    await cli('bgrewriteaof');
    await waitFor('AOF', 20_000, async () =>
      (await cli('info', 'persistence')).stdout.includes('aof_rewrite_in_progress:0')
        ? true
        : undefined,
    );
    // Slow enough to be seen: 2 ms for each key; and clients are answered meanwhile, as with a file of many megabytes.
    await appendFile(
      join(projeto.pasta, 'compose/redis/redis.conf'),
      'key-load-delay 2000\nloading-process-events-interval-bytes 1024\n',
    );
    await projeto.exigir('restart', 'redis');
    // In one breath: it may have read everything by the time a second command gets there.
    const ambos = 'redis-cli ping; echo "ping $?"; sh /etc/julia-redis/saude.sh; echo "saude $?"';
    const dito = await waitFor('LOADING', 20_000, async () => {
      const { stdout } = await projeto.compose('exec', '-T', 'redis', 'sh', '-c', ambos);
      return /LOADING/.test(stdout) ? stdout : undefined;
    });
    assert.match(dito, /^ping 0$/m);
    assert.match(dito, /^saude [1-9]/m);
    await projeto.saudavel('redis', 60_000);
    await projeto.saudavel('julia-api', 60_000);
  });
}
