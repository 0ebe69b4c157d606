import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { must, run, type CommandOptions, type CommandResult } from '../command.ts';
import { removerPasta, reescreverEnv, type Variaveis } from '../projeto-arquivos.ts';
import { Restos } from '../restos.ts';
import { STAND_INS } from '../stand-ins.ts';
import { acrescentado, passosDe, type DoMundo, type Passo } from './passos.ts';

const BLOCO_LIMITE_MS = 420_000;
const PERGUNTA = /Digite \w+ para continuar: $/;

/**
 * An empty folder on a machine with Docker, and somebody who types what the guide says. Only what no guide can bring is given
 * from outside, through the environment: images that no registry has here, and names apart from a real installation's.
 */
export class Servidor {
  readonly pasta: string;
  readonly projeto: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the last block left the shell. */
  #aqui: string;

  private constructor(pasta: string, projeto: string, env: NodeJS.ProcessEnv) {
    this.pasta = pasta;
    this.projeto = projeto;
    this.env = env;
    this.#aqui = pasta;
  }

  static async criar(
    nome: string,
    ambiente: NodeJS.ProcessEnv,
    extra: Variaveis = {},
  ): Promise<Servidor> {
    const projeto = `julia-guia-${nome}-${process.pid}`;
    const pasta = await mkdtemp(join(tmpdir(), `${projeto}-`));
    const semCompose = Object.entries(ambiente).filter(([v]) => !v.startsWith('COMPOSE_'));
    return new Servidor(pasta, projeto, {
      ...Object.fromEntries(semCompose),
      COMPOSE_PROJECT_NAME: projeto,
      JULIA_REDE: projeto,
      REDIS_IMAGE: STAND_INS.redis,
      EDGE_IMAGE: STAND_INS.edge,
      JULIA_DEV_TAG: 'teste',
      ...extra,
    });
  }

  /** A whole block. After its comment "preencha …", also `outras` are filled in. Gives what was said. */
  async seguir(comandos: string, mundo: DoMundo, outras: Variaveis = {}): Promise<string> {
    let disse = '';
    for (const passo of passosDe(comandos, mundo)) disse += await this.#dar(passo, outras);
    return disse;
  }

  async #dar(passo: Passo, outras: Variaveis): Promise<string> {
    if (passo.tipo === 'comandos') return this.executar(passo.texto, passo.resposta);
    if (passo.tipo === 'preencher') await this.#ajustarEnv({ ...passo.valores, ...outras });
    else await this.#acrescentar(passo.valores);
    return '';
  }

  /** Commands that must end with 0, typed at a terminal when one of them asks something. */
  async executar(texto: string, resposta?: string): Promise<string> {
    const { code, stdout, stderr } = await this.#bash(texto, resposta);
    const disse = `${stdout}\n${stderr}`.trim();
    assert.equal(code, 0, `código ${code}\n${disse.split('\n').slice(-40).join('\n')}`);
    return disse;
  }

  async recusar(texto: string, motivo: RegExp): Promise<void> {
    const { code, stdout } = await this.#bash(texto);
    assert.notEqual(code, 0);
    assert.match(stdout, motivo);
  }

  /** IMAGE:TAG of the containers that a service has. */
  async imagensDe(servico: string): Promise<string[]> {
    const rotulos = [`project=${this.projeto}`, `service=${servico}`, 'oneoff=False'];
    const filtros = rotulos.flatMap((r) => ['--filter', `label=com.docker.compose.${r}`]);
    const lista = ['ps', ...filtros, '--format', '{{.Image}}'];
    return (await must('docker', lista, { env: this.env })).split('\n').filter(Boolean);
  }

  restos(): Restos {
    return new Restos(this.projeto, this.env);
  }

  async remover(): Promise<void> {
    await this.restos().remover();
    await removerPasta(this.pasta);
  }

  async #ajustarEnv(valores: Variaveis): Promise<void> {
    await reescreverEnv(join(this.#aqui, '.env'), valores);
  }

  async #acrescentar(valores: Variaveis): Promise<void> {
    const atuais = parseEnv(await readFile(join(this.#aqui, '.env'), 'utf8'));
    const novos = Object.entries(valores).map(([nome, valor]) => [
      nome,
      acrescentado(nome, atuais[nome] ?? '', valor),
    ]);
    await this.#ajustarEnv(Object.fromEntries(novos) as Variaveis);
  }

  async #bash(texto: string, resposta?: string): Promise<CommandResult> {
    const [bloco, onde] = [join(this.pasta, '.bloco'), join(this.pasta, '.onde')];
    await writeFile(bloco, `trap 'pwd >${onde}' EXIT\n${texto}\n`);
    const opcoes: CommandOptions = { env: this.env, cwd: this.#aqui, timeoutMs: BLOCO_LIMITE_MS };
    const comando = ['bash', '-euo', 'pipefail', bloco];
    const resultado =
      resposta === undefined
        ? await run('bash', comando.slice(1), opcoes)
        : await run('script', ['-qefc', comando.join(' '), '/dev/null'], {
            ...opcoes,
            answer: { question: PERGUNTA, line: resposta },
          });
    this.#aqui = (await readFile(onde, 'utf8')).trim();
    return resultado;
  }
}
