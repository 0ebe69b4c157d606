import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run } from '../command.ts';

export type Servico = 'julia-api' | 'julia-worker' | 'julia-scheduler';
export const SERVICOS: readonly Servico[] = ['julia-api', 'julia-worker', 'julia-scheduler'];

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
  private readonly programas = new Map<Servico, Promise<string>>();
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
    const programa = programaCom(await this.original(servico), versao, defeito);
    const ref = `${this.repositorio(servico)}:v${versao}`;
    const pasta = await mkdtemp(join(tmpdir(), 'julia-build-'));
    try {
      await writeFile(join(pasta, 'main.js'), programa);
      const passos = [
        `FROM ${servico}:latest`,
        'COPY main.js /app/main.js',
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

  private original(servico: Servico): Promise<string> {
    const conhecido = this.programas.get(servico);
    if (conhecido) return conhecido;
    const ler = `process.stdout.write(require('node:fs').readFileSync('/app/main.js'))`;
    const args = ['run', '--rm', '--entrypoint', 'node', `${servico}:latest`, '-e', ler];
    const lido = must('docker', args, { env: this.env });
    this.programas.set(servico, lido);
    return lido;
  }
}

function programaCom(original: string, versao: string, defeito: Defeito | undefined): string {
  if (defeito === 'nunca-pronta') return NUNCA_PRONTA;
  const versionado = trocar(original, VERSAO, (_, antes: string) => `${antes}"${versao}"`);
  if (defeito === 'cai') {
    return `${versionado}\nsetTimeout(() => process.exit(70), ${CAI_DEPOIS_MS});\n`;
  }
  return defeito === 'outro-esquema'
    ? trocar(versionado, ESQUEMA, (_, antes: string) => `${antes}9999`)
    : versionado;
}

/** The two constants as the bundler writes them: the version of the build and the schema that it needs. */
const VERSAO = /(function versaoDoBuild\(\) \{\s*return )"[^"]*"/;
const ESQUEMA = /(versaoEsquema < )\d+/;

function trocar(texto: string, padrao: RegExp, por: (...partes: string[]) => string): string {
  if (!padrao.test(texto)) throw new Error(`the bundle has no ${padrao.source}`);
  return texto.replace(padrao, por);
}
