import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ResultadoTentativa } from '@julia/domain';
import {
  criarCenario,
  leaseEnvioMs,
  mutante,
  novoTelefone,
  proximo,
  propria,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

const falha: ResultadoTentativa = {
  tipo: 'falha_conhecida',
  codigo: 'RECUSADA',
  definitiva: false,
  banimento: false,
};
const incerta: ResultadoTentativa = { tipo: 'incerta', codigo: 'TEMPO' };

describe('SupabaseEnvios', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());
  // The limiter has a spec of its own; here it stays out of the way.
  beforeEach(async () => {
    await c.banco.sql`update instancias set proximo_proativo_em = null, enviadas_na_hora = 0,
      enviadas_no_dia = 0, proativo_parado_em = null`;
  });

  const uma = async (campos: Readonly<Record<string, unknown>> = { tipo: 'manual' }) => {
    const telefone = novoTelefone();
    const { conversaId, medicoId } = await c.receber(telefone, 'oi');
    return { telefone, conversaId, medicoId, id: await c.enfileirar(conversaId, campos) };
  };
  const reivindicar = (id: string, limites = semLimites) =>
    c.envios.reivindicar(id, limites, leaseEnvioMs);
  const token = async (id: string): Promise<string> => {
    const r = await reivindicar(id);
    if (r.tipo !== 'enviar') throw new Error(JSON.stringify(r));
    return r.token;
  };

  /** A holding message whose attempt ended like this only after the answer was stored. */
  const comAvisoNoAr = async (fim: ResultadoTentativa) => {
    const { conversaId } = await c.conversaNova();
    const { mensagemId } = await c.turnos.adiar(await c.abrir(conversaId), 1_000, 'um instante');
    const t = await token(mensagemId!);
    await c.configuracoes.avancarRelogio(1_000);
    const resposta = { tipo: 'responder', partes: ['um', 'dois'], progresso: true } as const;
    const fechamento = await c.turnos.fechar(await c.abrir(conversaId), resposta, []);
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    const conclusao = await c.envios.concluir(mensagemId!, t, fim);
    return { conversaId, aviso: mensagemId!, t, respostas: fechamento.mensagens, conclusao };
  };

  describe('before it leaves', () => {
    it('only an allowed destination receives anything', async () => {
      const { id, telefone } = await uma();
      const so = (...destinosPermitidos: string[]) => ({ ...semLimites, destinosPermitidos });
      expect((await c.envios.rascunho(id, so('5511988887777')))?.poderiaSair).toBe(false);
      expect((await c.envios.rascunho(id, so()))?.poderiaSair).toBe(false);
      expect((await c.envios.rascunho(id, so('x', telefone)))?.poderiaSair).toBe(true);
      expect(await reivindicar(id, so('5511988887777'))).toMatchObject({
        status: 'bloqueada',
        motivo: 'destino_nao_permitido',
      });
    });

    it('a doctor known only by LID is allowed by that LID', async () => {
      const lid = proximo('88000');
      const { conversaId } = await c.receber('', 'oi', { pessoa: { telefone: null, lid } });
      const id = await c.enfileirar(conversaId, { tipo: 'manual' });
      const limites = { ...semLimites, destinosPermitidos: [lid] };
      expect(await reivindicar(id, limites)).toMatchObject({
        tipo: 'enviar',
        destino: { numero: `${lid}@lid` },
      });
    });

    it('waits for its hour and expires at its end', async () => {
      const agora = (await c.agora()).getTime();
      const { id } = await uma({
        tipo: 'lembrete',
        agendar_para: new Date(agora + 60_000),
        expira_em: new Date(agora + 120_000),
      });
      const r = await reivindicar(id);
      if (r.tipo !== 'esperar') throw new Error(r.tipo);
      expect(r.motivo).toBe('agendada');
      expect(r.faltamMs).toBeGreaterThan(55_000);
      await c.configuracoes.avancarRelogio(120_000);
      expect(await reivindicar(id)).toMatchObject({ status: 'expirada' });
    });

    it('parts leave in order, each after the one before is known to be out', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois', 'três']);
      const [um, dois, tres] = mensagens as [string, string, string];
      expect(await reivindicar(dois)).toMatchObject({ tipo: 'esperar', motivo: 'parte_anterior' });
      const t = await token(um);
      expect(await reivindicar(dois)).toMatchObject({ tipo: 'esperar', motivo: 'em_voo' });
      await c.envios.concluir(um, t, incerta);
      expect(await reivindicar(tres)).toMatchObject({ tipo: 'esperar', motivo: 'em_voo' });
      expect(
        await c.envios.resolverIncerta(um, t, {
          tipo: 'enviada',
          idProvedor: proximo('X'),
          em: new Date(),
        }),
      ).toEqual({ status: 'enviada', tentarEmMs: null, proximaId: dois });
      await c.enviar(dois);
      await c.enviar(tres);
    });

    it('any of them tells which one may leave now', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois', 'três']);
      const [um, dois, tres] = mensagens as [string, string, string];
      const primeiras = () => Promise.all(mensagens.map((id) => c.envios.primeiraDaFila(id)));
      expect(await primeiras()).toEqual([um, um, um]);
      const t = await token(um);
      expect(await primeiras()).toEqual([null, null, null]);
      await c.envios.concluir(um, t, { tipo: 'aceita', idProvedor: proximo('FILA') });
      expect(await primeiras()).toEqual([dois, dois, dois]);
      await c.enviar(dois);
      await c.enviar(tres);
      expect(await primeiras()).toEqual([null, null, null]);
    });

    const emVoo = async (): Promise<number> => {
      const { conversaId } = await c.receber(novoTelefone(), 'oi');
      const ids = await Promise.all(
        Array.from({ length: 5 }, () =>
          c.enfileirar(conversaId, { tipo: 'campanha', prioridade: 2 }),
        ),
      );
      const rs = await Promise.allSettled(ids.map((id) => reivindicar(id)));
      const [linha] = await c.banco.sql<{ n: number }[]>`
        select count(*)::int as n from mensagens
        where conversa_id = ${conversaId} and status = 'enviando'`;
      const recusas = rs.filter((r) => r.status === 'rejected').length;
      return linha!.n + recusas;
    };

    it('one message of a doctor is in flight at a time, however many workers try', async () => {
      expect(await emVoo()).toBe(1);
    });

    it('would run into the unique index, or past it, without the locks', async () => {
      const desfazer = [
        await mutante(c.banco, 'travar_envio', [[' for no key update', '']]),
        await mutante(c.banco, 'travar_fila', [[' for no key update of i', '']]),
        await mutante(c.banco, 'decidir_envio', [
          [
            "return jsonb_build_object('tipo', 'enviar');",
            "perform pg_sleep(0.2); return jsonb_build_object('tipo', 'enviar');",
          ],
        ]),
      ];
      const semIndice = await c.banco.sql<{ def: string }[]>`
        select pg_get_indexdef('mensagens_uma_em_voo'::regclass) as def`;
      await c.banco.sql`drop index mensagens_uma_em_voo`;
      try {
        expect(await emVoo()).toBeGreaterThan(1);
      } finally {
        await c.banco.sql`delete from mensagens where status = 'enviando'`;
        await c.banco.sql.unsafe(semIndice[0]!.def);
        for (const refazer of desfazer) await refazer();
      }
    });

    it('a doctor who writes to two numbers is one conversation, answered from the last one', async () => {
      const telefone = novoTelefone();
      await c.receber(telefone, 'oi');
      await c.receber(telefone, 'oi', { instancia: 'segunda' });
      const { mensagens } = await c.responder(telefone);
      expect(await c.envios.rascunho(mensagens[0]!, semLimites)).toMatchObject({
        destino: { instancia: 'julia', numero: telefone },
      });
    });
  });

  describe('an answer that could not leave for 10 minutes', () => {
    it('is cancelled with its parts, and its messages are answered anew', async () => {
      const { mensagens, conversaId } = await c.responder(novoTelefone(), ['um', 'dois']);
      await c.configuracoes.pausar('teste', 'x');
      await c.configuracoes.avancarRelogio(11 * 60_000);
      expect(await reivindicar(mensagens[0]!)).toMatchObject({ motivo: 'pausada' });
      await c.configuracoes.retomar('teste');
      expect(await reivindicar(mensagens[0]!)).toEqual({
        tipo: 'encerrada',
        status: 'cancelada',
        motivo: 'atrasada',
        refazerConversaId: conversaId,
      });
      expect(await c.status(mensagens[1]!)).toEqual({ status: 'cancelada', motivo: 'atrasada' });
      const turno = await c.abrir(conversaId);
      expect(turno.pendentes.map((p) => p.texto)).toEqual(['oi']);
      expect(turno.historico).toEqual([]);
    });

    it('goes on when part of it is already out', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      await c.enviar(mensagens[0]!);
      await c.configuracoes.avancarRelogio(11 * 60_000);
      await c.enviar(mensagens[1]!);
    });

    it('goes on when part of it may be out: written anew, that part would arrive twice', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      const [um, dois] = mensagens as [string, string];
      await c.envios.concluir(um, await token(um), incerta);
      // As builds left it that did not end the answer with its part.
      await c.banco.sql`select interno.mover_mensagem(${um}, 'falhou', 'sem_prova')`;
      await c.configuracoes.avancarRelogio(11 * 60_000);
      await c.enviar(dois);
    });
  });

  it('a holding message that is late ends alone; the answer decides for itself and is written anew', async () => {
    const { conversaId, aviso, respostas } = await comAvisoNoAr({
      tipo: 'fora_do_ar',
      codigo: 'conexao_recusada',
    });
    await c.configuracoes.avancarRelogio(11 * 60_000);
    expect(await reivindicar(aviso)).toEqual({
      tipo: 'encerrada',
      status: 'cancelada',
      motivo: 'atrasada',
      refazerConversaId: null,
    });
    expect(await c.envios.primeiraDaFila(aviso)).toBe(respostas[0]);
    expect(await reivindicar(respostas[0]!)).toMatchObject({
      motivo: 'atrasada',
      refazerConversaId: conversaId,
    });
    expect((await c.abrir(conversaId)).pendentes.map((p) => p.texto)).toEqual(['oi']);
  });

  describe('an attempt', () => {
    it('repeated with the same token is one claim; anyone else finds nothing to do', async () => {
      const { id } = await uma();
      const t = await token(id);
      expect(await reivindicar(id)).toEqual({ tipo: 'nada_a_fazer' });
      await c.envios.devolver(id, randomUUID());
      expect(await c.status(id)).toMatchObject({ status: 'enviando' });
      await c.envios.devolver(id, t);
      await c.envios.devolver(id, t);
      expect(await c.status(id)).toMatchObject({ status: 'pendente' });
      expect(await token(id)).not.toBe(t);
    });

    it('that is known to have failed is tried three times, counted once each', async () => {
      const { id } = await uma();
      const esperas: (number | null)[] = [];
      for (let i = 0; i < 3; i += 1) {
        const t = await token(id);
        const primeira = await c.envios.concluir(id, t, falha);
        const repetida = await c.envios.concluir(id, t, falha);
        expect(repetida.status).toBe(primeira.status);
        esperas.push(primeira.tentarEmMs);
        if (primeira.tentarEmMs !== null) {
          expect(await reivindicar(id)).toMatchObject({ motivo: 'nova_tentativa' });
          await c.configuracoes.avancarRelogio(primeira.tentarEmMs);
        }
      }
      expect(esperas).toEqual([5_000, 30_000, null]);
      expect(await c.status(id)).toEqual({ status: 'falhou', motivo: 'RECUSADA' });
    });

    it('for lack of a provider is tried again until it is back, however often', async () => {
      const { id } = await uma();
      for (let vez = 0; vez < 10; vez += 1) {
        const conclusao = await c.envios.concluir(id, await token(id), {
          tipo: 'fora_do_ar',
          codigo: 'conexao_recusada',
        });
        expect(conclusao).toMatchObject({ status: 'pendente', tentarEmMs: 15_000 });
        await c.configuracoes.avancarRelogio(15_000);
      }
      expect(await token(id)).toBeDefined();
    });

    it('that can never succeed is not tried again and ends its answer; other messages go on', async () => {
      const { mensagens, conversaId } = await c.responder(novoTelefone(), ['um', 'dois', 'três']);
      const [um, dois, tres] = mensagens as [string, string, string];
      const recado = await c.enfileirar(conversaId, { tipo: 'manual' });
      await c.enviar(um);
      const t = await token(dois);
      const conclusao = await c.envios.concluir(dois, t, { ...falha, definitiva: true });
      expect(conclusao).toEqual({ status: 'falhou', tentarEmMs: null, proximaId: recado });
      const cancelada = { status: 'cancelada', motivo: 'parte_anterior_falhou' };
      expect(await c.status(tres)).toEqual(cancelada);
      expect(await c.status(um)).toMatchObject({ status: 'enviada' });
    });

    it('that is tried again leaves the parts after it where they are', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      const [um, dois] = mensagens as [string, string];
      await c.envios.concluir(um, await token(um), falha);
      expect(await c.status(dois)).toEqual({ status: 'pendente', motivo: null });
    });

    it('of a holding message ends nothing else: the answer is not part of it', async () => {
      const { conclusao, respostas } = await comAvisoNoAr({ ...falha, definitiva: true });
      expect(conclusao).toMatchObject({ status: 'falhou', proximaId: respostas[0] });
    });

    it('of a holding message that has no proof ends nothing else either', async () => {
      const { aviso, respostas, t } = await comAvisoNoAr(incerta);
      await c.envios.resolverIncerta(aviso, t, { tipo: 'sem_prova' });
      expect(await token(respostas[0]!)).toBeDefined();
    });

    it('with a ban stops what is proactive on that number, not the answers', async () => {
      const { id, conversaId } = await uma();
      await c.envios.concluir(id, await token(id), { ...falha, banimento: true });
      const campanha = await uma({ tipo: 'campanha' });
      expect(await reivindicar(campanha.id)).toMatchObject({
        tipo: 'esperar',
        motivo: 'proativo_parado',
      });
      await c.configuracoes.avancarRelogio(5_000);
      expect(await token(id)).toBeDefined();
      expect(conversaId).toBeDefined();
    });

    it('whose claim expires is uncertain, and its late outcome still counts', async () => {
      const { id } = await uma();
      const t = await token(id);
      await c.configuracoes.avancarRelogio(leaseEnvioMs + 1);
      const pendencias = await c.varredura.varrer(100);
      expect(pendencias.incertas).toContain(id);
      expect(await c.status(id)).toEqual({ status: 'incerta', motivo: 'lease_vencido' });
      const fim = { tipo: 'aceita', idProvedor: proximo('TARDE') } as const;
      expect(await c.envios.concluir(id, t, fim)).toMatchObject({ status: 'enviada' });
      expect(await c.envios.concluir(id, t, fim)).toMatchObject({ status: 'enviada' });
    });

    it('is settled by its echo even when its own answer was a failure', async () => {
      const { id, telefone } = await uma({ tipo: 'manual', texto: 'recado' });
      const t = await token(id);
      await c.conversas.registrarPropria(
        propria(telefone, 'recado', { enviadaEm: (await c.agora()).toISOString() }),
      );
      expect(await c.envios.concluir(id, t, incerta)).toMatchObject({ status: 'enviada' });
      expect(await c.envios.concluir(id, t, falha)).toMatchObject({ status: 'enviada' });
    });
  });

  it('says nothing about a row that does not exist', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    expect(await c.envios.rascunho(id, semLimites)).toBeNull();
    expect(await reivindicar(id)).toEqual({ tipo: 'nada_a_fazer' });
    expect(await c.envios.buscarIncerta(id)).toBeNull();
  });
});
