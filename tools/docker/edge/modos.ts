import assert from 'node:assert/strict';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const ARQUIVO = ['--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'];

const MODOS: readonly Readonly<Record<string, string>>[] = [
  { EDGE_MODO: 'local' },
  { EDGE_MODO: 'atras-de-proxy' },
  { EDGE_MODO: 'atras-de-proxy', EDGE_PROXIES_CONFIAVEIS: '203.0.113.7/32 2001:db8::7/128' },
  { EDGE_MODO: 'dominio', JULIA_DOMINIO: 'julia.exemplo.com.br', EDGE_EMAIL: 'a@exemplo.com.br' },
];

/** Caddy's own opinion of every mode. */
export async function checkModes(report: Report, projeto: ProjetoCompose): Promise<void> {
  for (const modo of MODOS) {
    const nome = Object.values(modo).join(' ');
    await report.check(`the edge's configuration is valid: ${nome}`, async () => {
      const dito = await caddy(projeto, modo, 'validate');
      assert.equal(dito.code, 0, dito.stderr);
      assert.match(dito.stdout + dito.stderr, /Valid configuration/);
    });
  }
  await report.check('an unknown mode is refused by name', async () => {
    const dito = await caddy(projeto, { EDGE_MODO: 'sei-la' }, 'adapt');
    assert.notEqual(dito.code, 0);
    assert.match(dito.stdout + dito.stderr, /modos\/sei-la\.caddy/);
  });
  await report.check(
    'the domain’s file publishes 80 and 443, and asks for what is missing',
    async () => {
      const { COMPOSE_FILE = '' } = await projeto.lerEnv();
      await projeto.ajustarEnv({ COMPOSE_FILE: 'compose/compose.yaml:compose/dominio.yaml' });
      const faltando = await projeto.compose('config', '-q');
      assert.notEqual(faltando.code, 0);
      assert.match(faltando.stderr, /defina (JULIA_DOMINIO|EDGE_EMAIL) no \.env/);
      await projeto.ajustarEnv({ JULIA_DOMINIO: 'julia.exemplo.com.br', EDGE_EMAIL: 'a@b.com.br' });
      const texto = await projeto.exigir('config', '--format', 'json');
      const { services } = JSON.parse(texto) as Rendered;
      assert.deepEqual(
        services.edge.ports.map(({ host_ip, published, target }) => [host_ip, published, target]),
        [
          ['127.0.0.1', String(projeto.portas.edge), 8000],
          ['0.0.0.0', '80', 80],
          ['0.0.0.0', '443', 443],
        ],
      );
      await projeto.ajustarEnv({ COMPOSE_FILE, JULIA_DOMINIO: '', EDGE_EMAIL: '' });
    },
  );
}

interface Rendered {
  readonly services: {
    readonly edge: {
      readonly ports: readonly { host_ip: string; published: string; target: number }[];
    };
  };
}

function caddy(projeto: ProjetoCompose, modo: Readonly<Record<string, string>>, ordem: string) {
  const env = Object.entries(modo).flatMap(([nome, valor]) => ['--env', `${nome}=${valor}`]);
  return projeto.compose(
    'run',
    '--rm',
    '--no-deps',
    '-T',
    ...env,
    'edge',
    'caddy',
    ordem,
    ...ARQUIVO,
  );
}
