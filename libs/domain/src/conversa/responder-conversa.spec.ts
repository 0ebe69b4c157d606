import { describe, expect, it } from '@jest/globals';
import {
  conversaId,
  MemoriaPublisher,
  RoteiroTurnos,
  RoteiroAgente,
  RoteiroMensageiro,
  umaPendente,
  umTurno,
} from '../../testing/index.ts';
import { Agente, type RespostaAgente } from '../agente/agente.ts';
import { AppError } from '../errors.ts';
import { ResponderConversa } from './responder-conversa.ts';
import type { Abertura, Turno } from './turnos.ts';

const opcoes = {
  limites: { lidos: 4_000, resumir: 10_000, rejeitar: 50_000 },
  leaseMs: 10_000,
  renovacaoMs: 3_000,
};

function cenario(
  abertura: Abertura | Turno,
  agente: Agente = RoteiroAgente.queDiz('oi, tudo bem?'),
) {
  const turnos = new RoteiroTurnos(
    'tipo' in abertura ? abertura : { tipo: 'aberto', turno: abertura },
  );
  const publisher = new MemoriaPublisher();
  const mensageiro = new RoteiroMensageiro();
  const responder = new ResponderConversa(turnos, agente, mensageiro, publisher, opcoes);
  return { turnos, publisher, mensageiro, executar: () => responder.executar(conversaId) };
}

describe('ResponderConversa', () => {
  it('stores the reply and nudges its first part', async () => {
    const { turnos, publisher, executar } = cenario(umTurno());
    turnos.fechamento = { tipo: 'fechado', mensagens: ['saida-1', 'saida-2'], proximoEmMs: null };
    await executar();
    expect(turnos.fechado?.desfecho).toEqual({
      tipo: 'responder',
      partes: ['oi, tudo bem?'],
      progresso: false,
    });
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-1' }, delayMs: 0 },
    ]);
  });

  it('marks as read what the agent answers, and nothing a person holds', async () => {
    const daJulia = cenario(umTurno());
    await daJulia.executar();
    expect(daJulia.mensageiro.atos).toEqual(['lidas']);
    const daPessoa = cenario(umTurno({ controle: 'humano' }));
    await daPessoa.executar();
    expect(daPessoa.mensageiro.atos).toEqual([]);
  });

  it('comes back for what arrived meanwhile', async () => {
    const { turnos, publisher, executar } = cenario(umTurno());
    turnos.fechamento = { tipo: 'fechado', mensagens: [], proximoEmMs: 5_000 };
    await executar();
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 5_000 },
    ]);
  });

  it('waits for the rest of a burst', async () => {
    const { publisher, executar } = cenario({ tipo: 'cedo', faltamMs: 3_000 });
    await executar();
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 3_000 },
    ]);
  });

  it('finishes quietly when nothing is unanswered', async () => {
    const { publisher, turnos, executar } = cenario({ tipo: 'nada_pendente' });
    expect(await executar()).toEqual({ conversaId, resultado: 'nada_pendente' });
    expect(turnos.fechado).toBeNull();
    expect(publisher.publicados).toEqual([]);
  });

  it.each<Abertura>([{ tipo: 'nada_pendente' }, { tipo: 'cedo', faltamMs: 3_000 }])(
    'nudges what a killed run stored but did not nudge: $tipo',
    async (abertura) => {
      const { publisher, turnos, executar } = cenario(abertura);
      turnos.primeira = 'saida-1';
      await executar();
      expect(publisher.publicados).toContainEqual({
        name: 'mensagem.enviar',
        payload: { mensagemId: 'saida-1' },
        delayMs: 0,
      });
    },
  );

  it('comes back when the lease of who holds the conversa ends, in case that worker is dead', async () => {
    const { publisher, turnos, executar } = cenario({ tipo: 'ocupada', faltamMs: 4_000 });
    expect(await executar()).toEqual({ conversaId, resultado: 'ocupada' });
    expect(turnos.fechado).toBeNull();
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 4_000 },
    ]);
  });

  it('opts out without asking the model', async () => {
    const agente = RoteiroAgente.queDiz('não deveria');
    const pendentes = [umaPendente('para de me mandar mensagem')];
    const { turnos, executar } = cenario(umTurno({ pendentes }), agente);
    await executar();
    expect(turnos.fechado?.desfecho.tipo).toBe('optout');
    expect(agente.perguntas).toEqual([]);
  });

  it('hands over with a transition text when the model asks for a person', async () => {
    const agente = new RoteiroAgente({ tipo: 'transferir', motivo: 'negociação', bloqueados: [] });
    const { turnos, executar } = cenario(umTurno(), agente);
    await executar();
    expect(turnos.fechado?.desfecho).toMatchObject({
      tipo: 'handoff',
      gatilho: 'agente',
      motivo: 'negociação',
      transicao: expect.any(String),
    });
  });

  it('tells what was done before it says that a person takes over', async () => {
    const feito = 'Prontinho, reservei pra vc! Hospital X, sábado 28/11';
    const agente = new RoteiroAgente({
      tipo: 'transferir',
      motivo: 'contrato',
      feito,
      bloqueados: [],
    });
    const { turnos, executar } = cenario(umTurno(), agente);
    await executar();
    const desfecho = turnos.fechado?.desfecho;
    if (desfecho?.tipo !== 'handoff') throw new Error(desfecho?.tipo);
    expect(desfecho.transicao?.split('\n')).toEqual([
      feito,
      expect.stringContaining('pessoa da equipe'),
    ]);
  });

  it('tells what was done also when it waited for the model in vain', async () => {
    const feito = 'Prontinho, reservei pra vc! Hospital X, sábado 28/11';
    const agente = new RoteiroAgente({ tipo: 'indisponivel', codigo: 'LLM_529', feito });
    const turno = umTurno();
    const aguardandoDesde = new Date(turno.agora.getTime() - 15 * 60_000);
    const { turnos, executar } = cenario({ ...turno, aguardandoDesde }, agente);
    await executar();
    expect(turnos.fechado?.desfecho).toMatchObject({
      gatilho: 'llm_indisponivel',
      transicao: expect.stringMatching(/^Prontinho, reservei pra vc!.*\n./),
    });
  });

  it('says in its facts that a doctor who left still holds plantões', async () => {
    const { turnos, executar } = cenario(
      umTurno({ pendentes: [umaPendente('para de me mandar mensagem')] }),
    );
    const fechado = { tipo: 'fechado', mensagens: ['saida-1'], proximoEmMs: null } as const;
    turnos.fechamento = { ...fechado, plantoesDeQuemSaiu: 2 };
    expect(await executar()).toMatchObject({ resultado: 'optout', plantoesDeQuemSaiu: 2 });
    turnos.fechamento = { ...fechado, plantoesDeQuemSaiu: 0 };
    expect(await executar()).not.toHaveProperty('plantoesDeQuemSaiu');
  });

  it('puts the turn off while the model is unavailable, without telling the doctor at first', async () => {
    const agente = new RoteiroAgente({ tipo: 'indisponivel', codigo: 'LLM_529' });
    const { turnos, publisher, executar } = cenario(umTurno(), agente);
    await executar();
    expect(turnos.fechado).toBeNull();
    expect(turnos.adiamentos).toEqual([{ esperaMs: 5_000, aviso: null }]);
    expect(publisher.publicados).toEqual([
      { name: 'conversa.responder', payload: { conversaId }, delayMs: 5_000 },
    ]);
  });

  it('tells the doctor once after two minutes without the model', async () => {
    const agente = new RoteiroAgente({ tipo: 'indisponivel', codigo: 'LLM_529' });
    const aguardandoDesde = new Date(umTurno().agora.getTime() - 130_000);
    const primeira = cenario(umTurno({ aguardandoDesde }), agente);
    await primeira.executar();
    expect(primeira.turnos.adiamentos[0]?.aviso).toEqual(expect.any(String));
    expect(primeira.publisher.publicados[0]).toMatchObject({ payload: { mensagemId: 'aviso-1' } });

    const segunda = cenario(umTurno({ aguardandoDesde, avisoDeEsperaEnviado: true }), agente);
    await segunda.executar();
    expect(segunda.turnos.adiamentos[0]?.aviso).toBeNull();
  });

  it('calls a person after fifteen minutes without the model', async () => {
    const agente = new RoteiroAgente({ tipo: 'indisponivel', codigo: 'LLM_529' });
    const aguardandoDesde = new Date(umTurno().agora.getTime() - 900_000);
    const { turnos, executar } = cenario(umTurno({ aguardandoDesde }), agente);
    await executar();
    expect(turnos.fechado?.desfecho).toMatchObject({
      tipo: 'handoff',
      gatilho: 'llm_indisponivel',
    });
  });

  it('sends nothing when someone else took the conversa meanwhile', async () => {
    const { turnos, publisher, executar } = cenario(umTurno());
    turnos.fechamento = { tipo: 'descartado', motivo: 'controle_humano' };
    expect(await executar()).toMatchObject({ resultado: 'descartado', motivo: 'controle_humano' });
    expect(publisher.publicados).toEqual([]);
  });

  describe('when something breaks', () => {
    class AgenteQuebrado extends Agente {
      private readonly erro: AppError;

      constructor(erro: AppError) {
        super();
        this.erro = erro;
      }

      override responder(): Promise<RespostaAgente> {
        return Promise.reject(this.erro);
      }
    }
    const bug = new AppError('bug', 'QUEBROU', 'Broken');
    const semBanco = new AppError('transient', 'BANCO_INDISPONIVEL', 'Away');
    const haMinutos = (minutos: number) => {
      const recebidaEm = new Date(umTurno().agora.getTime() - minutos * 60_000);
      return umTurno({ pendentes: [umaPendente('oi', { recebidaEm })] });
    };

    it.each([
      ['the database', semBanco, 20],
      ['our own code', bug, 14],
    ])('in %s, lets the next try in at once', async (_nome, erro, minutos) => {
      const { turnos, executar } = cenario(haMinutos(minutos), new AgenteQuebrado(erro));
      await expect(executar()).rejects.toBe(erro);
      expect(turnos).toMatchObject({ solto: true, fechado: null });
    });

    // A rule that refuses the turn itself ends the job without an alert, and the sweep asks again every minute.
    it.each([bug, new AppError('rule', 'RECUSADO', 'Refused')])(
      'calls a person when it is still broken after fifteen minutes: $kind',
      async (erro) => {
        const { turnos, publisher, executar } = cenario(haMinutos(15), new AgenteQuebrado(erro));
        await expect(executar()).rejects.toBe(erro);
        expect(turnos.fechado?.desfecho).toMatchObject({ tipo: 'handoff', motivo: erro.code });
        expect(publisher.publicados).toMatchObject([{ name: 'mensagem.enviar' }]);
      },
    );
  });
});
