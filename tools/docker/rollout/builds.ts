import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { must, run } from '../command.ts';

export type Servico = 'julia-api' | 'julia-worker' | 'julia-scheduler';
export const SERVICOS: readonly Servico[] = ['julia-api', 'julia-worker', 'julia-scheduler'];

type Arquivos = Readonly<Record<string, string>>;
export type Defeito = 'nunca-pronta' | 'cai' | 'outro-esquema';

/** Alive, never ready, and deaf to SIGTERM. */
const NUNCA_PRONTA = `
import { createServer } from 'node:http';
process.on('SIGTERM', () => undefined);
createServer((pedido, resposta) => {
  resposta.statusCode = pedido.url === '/health' ? 200 : 503;
  resposta.end('{"status":"indisponivel"}');
}).listen(Number(process.env.PORT), '0.0.0.0');
`;
export const CAI_DEPOIS_MS = 20_000;

/** Further builds of a service, each one file laid over the good image, so that they cost seconds. */
export class Builds {
  private readonly env: NodeJS.ProcessEnv;
  private readonly marca = `teste-${process.pid}`;
  private readonly programas = new Map<Servico, Promise<Arquivos>>();
  private readonly feitas: string[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.env = { ...env, DOCKER_BUILDKIT: '1' };
  }

  /** Where the builds of a service are: another repository than the one of the real images. */
  repositorio(servico: Servico): string {
    return `${servico}-${this.marca}`;
  }

  /** Gives the tag, `v` and the version. */
  async fazer(servico: Servico, versao: string, defeito?: Defeito): Promise<string> {
    const arquivos = diferentes(await this.original(servico), versao, defeito);
    const ref = `${this.repositorio(servico)}:v${versao}`;
    const pasta = await mkdtemp(join(tmpdir(), 'julia-build-'));
    try {
      for (const [nome, texto] of Object.entries(arquivos)) {
        await mkdir(dirname(join(pasta, 'app', nome)), { recursive: true });
        await writeFile(join(pasta, 'app', nome), texto);
      }
      const passos = [
        `FROM ${servico}:latest`,
        'COPY app /app',
        `LABEL org.opencontainers.image.version=${versao}`,
      ];
      await writeFile(join(pasta, 'Dockerfile'), `${passos.join('\n')}\n`);
      await must('docker', ['build', '--quiet', '--tag', ref, pasta], { env: this.env });
      this.feitas.push(ref);
    } finally {
      await rm(pasta, { recursive: true, force: true });
    }
    return `v${versao}`;
  }

  async remover(): Promise<void> {
    if (this.feitas.length === 0) return;
    await run('docker', ['rmi', '--force', ...this.feitas], { env: this.env, cleanup: true });
  }

  private original(servico: Servico): Promise<Arquivos> {
    const conhecido = this.programas.get(servico);
    if (conhecido) return conhecido;
    const args = ['run', '--rm', '--entrypoint', 'node', `${servico}:latest`, '-e', LER];
    const lido = must('docker', args, { env: this.env }).then(
      (texto) => JSON.parse(texto) as Arquivos,
    );
    this.programas.set(servico, lido);
    return lido;
  }
}

/** What starts, and the bundles of all programs: the one that migrates has constants of its own. */
const LER = `
const { readdirSync, readFileSync } = require('node:fs');
const nomes = ['main.js', ...readdirSync('/app').filter((nome) => nome.endsWith('.cjs'))];
const texto = JSON.stringify(Object.fromEntries(nomes.map((nome) => [nome, readFileSync('/app/' + nome, 'utf8')])));
process.stdout.write(texto);`;

/** The two constants as the bundler writes them: the version of the build and the schema that it needs. */
const VERSAO = /(function versaoDoBuild\(\) \{\s*return )"[^"]*"/;
const ESQUEMA = /(versaoEsquema < )\d+/;

/** Only the files that are not those of the good image. */
function diferentes(original: Arquivos, versao: string, defeito: Defeito | undefined): Arquivos {
  if (defeito === 'nunca-pronta') return { 'main.js': NUNCA_PRONTA };
  const versionados = trocar(original, VERSAO, `"${versao}"`);
  if (defeito === 'outro-esquema') {
    return { ...versionados, ...trocar({ ...original, ...versionados }, ESQUEMA, '9999') };
  }
  if (defeito === undefined) return versionados;
  const main = versionados['main.js'] ?? original['main.js'] ?? '';
  const queda = `setTimeout(() => process.exit(70), ${CAI_DEPOIS_MS});`;
  return { ...versionados, 'main.js': `${main}\n${queda}\n` };
}

function trocar(arquivos: Arquivos, padrao: RegExp, por: string): Arquivos {
  const achados = Object.entries(arquivos).filter(([, texto]) => padrao.test(texto));
  if (achados.length === 0) throw new Error(`the bundle has no ${padrao.source}`);
  return Object.fromEntries(
    achados.map(([nome, texto]) => [
      nome,
      texto.replace(padrao, (_, antes: string) => `${antes}${por}`),
    ]),
  );
}
