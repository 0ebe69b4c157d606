import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho } from '@julia/domain';
import {
  criarCenario,
  leaseMs,
  mutante,
  novoTelefone,
  recebida,
  semLimites,
  turnoDe,
  type Cenario,
} from '../test/cenario.ts';

const responder: Desfecho = { tipo: 'responder', partes: ['oi!'], progresso: false };
interface Saida {
  readonly tipo: string;
  readonly papel: string | null;
  readonly status: string;
}

describe('SupabaseTurnos', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const saidas = (conversaId: string) => c.banco.sql<Saida[]>`
    select tipo, papel, texto, status from mensagens
    where conversa_id = ${conversaId} and direcao = 'saida' order by ordem`;
  const conversa = async (id: string): Promise<Record<string, unknown>> => {
    const [linha] = await c.banco.sql`select * from conversas where id = ${id}`;
    return linha!;
  };

  describe('opening', () => {
    it('waits until the answer is due', async () => {
      const { conversaId } = await c.conversas.registrarRecebida(
        recebida(novoTelefone(), 'oi'),
        { silencioMs: 6_000, maximoMs: 30_000 },
        99,
      );
      const abertura = await c.turnos.abrir(conversaId, leaseMs);
      if (abertura.tipo !== 'cedo') throw new Error(abertura.tipo);
      expect(abertura.faltamMs).toBeGreaterThan(4_000);
      expect(abertura.faltamMs).toBeLessThanOrEqual(6_000);
      await c.configuracoes.avancarRelogio(abertura.faltamMs);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'aberto' });
    });

    /** Of many workers that find the turn of a dead one at once. */
    const quantosAbrem = async (): Promise<number> => {
      const { conversaId } = await c.conversaNova();
      await c.turnos.abrir(conversaId, 1);
      await c.configuracoes.avancarRelogio(10);
      const aberturas = await Promise.all(
        Array.from({ length: 8 }, () => c.turnos.abrir(conversaId, leaseMs)),
      );
      return aberturas.filter((abertura) => abertura.tipo === 'aberto').length;
    };

    it('lets one of many workers in', async () => {
      expect(await quantosAbrem()).toBe(1);
      const { conversaId } = await c.conversaNova();
      await c.abrir(conversaId);
      const ocupada = await c.turnos.abrir(conversaId, leaseMs);
      if (ocupada.tipo !== 'ocupada') throw new Error(ocupada.tipo);
      expect(ocupada.faltamMs).toBeGreaterThan(0);
      expect(ocupada.faltamMs).toBeLessThanOrEqual(leaseMs);
    });

    it('would let several in without the lock on the conversation', async () => {
      const desfazer = await mutante(c.banco, 'turnos_abrir', [
        ['where id = p_conversa_id for no key update', 'where id = p_conversa_id'],
        ['v_agora := agora();', 'v_agora := agora(); perform pg_sleep(0.2);'],
      ]);
      try {
        expect(await quantosAbrem()).toBeGreaterThan(1);
      } finally {
        await desfazer();
      }
    });

    it('answers everything unanswered in the order it was written', async () => {
      const telefone = novoTelefone();
      const enviadas = ['10:00:02', '10:00:01', '10:00:03'];
      for (const hora of enviadas) {
        await c.receber(telefone, hora, { enviadaEm: `2026-11-23T${hora}Z` });
      }
      const { conversaId } = await c.receber(telefone, 'fim', {
        enviadaEm: '2026-11-23T10:00:04Z',
      });
      const { pendentes } = await c.abrir(conversaId);
      expect(pendentes.map((p) => p.texto)).toEqual(['10:00:01', '10:00:02', '10:00:03', 'fim']);
    });

    it('has nothing to do twice', async () => {
      const { conversaId } = await c.responder(novoTelefone());
      expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
    });

    it('tells which of its rows may leave, so that what a killed worker stored is not left lying', async () => {
      const { conversaId } = await c.conversaNova();
      expect(await c.turnos.primeiraDaFila(conversaId)).toBeNull();
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      const [{ conversa_id: outra } = { conversa_id: '' }] = await c.banco.sql<
        { conversa_id: string }[]
      >`select conversa_id from mensagens where id = ${mensagens[0]!}`;
      expect(await c.turnos.primeiraDaFila(outra)).toBe(mensagens[0]);
      await c.envios.reivindicar(mensagens[0]!, semLimites, leaseMs);
      expect(await c.turnos.primeiraDaFila(outra)).toBeNull();
    });

    it('resumes the turn of a dead worker: same messages, and the new ones while no round is stored', async () => {
      const { telefone, conversaId } = await c.conversaNova('primeira');
      const morto = await c.abrir(conversaId);
      await c.receber(telefone, 'segunda');
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const herdeiro = await c.abrir(conversaId);
      expect(herdeiro.turnoId).toBe(morto.turnoId);
      expect(herdeiro.pendentes.map((p) => p.texto)).toEqual(['primeira', 'segunda']);
    });

    it('resumes from the rounds already paid for, and leaves newer messages for the next turn', async () => {
      const { telefone, conversaId } = await c.conversaNova('primeira');
      const morto = await c.abrir(conversaId);
      await c.turnos.guardarPasso(morto, 0, { rodada: [1, { a: 'b' }] });
      await c.turnos.guardarPasso(morto, 0, { rodada: 'repetida' });
      await c.receber(telefone, 'segunda');
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const herdeiro = await c.abrir(conversaId);
      expect(herdeiro.passos).toEqual([{ rodada: [1, { a: 'b' }] }]);
      expect(herdeiro.pendentes.map((p) => p.texto)).toEqual(['primeira']);
      const fechamento = await c.turnos.fechar(herdeiro, responder, []);
      expect(fechamento).toMatchObject({ tipo: 'fechado', proximoEmMs: 0 });
      const proximo = await c.abrir(conversaId);
      expect(proximo.pendentes.map((p) => p.texto)).toEqual(['segunda']);
      expect(proximo.passos).toEqual([]);
    });
  });

  describe('the fence', () => {
    it('stops everything a worker that lost its lease still tries', async () => {
      const { conversaId } = await c.conversaNova();
      const velho = await c.abrir(conversaId);
      await c.configuracoes.avancarRelogio(leaseMs + 1);
      const novo = await c.abrir(conversaId);
      expect(await c.turnos.renovar(velho, leaseMs)).toBe(false);
      await expect(c.turnos.guardarPasso(velho, 0, {})).rejects.toMatchObject({
        kind: 'rule',
        code: 'LEASE_PERDIDO',
      });
      await expect(c.turnos.adiar(velho, 5_000, null)).rejects.toMatchObject({
        code: 'LEASE_PERDIDO',
      });
      await expect(
        c.lembretes.agendar(velho, new Date(Date.now() + 86_400_000), 'oi'),
      ).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      await expect(c.vagas.reservar(velho, 'V1')).rejects.toMatchObject({ code: 'LEASE_PERDIDO' });
      expect(await c.turnos.fechar(velho, responder, [])).toEqual({
        tipo: 'descartado',
        motivo: 'lease_perdido',
      });
      expect(await saidas(conversaId)).toHaveLength(0);
      expect(await c.turnos.renovar(novo, leaseMs)).toBe(true);
      expect(await c.turnos.fechar(novo, responder, [])).toMatchObject({ tipo: 'fechado' });
      expect(await c.turnos.renovar(novo, leaseMs)).toBe(false);
    });

    it('is taken up at once when its holder gave it back, and by nobody for another holder', async () => {
      const { conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      await c.turnos.soltar({ ...turno, token: turno.turnoId });
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'ocupada' });
      await c.turnos.soltar(turno);
      expect((await c.abrir(conversaId)).turnoId).toBe(turno.turnoId);
    });

    it('keeps a renewed lease from others', async () => {
      const { conversaId } = await c.conversaNova();
      const turno = await c.abrir(conversaId);
      await c.configuracoes.avancarRelogio(leaseMs - 1_000);
      expect(await c.turnos.renovar(turno, leaseMs)).toBe(true);
      await c.configuracoes.avancarRelogio(leaseMs - 1_000);
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'ocupada' });
    });

    it('would store answers of two workers if the closing did not check its token', async () => {
      const desfazer = await mutante(c.banco, 'turnos_fechar', [
        [
          'if v_conversa.lease_token is distinct from p_token or v_turno.fechado_em is not null',
          'if false',
        ],
        ['if v_turno.fechado_token = p_token then', 'if false then'],
      ]);
      try {
        const { conversaId } = await c.conversaNova();
        const velho = await c.abrir(conversaId);
        await c.configuracoes.avancarRelogio(leaseMs + 1);
        const novo = await c.abrir(conversaId);
        await c.turnos.fechar(velho, responder, []);
        await c.turnos.fechar(novo, responder, []);
        expect(await saidas(conversaId)).toHaveLength(2);
      } finally {
        await desfazer();
      }
    });
  });

  describe('while the model cannot be reached', () => {
    it('keeps the turn, remembers since when the doctor waits, and stores one holding message', async () => {
      const { telefone, conversaId } = await c.conversaNova();
      const inicio = await c.agora();
      await c.configuracoes.avancarRelogio(3_000);
      const primeiro = await c.abrir(conversaId);
      expect(await c.turnos.adiar(primeiro, 5_000, null)).toEqual({ mensagemId: null });
      expect(await c.turnos.abrir(conversaId, leaseMs)).toMatchObject({ tipo: 'cedo' });

      // A new message does not shorten the wait of the backoff.
      const { responderEmMs } = await c.receber(telefone, 'oi?');
      expect(responderEmMs).toBeGreaterThan(3_000);
      await c.configuracoes.avancarRelogio(5_000);
      const segundo = await c.abrir(conversaId);
      expect(segundo.turnoId).toBe(primeiro.turnoId);
      expect(segundo.pendentes).toHaveLength(2);
      expect(Math.abs(segundo.aguardandoDesde!.getTime() - inicio.getTime())).toBeLessThan(2_000);
      expect(segundo.avisoDeEsperaEnviado).toBe(false);

      const { mensagemId } = await c.turnos.adiar(segundo, 5_000, 'já te respondo');
      expect(mensagemId).not.toBeNull();
      await c.configuracoes.avancarRelogio(5_000);
      const terceiro = await c.abrir(conversaId);
      expect(terceiro.avisoDeEsperaEnviado).toBe(true);
      expect(await c.turnos.adiar(terceiro, 5_000, 'de novo')).toEqual({ mensagemId: null });

      await c.configuracoes.avancarRelogio(5_000);
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
      // The holding message had not left: the answer makes it pointless.
      expect((await saidas(conversaId)).map((s) => [s.papel, s.status])).toEqual([
        ['aviso_espera', 'cancelada'],
        [null, 'pendente'],
      ]);
      expect(await conversa(conversaId)).toMatchObject({
        aguardando_desde: null,
        aviso_espera_em: null,
        responder_em: null,
      });
    });
  });

  it('tells of a message that may or may not have arrived', async () => {
    const telefone = novoTelefone();
    const { mensagens, conversaId } = await c.responder(telefone, ['reservei!']);
    const claim = await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
    if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
    await c.envios.concluir(mensagens[0]!, claim.token, { tipo: 'incerta', codigo: 'TEMPO' });
    await c.envios.resolverIncerta(mensagens[0]!, claim.token, { tipo: 'sem_prova' });
    await c.receber(telefone, 'oi?');
    const turno = await c.abrir(conversaId);
    expect(turno).toMatchObject({ talvezEnviada: 'reservei!' });

    // Said in other words and on its way: only once that has left is there nothing to say again.
    const fechamento = await c.turnos.fechar(turno, responder, []);
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.tipo);
    await c.receber(telefone, 'e aí?');
    const seguinte = await c.abrir(conversaId);
    expect(seguinte).toMatchObject({ talvezEnviada: 'reservei!' });
    await c.enviar(fechamento.mensagens[0]!);
    await c.turnos.soltar(seguinte);
    expect(await c.abrir(conversaId)).toMatchObject({ talvezEnviada: null });
  });

  it('tells of an answer that broke off, from the part that failed on', async () => {
    const telefone = novoTelefone();
    const partes = ['oi!', 'reservei', 'até lá'];
    const { mensagens, conversaId } = await c.responder(telefone, partes);
    await c.enviar(mensagens[0]!);
    const claim = await c.envios.reivindicar(mensagens[1]!, semLimites, 45_000);
    if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
    await c.envios.concluir(mensagens[1]!, claim.token, {
      tipo: 'falha_conhecida',
      codigo: 'RECUSADA',
      definitiva: true,
      banimento: false,
    });
    await c.receber(telefone, 'oi?');
    const { historico, talvezEnviada } = await c.abrir(conversaId);
    expect(talvezEnviada).toBe('reservei\naté lá');
    expect(historico.map((f) => f.texto)).toEqual(['oi', 'oi!']);
  });

  it('shows the 20 messages before what is unanswered, media by its kind', async () => {
    const telefone = novoTelefone();
    const { conversaId } = await c.responder(telefone, ['a']);
    await c.receber(telefone, '', { conteudo: { tipo: 'audio', segundos: 3, mimetype: null } });
    await c.turnos.fechar(await c.abrir(conversaId), responder, []);
    const recente = turnoDe(
      await c.receber(telefone, 'e então?').then(() => c.turnos.abrir(conversaId, leaseMs)),
    );
    expect(recente.historico.map((f) => f.texto)).toEqual(['oi', 'a', '[audio]', 'oi!']);
    await c.turnos.fechar(recente, responder, []);
    for (let i = 0; i < 12; i += 1) {
      await c.receber(telefone, `m${i}`);
      await c.turnos.fechar(await c.abrir(conversaId), responder, []);
    }
    await c.receber(telefone, 'fim');
    const { historico } = await c.abrir(conversaId);
    expect(historico).toHaveLength(20);
    expect(historico.at(-1)?.texto).toBe('oi!');
    expect(historico.at(-2)?.texto).toBe('m11');
  });
});
