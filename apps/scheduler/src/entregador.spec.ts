import { describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { MemoriaLog } from '@julia/domain/testing';
import { esperarAte } from '@julia/infra';
import { Metricas } from '@julia/runtime';
import { Entregador } from './entregador.ts';

const job = 'processar-mensagens-agendadas';
const outro = 'recuperar-lacunas';
const minuto = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n));
const chave = (nome: string, n: number) => `${nome}@${minuto(n).toISOString()}`;
const fora = new AppError('transient', 'API_INDISPONIVEL', 'away');

class ApiDeProva {
  readonly recebidos: string[] = [];
  tentativas = 0;
  erro: AppError | null = null;

  async disparar(nome: string, tick: Date): Promise<{ duplicada: boolean }> {
    this.tentativas += 1;
    if (this.erro) throw this.erro;
    this.recebidos.push(`${nome}@${tick.toISOString()}`);
    return { duplicada: false };
  }
}

function montar() {
  const api = new ApiDeProva();
  const log = new MemoriaLog();
  const ritmo = { primeiraEsperaMs: 1, maiorEsperaMs: 5 };
  const metricas = new Metricas('prova');
  return { api, log, metricas, entregador: new Entregador(api, metricas, log, ritmo) };
}

describe('Entregador', () => {
  it('delivers a tick', async () => {
    const { api, entregador } = montar();
    entregador.entregar(job, minuto(1));
    entregador.entregar(outro, minuto(0));
    await esperarAte(() => api.recebidos.length === 2);
    expect(api.recebidos.sort()).toEqual([chave(job, 1), chave(outro, 0)]);
  });

  it('measures how late the api took a tick, not how long ago a missed one was due', async () => {
    const { api, entregador, metricas } = montar();
    entregador.entregar(job, minuto(1));
    await esperarAte(() => api.recebidos.length === 1);
    await entregador.encerrar();
    const { values } = await metricas.tickAtraso.get();
    expect(values).toMatchObject([{ labels: { job } }]);
    expect(values[0]?.value).toBeGreaterThanOrEqual(0);
    expect(values[0]?.value).toBeLessThan(3_600);
  });

  it('goes on while the api is away, and then delivers only the newest tick of each job', async () => {
    const { api, entregador, log } = montar();
    api.erro = fora;
    for (const n of [1, 2, 3, 4]) entregador.entregar(job, minuto(n));
    entregador.entregar(outro, minuto(0));
    await esperarAte(() => api.tentativas > 10);
    api.erro = null;
    await esperarAte(() => api.recebidos.length === 2);
    expect(api.recebidos.sort()).toEqual([chave(job, 4), chave(outro, 0)]);
    expect(log.linhas.map(({ msg }) => msg)).toContain('tick postponed');
    expect(log.linhas.map(({ msg }) => msg)).toContain('tick replaced by a newer one');
  });

  it('never goes back to an older tick', async () => {
    const { api, entregador } = montar();
    api.erro = fora;
    entregador.entregar(job, minuto(5));
    entregador.entregar(job, minuto(4));
    await esperarAte(() => api.tentativas > 1);
    api.erro = null;
    await esperarAte(() => api.recebidos.length === 1);
    expect(api.recebidos).toEqual([chave(job, 5)]);
  });

  it('gives up a tick that the api refuses, and delivers the next one', async () => {
    const { api, entregador, log } = montar();
    api.erro = new AppError('input', 'API_RECUSOU', 'no', { status: 401 });
    entregador.entregar(job, minuto(1));
    await esperarAte(() => log.linhas.some(({ msg }) => msg === 'tick refused'));
    api.erro = null;
    entregador.entregar(job, minuto(2));
    await esperarAte(() => api.recebidos.length === 1);
    expect(api.recebidos).toEqual([chave(job, 2)]);
    expect(log.linhas.find(({ msg }) => msg === 'tick refused')).toMatchObject({ nivel: 'error' });
  });

  it('ends at once, also in the middle of a long wait', async () => {
    const { api } = montar();
    const lento = { primeiraEsperaMs: 60_000, maiorEsperaMs: 60_000 };
    const entregador = new Entregador(api, new Metricas('prova'), new MemoriaLog(), lento);
    api.erro = fora;
    entregador.entregar(job, minuto(1));
    await esperarAte(() => api.tentativas === 1);
    await entregador.encerrar();
    entregador.entregar(job, minuto(2));
    expect(api.tentativas).toBe(1);
  });
});
