import { describe, expect, it } from '@jest/globals';
import { MemoriaExecucoes, RelogioParado } from '../../testing/index.ts';
import { AppError } from '../errors.ts';
import { ExecutarAgendado } from './executar-agendado.ts';

async function montar() {
  const relogio = new RelogioParado();
  const execucoes = new MemoriaExecucoes(relogio);
  const { execucao } = await execucoes.registrar('recuperar-lacunas', 'manual-1', null);
  return { relogio, execucoes, id: execucao.id, agendado: new ExecutarAgendado(execucoes) };
}

describe('ExecutarAgendado', () => {
  it('runs once per execution and records the counts', async () => {
    const { execucoes, id, agendado } = await montar();
    let vezes = 0;
    const tarefa = { executar: () => Promise.resolve({ mensagens: (vezes += 1) }) };
    await agendado.executar(id, tarefa);
    expect(await agendado.executar(id, tarefa)).toEqual({
      execucaoId: id,
      resultado: 'ja_executada',
    });
    expect(vezes).toBe(1);
    expect(execucoes.resultados.get(id)).toEqual({ contagens: { mensagens: 1 } });
  });

  it('records the code of a failure and lets the job decide about a retry', async () => {
    const { execucoes, id, agendado } = await montar();
    const falha = new AppError('transient', 'BANCO_INDISPONIVEL', 'away');
    const tarefa = { executar: () => Promise.reject(falha) };
    await expect(agendado.executar(id, tarefa)).rejects.toBe(falha);
    expect(execucoes.resultados.get(id)).toEqual({ erro: 'BANCO_INDISPONIVEL' });
  });

  it('comes back while another run holds the execution, and takes it up when that one is dead', async () => {
    const { execucoes, relogio, id, agendado } = await montar();
    await execucoes.comecar(id, 60_000);
    let vezes = 0;
    const tarefa = { executar: () => Promise.resolve({ mensagens: (vezes += 1) }) };
    await expect(agendado.executar(id, tarefa)).rejects.toMatchObject({
      kind: 'transient',
      code: 'EXECUCAO_EM_CURSO',
    });
    expect(vezes).toBe(0);
    relogio.avancar(60_000);
    expect(await agendado.executar(id, tarefa)).toMatchObject({ resultado: 'concluida' });
    expect(vezes).toBe(1);
  });
});
