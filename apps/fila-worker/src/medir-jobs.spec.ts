import { describe, expect, it } from '@jest/globals';
import { AppError, type Handlers } from '@julia/domain';
import { Metricas } from '@julia/runtime';
import { medirJobs } from './medir-jobs.ts';
import { noRelogioDoBanco } from './no-relogio-do-banco.ts';

const mensagemId = '3f0c8a3e-5d8e-4b0e-9a57-2f3c7f0b9d11';

function handlersDeProva(chamados: string[]): Handlers {
  const anotar = (nome: string) => async () => {
    chamados.push(nome);
    return {};
  };
  return {
    'mensagem.registrar': anotar('registrar'),
    'webhook.quarentenar': anotar('quarentenar'),
    'conversa.responder': async () => ({ resultado: 'responder' }),
    'mensagem.enviar': async () => ({ resultado: 'enviada', tipo: 'resposta' }),
    'mensagem.conferir': async () => {
      throw new Error('falhou');
    },
    'processar-mensagens-agendadas': anotar('processar'),
    'recuperar-lacunas': anotar('recuperar'),
  };
}

describe('medirJobs', () => {
  it('counts runs, sends and turns, and passes facts on', async () => {
    const metricas = new Metricas('prova');
    const handlers = medirJobs(handlersDeProva([]), metricas);
    expect(await handlers['mensagem.enviar']({ mensagemId })).toEqual({
      resultado: 'enviada',
      tipo: 'resposta',
    });
    await handlers['conversa.responder']({ conversaId: mensagemId });
    const texto = await metricas.texto();
    expect(texto).toMatch(/julia_envios_total\{.*resultado="enviada",tipo="resposta".*\} 1/);
    expect(texto).toMatch(/julia_turnos_total\{.*resultado="responder".*\} 1/);
    expect(texto).toMatch(/julia_job_total\{.*job="mensagem.enviar",resultado="ok".*\} 1/);
    expect(texto).toMatch(/julia_job_segundos_count\{.*job="mensagem.enviar".*\} 1/);
  });

  it.each([
    [{ resultado: 'sem_prova', status: 'falhou' }, 'sem_prova'],
    [{ resultado: 'nao_enviada', status: 'pendente' }, 'nao_enviada'],
    [{ resultado: 'enviada', status: 'enviada' }, 'enviada'],
  ])('counts how a send of unknown outcome was settled: %j', async (fatos, resultado) => {
    const metricas = new Metricas('prova');
    const conferir = async () => fatos;
    const handlers = medirJobs({ ...handlersDeProva([]), 'mensagem.conferir': conferir }, metricas);
    await handlers['mensagem.conferir']({ mensagemId });
    expect(await metricas.texto()).toMatch(
      new RegExp(`julia_envios_total\\{.*resultado="${resultado}",tipo="nenhum".*\\} 1\n`),
    );
  });

  it.each([
    ['while it is not settled', { resultado: 'sem_prova_ainda' }],
    ['when its echo came before the verdict', { resultado: 'sem_prova', status: 'enviada' }],
  ])('counts nothing %s', async (_quando, fatos) => {
    const metricas = new Metricas('prova');
    const conferir = async () => fatos;
    const handlers = medirJobs({ ...handlersDeProva([]), 'mensagem.conferir': conferir }, metricas);
    await handlers['mensagem.conferir']({ mensagemId });
    expect(await metricas.texto()).not.toMatch(/^julia_envios_total\{/m);
  });

  it('counts a failure and lets it through', async () => {
    const metricas = new Metricas('prova');
    const handlers = medirJobs(handlersDeProva([]), metricas);
    await expect(handlers['mensagem.conferir']({ mensagemId })).rejects.toThrow('falhou');
    expect(await metricas.texto()).toMatch(
      /julia_job_total\{.*job="mensagem.conferir",resultado="erro".*\} 1/,
    );
  });

  it.each([
    ['rule', 'regra'],
    ['input', 'erro'],
    ['transient', 'erro'],
    ['bug', 'erro'],
  ] as const)('counts what ends with an error of kind %s as %s', async (kind, resultado) => {
    const metricas = new Metricas('prova');
    const erro = new AppError(kind, 'MOTIVO', 'Because');
    const conferir = () => Promise.reject(erro);
    const handlers = medirJobs({ ...handlersDeProva([]), 'mensagem.conferir': conferir }, metricas);
    await expect(handlers['mensagem.conferir']({ mensagemId })).rejects.toBe(erro);
    const series = (await metricas.texto()).match(/^julia_job_total\{.*$/gm);
    expect(series).toHaveLength(1);
    expect(series?.[0]).toMatch(
      new RegExp(`job="mensagem.conferir",resultado="${resultado}".*\\} 1$`),
    );
  });
});

describe('noRelogioDoBanco', () => {
  it('reads the clock before each scheduled run, and before nothing else', async () => {
    const chamados: string[] = [];
    const handlers = noRelogioDoBanco(handlersDeProva(chamados), async () => {
      chamados.push('relogio');
    });
    await handlers['recuperar-lacunas']({ execucaoId: mensagemId });
    await handlers['webhook.quarentenar']({ hash: 'h', motivo: 'm', corpo: '{}' });
    expect(chamados).toEqual(['relogio', 'recuperar', 'quarentenar']);
  });
});
