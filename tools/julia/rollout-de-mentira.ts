import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raizDoProjeto } from '../infra/caminhos.ts';

export interface Fim {
  readonly codigo: number | null;
  readonly saida: string;
}

/** An installation whose `docker` keeps images and containers as files (rollout-docker.sh), so that swaps can be played. */
export class RolloutDeMentira {
  readonly raiz = mkdtempSync(join(tmpdir(), 'julia-rollout-'));

  constructor(env: string) {
    for (const pasta of ['bin', 'imagens', 'registro', 'servicos', 'ruim']) {
      mkdirSync(this.falso(pasta), { recursive: true });
    }
    cpSync(join(raizDoProjeto, 'julia'), join(this.raiz, 'julia'));
    const scripts = join(this.raiz, 'scripts/julia');
    cpSync(join(raizDoProjeto, 'scripts/julia'), scripts, { recursive: true });
    cpSync(join(import.meta.dirname, 'rollout-docker.sh'), this.falso('bin/docker'));
    // Shorter than a second: what is waited for are answers, not time.
    writeFileSync(this.falso('bin/sleep'), '#!/bin/sh\nexec /bin/sleep 0.02\n');
    for (const programa of ['docker', 'sleep']) chmodSync(this.falso('bin', programa), 0o755);
    writeFileSync(join(this.raiz, '.env'), env, { mode: 0o600 });
    this.escrever('chamadas', '');
  }

  remover(): void {
    rmSync(this.raiz, { recursive: true, force: true });
  }

  falso(...partes: string[]): string {
    return join(this.raiz, 'falso', ...partes);
  }

  escrever(caminho: string, texto: string): void {
    writeFileSync(this.falso(caminho), texto);
  }

  /** An image on this machine and the version that its label says. */
  imagem(ref: string, versao: string): void {
    this.escrever(`imagens/${ref.replaceAll('/', '_')}`, versao);
  }

  env(): string {
    return readFileSync(join(this.raiz, '.env'), 'utf8');
  }

  /** Every call of docker so far, the release that a line sets before it. */
  chamadas(): string[] {
    return readFileSync(this.falso('chamadas'), 'utf8').split('\n').filter(Boolean);
  }

  /** What a service's container runs; null without one. */
  rodando(servico: string): string | null {
    const arquivo = this.falso('servicos', servico);
    return existsSync(arquivo) ? readFileSync(arquivo, 'utf8').trim() : null;
  }

  auditoria(): Record<string, unknown>[] {
    return readFileSync(join(this.raiz, '.julia/rollouts.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((linha) => JSON.parse(linha) as Record<string, unknown>);
  }

  julia(argumentos: readonly string[], extra: Record<string, string> = {}): Promise<Fim> {
    return new Promise((resolve) => {
      const filho = spawn('bash', [join(this.raiz, 'julia'), ...argumentos], {
        cwd: this.raiz,
        env: {
          PATH: `${this.falso('bin')}:${process.env['PATH'] ?? ''}`,
          HOME: this.raiz,
          FALSO: this.falso(),
          ROLLOUT_PRAZO_S: '4',
          ROLLOUT_OBSERVACAO_S: '1',
          ...extra,
        },
      });
      let saida = '';
      for (const fluxo of [filho.stdout, filho.stderr]) {
        fluxo.setEncoding('utf8').on('data', (texto: string) => (saida += texto));
      }
      filho.once('close', (codigo) => resolve({ codigo, saida }));
    });
  }
}
