import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Execucao, Execucoes } from '../../src/agendado/execucoes.ts';

export interface PalcoExecucoes {
  readonly execucoes: Execucoes;
  /** Moves the clock that leases are measured by. */
  avancar(ms: number): Promise<void>;
}

const leaseMs = 60_000;
const nome = 'processar-mensagens-agendadas';

/** What every `Execucoes` promises. Nothing else may register runs where `montar` sets the stage. */
export function contratoDeExecucoes(montar: () => Promise<PalcoExecucoes>): void {
  let palco: PalcoExecucoes;
  beforeEach(async () => {
    palco = await montar();
  });

  const registrada = async (): Promise<Execucao & { readonly chave: string }> => {
    const chave = `manual-${randomUUID()}`;
    const { execucao } = await palco.execucoes.registrar(nome, chave, null);
    return { ...execucao, chave };
  };

  describe('a run', () => {
    it('is registered once per key', async () => {
      const { execucoes } = palco;
      const chave = `manual-${randomUUID()}`;
      const primeira = await execucoes.registrar(nome, chave, null);
      expect(primeira).toMatchObject({ duplicada: false, execucao: { nome, estado: 'pendente' } });
      expect(await execucoes.registrar(nome, chave, null)).toEqual({
        execucao: primeira.execucao,
        duplicada: true,
      });
      expect((await registrada()).id).not.toBe(primeira.execucao.id);
    });

    it('is held by one worker, and free again when its lease is over', async () => {
      const { execucoes } = palco;
      const { id, chave } = await registrada();
      expect(await execucoes.comecar(id, leaseMs)).toEqual({ tipo: 'comecou' });
      const segunda = await execucoes.comecar(id, leaseMs);
      expect(segunda).toMatchObject({ tipo: 'ocupada' });
      const { faltamMs = 0 } = segunda as { faltamMs?: number };
      expect(faltamMs).toBeGreaterThan(0);
      expect(faltamMs).toBeLessThanOrEqual(leaseMs);
      expect(await execucoes.registrar(nome, chave, null)).toMatchObject({
        execucao: { estado: 'executando' },
      });

      await palco.avancar(leaseMs + 1);
      expect(await execucoes.registrar(nome, chave, null)).toMatchObject({
        execucao: { estado: 'pendente' },
      });
      expect(await execucoes.comecar(id, leaseMs)).toEqual({ tipo: 'comecou' });
    });

    it('that is done never starts again', async () => {
      const { execucoes } = palco;
      const { id, chave } = await registrada();
      await execucoes.comecar(id, leaseMs);
      await execucoes.terminar(id, { contagens: { mensagens: 3 } });
      expect(await execucoes.comecar(id, leaseMs)).toEqual({ tipo: 'encerrada' });
      expect(await execucoes.registrar(nome, chave, null)).toMatchObject({
        execucao: { estado: 'concluida' },
      });
    });

    it('that failed may start again, until a later one of its job is there to do its work', async () => {
      const { execucoes } = palco;
      const { id } = await registrada();
      await execucoes.comecar(id, leaseMs);
      await execucoes.terminar(id, { erro: 'BANCO_INDISPONIVEL' });
      expect(await execucoes.comecar(id, leaseMs)).toEqual({ tipo: 'comecou' });
      await execucoes.terminar(id, { erro: 'BANCO_INDISPONIVEL' });
      await registrada();
      expect(await execucoes.comecar(id, leaseMs)).toEqual({ tipo: 'encerrada' });
    });

    it('that nobody registered is over', async () => {
      expect(await palco.execucoes.comecar(randomUUID(), leaseMs)).toEqual({ tipo: 'encerrada' });
    });
  });

  it('tells the latest tick of every job, whatever came later by hand', async () => {
    const { execucoes } = palco;
    const tick = new Date('2027-01-04T13:00:00Z');
    const antes = new Date('2027-01-04T12:59:00Z');
    for (const quando of [tick, antes]) {
      await execucoes.registrar(nome, `${nome}@${quando.toISOString()}`, quando);
    }
    await registrada();
    expect(await execucoes.ultimas()).toEqual([
      { nome, ultimoTick: tick, estado: 'pendente' },
      { nome: 'recuperar-lacunas', ultimoTick: null, estado: null },
    ]);
  });
}
