import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '@julia/domain';
import { MemoriaLog } from '@julia/domain/testing';
import { aguardarDependencia } from './wait-for.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const fora = new AppError('transient', 'BANCO_INDISPONIVEL', 'away');

/** Fails this often, then answers. */
function depoisDe(falhas: number, erro: AppError = fora) {
  let vezes = 0;
  return async () => {
    vezes += 1;
    if (vezes <= falhas) throw erro;
    return vezes;
  };
}

describe('aguardarDependencia', () => {
  it('asks again until the dependency is there', async () => {
    const log = new MemoriaLog();
    const resposta = aguardarDependencia('supabase', depoisDe(3), log, 30_000);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await resposta).toBe(4);
    expect(log.linhas).toHaveLength(3);
    expect(log.linhas[0]?.fatos).toMatchObject({ dependencia: 'supabase', err: fora.code });
  });

  it('gives up at the deadline, with the last error', async () => {
    const resposta = aguardarDependencia('redis', depoisDe(1_000), new MemoriaLog(), 10_000);
    const recusa = expect(resposta).rejects.toBe(fora);
    await jest.advanceTimersByTimeAsync(11_000);
    await recusa;
  });

  it('does not wait for what waiting cannot change', async () => {
    const errado = new AppError('input', 'AMBIENTE_DIFERENTE', 'x');
    const resposta = aguardarDependencia('supabase', depoisDe(1, errado), new MemoriaLog(), 30_000);
    await expect(resposta).rejects.toBe(errado);
  });
});
