import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { InfraError } from './erro.ts';
import { vigiar } from './vigia.ts';

export type Canal = 'stdout' | 'stderr';
export type Saida = { readonly codigo: number | null; readonly sinal: NodeJS.Signals | null };

export interface OpcoesDeProcesso {
  comando: string;
  args?: readonly string[];
  cwd?: string;
  /** Laid over the parent's environment; `undefined` removes a variable. */
  env?: NodeJS.ProcessEnv;
  aoLerLinha?: (linha: string, canal: Canal) => void;
  /** Out of the terminal's group, so that Ctrl-C reaches only the parent, which then stops its children in order. */
  grupoProprio?: boolean;
  sinalDeParada?: NodeJS.Signals;
  uid?: number;
  gid?: number;
}

export interface Processo {
  readonly pid: number;
  /** The last lines of both channels, oldest first. */
  readonly linhas: readonly string[];
  readonly vivo: boolean;
  /** Resolves when the process has ended and its output was read. */
  readonly fim: Promise<Saida>;
  /** The first line that matches, also one read earlier; fails at once when the process ends without it. */
  esperarLinha(alvo: RegExp | ((linha: string) => boolean), prazoMs?: number): Promise<string>;
  sinalizar(sinal: NodeJS.Signals): void;
  /** The stop signal, then SIGKILL after the deadline. Safe to call twice. */
  parar(prazoMs?: number): Promise<Saida>;
  matar(): Promise<Saida>;
}

const LINHAS_GUARDADAS = 5_000;

/** Starts a child that cannot outlive this process, however this process ends. */
export async function iniciarProcesso(opcoes: OpcoesDeProcesso): Promise<Processo> {
  const filho = spawn(opcoes.comando, opcoes.args ?? [], {
    cwd: opcoes.cwd,
    env: { ...process.env, ...opcoes.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: opcoes.grupoProprio ?? false,
    ...(opcoes.uid === undefined ? {} : { uid: opcoes.uid }),
    ...(opcoes.gid === undefined ? {} : { gid: opcoes.gid }),
  });
  try {
    await once(filho, 'spawn');
  } catch (cause) {
    throw new InfraError('COMANDO_NAO_ENCONTRADO', `Não foi possível executar ${opcoes.comando}`, {
      cause,
    });
  }
  return new ProcessoFilho(filho, opcoes);
}

class ProcessoFilho implements Processo {
  readonly pid: number;
  readonly linhas: string[] = [];
  readonly fim: Promise<Saida>;
  private readonly filho: ChildProcess;
  private readonly nome: string;
  private readonly sinalDeParada: NodeJS.Signals;
  private readonly ouvintes = new Set<(linha: string) => void>();

  constructor(filho: ChildProcess, opcoes: OpcoesDeProcesso) {
    this.filho = filho;
    this.pid = filho.pid ?? 0;
    this.nome = opcoes.comando;
    this.sinalDeParada = opcoes.sinalDeParada ?? 'SIGTERM';
    const dispensarVigia = vigiar(this.pid, this.sinalDeParada);
    // Before 'close': a grandchild that keeps the pipes open must not keep the watch on a pid that is free again.
    filho.once('exit', dispensarVigia);
    this.fim = new Promise((resolve) => {
      filho.once('close', (codigo, sinal) => resolve({ codigo, sinal }));
    });
    this.ler('stdout', opcoes.aoLerLinha);
    this.ler('stderr', opcoes.aoLerLinha);
  }

  get vivo(): boolean {
    return this.filho.exitCode === null && this.filho.signalCode === null;
  }

  async esperarLinha(
    alvo: RegExp | ((linha: string) => boolean),
    prazoMs = 10_000,
  ): Promise<string> {
    const serve = typeof alvo === 'function' ? alvo : (linha: string) => alvo.test(linha);
    const jaLida = this.linhas.find(serve);
    if (jaLida !== undefined) return jaLida;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const ouvinte = (linha: string): void => {
      if (serve(linha)) resolve(linha);
    };
    const prazo = setTimeout(
      () => reject(this.erro('PRAZO_ESGOTADO', `não escreveu ${String(alvo)} em ${prazoMs} ms`)),
      prazoMs,
    );
    this.ouvintes.add(ouvinte);
    void this.fim.then(({ codigo, sinal }) =>
      reject(
        this.erro(
          'PROCESSO_TERMINOU',
          `terminou (${sinal ?? codigo}) sem escrever ${String(alvo)}`,
        ),
      ),
    );
    try {
      return await promise;
    } finally {
      clearTimeout(prazo);
      this.ouvintes.delete(ouvinte);
    }
  }

  sinalizar(sinal: NodeJS.Signals): void {
    if (this.vivo) this.filho.kill(sinal);
  }

  async parar(prazoMs = 5_000): Promise<Saida> {
    this.sinalizar(this.sinalDeParada);
    const prazo = setTimeout(() => this.sinalizar('SIGKILL'), prazoMs);
    try {
      return await this.fim;
    } finally {
      clearTimeout(prazo);
    }
  }

  async matar(): Promise<Saida> {
    this.sinalizar('SIGKILL');
    return this.fim;
  }

  private ler(canal: Canal, aoLerLinha: OpcoesDeProcesso['aoLerLinha']): void {
    const fluxo = this.filho[canal];
    if (!fluxo) return;
    createInterface({ input: fluxo }).on('line', (linha) => {
      this.linhas.push(linha);
      if (this.linhas.length > LINHAS_GUARDADAS) this.linhas.shift();
      for (const ouvinte of this.ouvintes) ouvinte(linha);
      aoLerLinha?.(linha, canal);
    });
  }

  private erro(code: 'PRAZO_ESGOTADO' | 'PROCESSO_TERMINOU', texto: string): InfraError {
    const fim = this.linhas.slice(-15).join('\n');
    return new InfraError(code, `${this.nome} ${texto}${fim && `\n${fim}`}`);
  }
}
