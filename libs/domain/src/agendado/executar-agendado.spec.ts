import { describe, expect, it } from '@jest/globals';
import { MemoriaExecucoes } from '../../testing/index.ts';
import { AppError } from '../errors.ts';
import { ExecutarAgendado } from './executar-agendado.ts';

describe('ExecutarAgendado', () => {
  it('runs once per execution and records the counts', async () => {
    const execucoes = new MemoriaExecucoes();
    const agendado = new ExecutarAgendado(execucoes);
    let vezes = 0;
    const tarefa = { executar: () => Promise.resolve({ mensagens: (vezes += 1) }) };
    await agendado.executar('e-1', tarefa);
    expect(await agendado.executar('e-1', tarefa)).toEqual({
      execucaoId: 'e-1',
      resultado: 'ja_executada',
    });
    expect(vezes).toBe(1);
    expect(execucoes.resultados.get('e-1')).toEqual({ contagens: { mensagens: 1 } });
  });

  it('records the code of a failure and lets the job decide about a retry', async () => {
    const execucoes = new MemoriaExecucoes();
    const falha = new AppError('transient', 'BANCO_INDISPONIVEL', 'away');
    const tarefa = { executar: () => Promise.reject(falha) };
    await expect(new ExecutarAgendado(execucoes).executar('e-1', tarefa)).rejects.toBe(falha);
    expect(execucoes.resultados.get('e-1')).toEqual({ erro: 'BANCO_INDISPONIVEL' });
  });

  it('comes back while another run holds the execution, and takes it up when that one is dead', async () => {
    const execucoes = new MemoriaExecucoes();
    await execucoes.comecar('e-1', 60_000);
    const agendado = new ExecutarAgendado(execucoes);
    let vezes = 0;
    const tarefa = { executar: () => Promise.resolve({ mensagens: (vezes += 1) }) };
    await expect(agendado.executar('e-1', tarefa)).rejects.toMatchObject({
      kind: 'transient',
      code: 'EXECUCAO_EM_CURSO',
    });
    expect(vezes).toBe(0);
    execucoes.vencer('e-1');
    expect(await agendado.executar('e-1', tarefa)).toMatchObject({ resultado: 'concluida' });
    expect(vezes).toBe(1);
  });
});
