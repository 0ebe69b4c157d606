import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { watch, type RolldownOptions } from 'rolldown';
import { raizDoProjeto } from '../infra/caminhos.ts';
import type { Variaveis } from '../stack/ambiente.ts';

export interface Servido {
  /** Resolves when nothing is watched and the program has ended. */
  encerrar(): Promise<void>;
}

/** Builds a bundle, runs its `main.js`, and runs it again on every saved change of a file that is in it. */
export function servir(
  opcoes: RolldownOptions & { output: { dir: string } },
  ambiente: Variaveis,
): Servido {
  const programa = new Programa(join(opcoes.output.dir, 'main.js'), ambiente);
  const observador = watch({ ...opcoes, watch: { buildDelay: 100 } });
  let fila: Promise<void> = Promise.resolve();
  observador.on('event', (evento) => {
    if (evento.code === 'ERROR') {
      console.error(evento.error.message);
      void evento.result.close();
    }
    if (evento.code === 'BUNDLE_END') {
      void evento.result.close();
      fila = fila.then(() => programa.trocar());
    }
  });
  return {
    encerrar: async () => {
      programa.aposentar();
      await observador.close();
      await fila;
      await programa.parar();
    },
  };
}

class Programa {
  private readonly arquivo: string;
  private readonly ambiente: Variaveis;
  private filho: ChildProcess | null = null;
  private aposentado = false;

  constructor(arquivo: string, ambiente: Variaveis) {
    this.arquivo = arquivo;
    this.ambiente = ambiente;
  }

  /** No further process is started. */
  aposentar(): void {
    this.aposentado = true;
  }

  /** The old process frees its port before the new one wants it. */
  async trocar(): Promise<void> {
    await this.parar();
    if (this.aposentado) return;
    this.filho = spawn(process.execPath, [this.arquivo], {
      stdio: 'inherit',
      cwd: raizDoProjeto,
      env: this.ambiente,
    });
  }

  parar(): Promise<void> {
    const atual = this.filho;
    this.filho = null;
    if (!atual || atual.exitCode !== null || atual.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      atual.once('exit', () => resolve());
      atual.kill('SIGTERM');
    });
  }
}
