import assert from 'node:assert/strict';
import { must } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const SERVICOS = ['julia-api', 'julia-worker', 'julia-scheduler'];
const PHONE = '5511987650002';

async function ids(projeto: ProjetoCompose): Promise<Readonly<Record<string, string>>> {
  const vistos = SERVICOS.map(async (servico) => [servico, (await projeto.estado(servico))?.id]);
  return Object.fromEntries(await Promise.all(vistos)) as Record<string, string>;
}

/** Commands on a running stack: what they are for happens, and to nothing else. */
export async function checkCommands(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check(
    '`curl localhost:<port>/health` answers 200 with status, service and version',
    async () => {
      const url = `localhost:${projeto.portas.edge}/health`;
      const dito = JSON.parse(await must('curl', ['-sS', '-f', url])) as Record<string, unknown>;
      assert.equal(dito['servico'], 'api');
      assert.ok(dito['status'] && dito['versao']);
    },
  );
  await report.check(
    '`docker compose logs julia-api` shows JSON lines of that service',
    async () => {
      const linhas = linhasDeLog(await projeto.exigir('logs', 'julia-api'));
      assert.ok(linhas.length > 0);
      for (const linha of linhas) {
        assert.match(linha, /^julia-api-1 +\| /);
        const { servico } = JSON.parse(linha.slice(linha.indexOf('|') + 1)) as { servico: string };
        assert.equal(servico, 'api');
      }
    },
  );
  await report.check(
    '`docker compose restart julia-worker` brings back the same worker, and it answers',
    () => restartWorker(projeto),
  );
  await report.check(
    '`docker compose up -d --no-deps julia-worker` replaces the worker and nothing else',
    async () => {
      const antes = await ids(projeto);
      await projeto.ajustarEnv({ NOME_EMPRESA: 'Outra Empresa' });
      await projeto.exigir('up', '-d', '--no-deps', 'julia-worker');
      const { 'julia-worker': worker, ...outros } = await ids(projeto);
      const { 'julia-worker': workerAntes, ...outrosAntes } = antes;
      assert.deepEqual(outros, outrosAntes);
      assert.notEqual(worker, workerAntes);
      await projeto.saudavel('julia-worker');
    },
  );
  await report.check('`docker compose up -d` a second time changes nothing', async () => {
    // The first one after --no-deps: up to some version Compose counts depends_on as a change of the worker.
    await projeto.exigir('up', '-d');
    const antes = await ids(projeto);
    await projeto.exigir('up', '-d');
    assert.deepEqual(await ids(projeto), antes);
  });
  await report.check(
    'scripts/view_logs.sh follows the three services with the last 100 lines',
    () => viewLogs(projeto),
  );
}

/** Some versions of Compose clear the terminal's line before each of theirs, terminal or not. */
function linhasDeLog(dito: string): string[] {
  return dito.replaceAll('\u001B[2K', '').split('\n').filter(Boolean);
}

async function restartWorker(projeto: ProjetoCompose): Promise<void> {
  const antes = await ids(projeto);
  const inicio = async () =>
    projeto.docker('inspect', '--format', '{{.State.StartedAt}}', antes['julia-worker'] ?? '');
  const desde = await inicio();
  await projeto.exigir('restart', 'julia-worker');
  assert.deepEqual(await ids(projeto), antes);
  assert.notEqual(await inicio(), desde);
  await projeto.saudavel('julia-worker');
  await projeto.escrever(PHONE, 'oi, tem plantão de pediatria?');
  await projeto.esperarResposta(PHONE);
}

/** It follows until somebody ends it; `timeout` is that somebody. */
async function viewLogs(projeto: ProjetoCompose): Promise<void> {
  const { code, stdout } = await projeto.rodar('timeout', ['6', 'scripts/view_logs.sh']);
  assert.equal(code, 124, 'it must not end by itself');
  for (const servico of SERVICOS) {
    const linhas = linhasDeLog(stdout).filter((linha) => linha.startsWith(servico));
    assert.ok(linhas.length > 0 && linhas.length <= 130, `${servico}: ${linhas.length} lines`);
  }
}
