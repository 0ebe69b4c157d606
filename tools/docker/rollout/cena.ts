import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must, waitFor } from '../command.ts';
import { ProjetoCompose } from '../projeto-compose.ts';
import { Gerador, type Trafego } from '../trafego/gerador.ts';
import { medir, type Medida } from '../trafego/medida.ts';
import { conferirRespostas, type Respostas } from '../trafego/respostas.ts';
import { Builds, SERVICOS, type Servico } from './builds.ts';

export interface Saida {
  readonly codigo: number | null;
  readonly texto: string;
  readonly ms: number;
  /** Milliseconds from the start of the command to the first line with these words; undefined when there is none. */
  quando(palavras: string): number | undefined;
}

/** The image of the release in every scene's beginning. */
export const PRIMEIRA = 'v1.0.0';

const prefixo = (servico: Servico) => servico.toUpperCase().replaceAll('-', '_');

/** A whole installation with builds of its own, an admin who types commands, and webhooks that arrive meanwhile. */
export class Cena {
  readonly projeto: ProjetoCompose;
  readonly builds: Builds;
  private series = 0;

  private constructor(projeto: ProjetoCompose, builds: Builds) {
    this.projeto = projeto;
    this.builds = builds;
  }

  static async montar(
    env: NodeJS.ProcessEnv,
    nome: string,
    variaveis: Record<string, string>,
  ): Promise<Cena> {
    const builds = new Builds(env);
    for (const servico of SERVICOS) await builds.fazer(servico, PRIMEIRA.slice(1));
    const imagens = SERVICOS.flatMap((servico) => [
      [`${prefixo(servico)}_IMAGE`, builds.repositorio(servico)],
      [`${prefixo(servico)}_TAG`, PRIMEIRA],
    ]);
    const projeto = await ProjetoCompose.criar({
      env,
      nome,
      variaveis: { ...(Object.fromEntries(imagens) as Record<string, string>), ...variaveis },
    });
    const cena = new Cena(projeto, builds);
    try {
      await projeto.subir();
      return cena;
    } catch (erro) {
      await cena.desmontar();
      throw erro;
    }
  }

  async desmontar(): Promise<void> {
    await this.projeto.remover();
    await this.builds.remover();
  }

  /** `./julia <args>` as the admin types it; `extra` is laid over the environment. */
  julia(args: readonly string[], extra: Record<string, string> = {}): Promise<Saida> {
    const inicio = performance.now();
    const linhas: { texto: string; ms: number }[] = [];
    return new Promise((resolve) => {
      const filho = spawn(join(this.projeto.pasta, 'julia'), [...args], {
        cwd: this.projeto.pasta,
        env: { ...this.projeto.env, ...extra },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const fluxo of [filho.stdout, filho.stderr]) {
        fluxo.setEncoding('utf8').on('data', (texto: string) => {
          linhas.push({ texto, ms: performance.now() - inicio });
        });
      }
      // Not `close`: what a killed script leaves running keeps its pipes open.
      filho.once('exit', (codigo) =>
        resolve({
          codigo,
          texto: linhas.map(({ texto }) => texto).join(''),
          ms: performance.now() - inicio,
          quando: (palavras) => linhas.find(({ texto }) => texto.includes(palavras))?.ms,
        }),
      );
    });
  }

  async variavel(nome: string): Promise<string> {
    const env = await readFile(this.projeto.arquivoEnv, 'utf8');
    return new RegExp(`^${nome}=(.*)$`, 'm').exec(env)?.[1] ?? '';
  }

  trafego(porSegundo: number, novasPorSegundo: number, token: string): Gerador {
    return new Gerador({
      porta: this.projeto.portas.edge,
      token,
      instancia: 'julia',
      serie: (this.series += 1),
      porSegundo,
      novasPorSegundo,
    });
  }

  /** Webhooks before, during and after an action, and what became of every message in them. */
  async sobTrafego<T>(
    taxa: { readonly porSegundo: number; readonly novas: number },
    acao: (gerador: Gerador) => Promise<T>,
  ): Promise<{ resultado: T; trafego: Trafego; respostas: Respostas; medida: Medida }> {
    const token = await this.variavel('EVOLUTION_WEBHOOK_TOKEN');
    const gerador = this.trafego(taxa.porSegundo, taxa.novas, token);
    const flui = (ate: number) =>
      waitFor('webhooks', 60_000, () => Promise.resolve(gerador.aceitos >= ate ? true : undefined));
    try {
      await flui(taxa.porSegundo);
      const resultado = await acao(gerador);
      await flui(gerador.aceitos + taxa.porSegundo);
      const trafego = await gerador.parar();
      const respostas = await conferirRespostas(this.projeto.simulador.url, trafego.novas);
      return { resultado, trafego, respostas, medida: medir(trafego, respostas) };
    } finally {
      await gerador.parar();
    }
  }

  async referencia(servico: Servico): Promise<string> {
    const [imagem, tag] = [
      await this.variavel(`${prefixo(servico)}_IMAGE`),
      await this.variavel(`${prefixo(servico)}_TAG`),
    ];
    return `${imagem}:${tag}`;
  }

  /** The release that `.env` names is what runs, and nothing else does. */
  async conferirRelease(servico: Servico, tag: string): Promise<void> {
    const esperada = `${this.builds.repositorio(servico)}:${tag}`;
    assert.equal(await this.referencia(servico), esperada, 'a versão no .env');
    const estado = await this.projeto.estado(servico);
    assert.ok(estado, `${servico} não tem contêiner`);
    assert.equal(estado.imagem, esperada, `a imagem de ${servico}`);
    assert.equal(estado.status, 'running');
    assert.deepEqual(await this.reservas(), [], 'nenhuma reserva fica');
  }

  async reservas(): Promise<string[]> {
    const filtro = `label=com.docker.compose.project=${this.projeto.nome}`;
    const formato = '{{.Label "com.docker.compose.service"}} {{.Names}}';
    const args = ['ps', '--all', '--filter', filtro, '--format', formato];
    const linhas = (await must('docker', args, { env: this.projeto.env })).split('\n');
    return linhas.filter((linha) => linha.includes('-reserva'));
  }

  async auditoria(): Promise<Record<string, unknown>[]> {
    const texto = await readFile(join(this.projeto.pasta, '.julia/rollouts.jsonl'), 'utf8');
    return texto
      .split('\n')
      .filter(Boolean)
      .map((linha) => JSON.parse(linha) as Record<string, unknown>);
  }
}
