import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- Node runs the tools as they are and knows no aliases
import { lerExemplo } from '../../../libs/config/src/env-example.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const SERVICOS = ['julia-api', 'julia-worker', 'julia-scheduler'];
const UID = 65_532;

/** What the images bring themselves. */
const DA_IMAGEM = [
  'PATH',
  'NODE_ENV',
  'NODE_COMPILE_CACHE',
  'MALLOC_TRIM_THRESHOLD_',
  'NODE_VERSION',
  'SSL_CERT_FILE',
];

interface Inspecionado {
  readonly Config: { readonly Env: readonly string[]; readonly Labels: Record<string, string> };
  readonly HostConfig: {
    readonly LogConfig: { readonly Type: string; readonly Config: Record<string, string> };
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly PortBindings: Record<string, readonly { HostIp: string }[]> | null;
  };
}

async function inspecionar(projeto: ProjetoCompose, servico: string): Promise<Inspecionado> {
  const { id = '' } = (await projeto.estado(servico)) ?? {};
  const [visto] = JSON.parse(await projeto.docker('inspect', id)) as Inspecionado[];
  assert.ok(visto, servico);
  return visto;
}

/** The running containers: logs, folders, variables, ports. */
export async function checkContainers(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check('logs are json-file, 10m × 3, with the label `service`', async () => {
    for (const servico of [...SERVICOS, 'redis', 'edge']) {
      const { Config, HostConfig } = await inspecionar(projeto, servico);
      assert.equal(Config.Labels['service'], servico);
      const { Type, Config: opcoes } = HostConfig.LogConfig;
      assert.deepEqual(
        { Type, ...opcoes },
        {
          Type: 'json-file',
          'max-size': '10m',
          'max-file': '3',
          labels: 'service',
        },
      );
    }
  });
  await report.check('only 127.0.0.1 of the host is listened on, Redis nowhere', async () => {
    for (const servico of [...SERVICOS, 'redis', 'edge', 'simulador']) {
      const { HostConfig } = await inspecionar(projeto, servico);
      const onde = Object.values(HostConfig.PortBindings ?? {}).flat();
      assert.deepEqual(
        [...new Set(onde.map(({ HostIp }) => HostIp))],
        ['edge', 'simulador'].includes(servico) ? ['127.0.0.1'] : [],
        servico,
      );
    }
  });
  await report.check('each service receives exactly the variables that it reads', () =>
    checkVariables(projeto),
  );
  await report.check(
    './logs holds a copy of each service’s log, written by the non-root user',
    () => checkLogCopies(projeto),
  );
  await report.check('./static is served at /static, and read-only', async () => {
    await writeFile(join(projeto.pasta, 'static/ola.txt'), 'olá', { mode: 0o644 });
    const resposta = await projeto.http('/static/ola.txt');
    assert.equal(resposta.status, 200);
    assert.equal(await resposta.text(), 'olá');
    const escrita = await escrever(projeto, '/app/static/x');
    assert.match(escrita.stderr, /EROFS/);
    assert.match((await escrever(projeto, '/app/x')).stderr, /EROFS/);
  });
}

function escrever(projeto: ProjetoCompose, arquivo: string) {
  const script = `require('node:fs').writeFileSync(${JSON.stringify(arquivo)}, 'x')`;
  return projeto.compose('exec', '-T', 'julia-api', 'node', '-e', script);
}

async function checkVariables(projeto: ProjetoCompose): Promise<void> {
  const exemplo = await readFile(join(projeto.pasta, '.env.example'), 'utf8');
  for (const servico of SERVICOS) {
    const marca = servico.replace('julia-', '');
    const esperadas = lerExemplo(exemplo).filter(
      ({ leitores }) => leitores.includes(marca) || leitores.includes('todos'),
    );
    const { Config } = await inspecionar(projeto, servico);
    const nomes = Config.Env.map((par) => par.slice(0, par.indexOf('=')));
    assert.deepEqual(
      nomes.filter((nome) => !DA_IMAGEM.includes(nome)).sort(),
      esperadas.map(({ nome }) => nome).sort(),
      servico,
    );
  }
}

async function checkLogCopies(projeto: ProjetoCompose): Promise<void> {
  const pasta = join(projeto.pasta, 'logs');
  const arquivos = await readdir(pasta);
  for (const servico of ['api', 'worker', 'scheduler']) {
    const nome = arquivos.find((arquivo) => arquivo === `${servico}.log`);
    assert.ok(nome, `${servico}: ${arquivos.join(', ')}`);
    const arquivo = join(pasta, nome);
    assert.equal((await stat(arquivo)).uid, UID);
    const linhas = (await readFile(arquivo, 'utf8')).split('\n').filter(Boolean);
    assert.ok(linhas.length > 0, nome);
    for (const linha of linhas) assert.doesNotThrow(() => JSON.parse(linha) as unknown);
  }
}
