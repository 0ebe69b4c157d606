import assert from 'node:assert/strict';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { construirImagemDeBackup } from '../backup/imagens.ts';
import { run, type CommandOptions, type CommandResult } from '../command.ts';
import { copiarArquivos, removerPasta } from '../projeto-arquivos.ts';
import type { Report } from '../report.ts';
import { STAND_INS } from '../stand-ins.ts';
import type { SuiteContext } from '../context.ts';
import { comandosDaTabela, provasDoGuia } from './provas.ts';

const PROJETO = 'julia-guia';
const BLOCO_LIMITE_MS = 240_000;
/** Prometheus and Grafana come from a registry, and none answers here: the rehearsal must say that they are off. */
const SEM_IMAGEM = {
  comando: './julia doctor monitoramento',
  motivo: /o perfil observabilidade está desligado/,
};

/** Follows DEPLOY.md to the letter in an empty folder: no step that is not written there, no command changed. */
export async function checkGuide(report: Report, context: SuiteContext): Promise<void> {
  await report.setup('the image of the backups is built', () => construirImagemDeBackup(context));
  const servidor = await Servidor.criar(context.env);
  try {
    const guia = await readFile(join(servidor.pasta, 'DEPLOY.md'), 'utf8');
    for (const { titulo, linha, comandos } of provasDoGuia(guia)) {
      await report.check(`DEPLOY.md, "${titulo}" (linha ${linha}) funciona como está escrito`, () =>
        servidor.executar(comandos),
      );
    }
    for (const { item, comando } of comandosDaTabela(guia, 'Antes de entrar no ar')) {
      await report.check(`DEPLOY.md, antes de entrar no ar: ${item}`, async () => {
        if (comando === SEM_IMAGEM.comando) {
          await servidor.recusar(comando, SEM_IMAGEM.motivo);
          console.log(`      not started here, no image: ${item}; its refusal was checked`);
        } else await servidor.executar(comando);
      });
    }
  } finally {
    await servidor.remover();
  }
}

/** A folder as `git clone` leaves it. Only what no guide can bring is given from outside: images that no registry has here. */
class Servidor {
  readonly pasta: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(pasta: string, env: NodeJS.ProcessEnv) {
    this.pasta = pasta;
    this.#env = env;
  }

  static async criar(env: NodeJS.ProcessEnv): Promise<Servidor> {
    const pasta = await mkdtemp(join(tmpdir(), `${PROJETO}-`));
    await copiarArquivos(pasta, false);
    return new Servidor(pasta, {
      ...env,
      // The name apart from a real installation on this machine.
      COMPOSE_PROJECT_NAME: PROJETO,
      JULIA_REDE: PROJETO,
      REDIS_IMAGE: STAND_INS.redis,
      EDGE_IMAGE: STAND_INS.edge,
      JULIA_DEV_TAG: 'teste',
    });
  }

  async executar(comandos: string): Promise<void> {
    const { code, stdout, stderr } = await this.#bash(comandos);
    const palavras = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
    assert.equal(code, 0, `código ${code}\n${palavras}`);
  }

  async recusar(comandos: string, motivo: RegExp): Promise<void> {
    const { code, stdout } = await this.#bash(comandos);
    assert.notEqual(code, 0);
    assert.match(stdout, motivo);
  }

  async remover(): Promise<void> {
    const tudo = 'docker compose --profile "*" down --volumes --remove-orphans --timeout 5';
    await this.#bash(tudo, { cleanup: true });
    await removerPasta(this.pasta);
  }

  #bash(comandos: string, opcoes: CommandOptions = {}): Promise<CommandResult> {
    return run('bash', ['-euo', 'pipefail', '-c', comandos], {
      env: this.#env,
      cwd: this.pasta,
      timeoutMs: BLOCO_LIMITE_MS,
      ...opcoes,
    });
  }
}
