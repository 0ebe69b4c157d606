import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MensagemRecebida } from '@julia/domain';
import fc from 'fast-check';
import {
  criarCenario,
  mutante,
  novoTelefone,
  proximo,
  propria,
  recebida,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';
import { encontro } from '../test/encontro.ts';

const espera = { silencioMs: 6_000, maximoMs: 30_000 };

describe('SupabaseConversas', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const contar = async (conversaId: string): Promise<number> => {
    const [linha] = await c.banco.sql<{ n: number }[]>`
      select count(*)::int as n from mensagens where conversa_id = ${conversaId}`;
    return linha!.n;
  };
  const conversa = async (id: string): Promise<Record<string, unknown>> => {
    const [linha] = await c.banco.sql`select * from conversas where id = ${id}`;
    return linha!;
  };

  describe('an inbound message', () => {
    it('is stored once when it arrives 50 times at once', async () => {
      const mensagem = recebida(novoTelefone(), 'oi');
      const registros = await Promise.all(
        Array.from({ length: 50 }, () => c.conversas.registrarRecebida(mensagem, espera, 50_000)),
      );
      expect(new Set(registros.map((r) => r.mensagemId)).size).toBe(1);
      expect(registros.filter((r) => r.nova)).toHaveLength(1);
      expect(await contar(registros[0]!.conversaId)).toBe(1);
    });

    const doisDoMesmo = async (): Promise<{ medicos: number; falhas: number }> => {
      const telefone = novoTelefone();
      const resultados = await Promise.allSettled(
        Array.from({ length: 8 }, () => c.receber(telefone, 'oi')),
      );
      const medicos = resultados.flatMap((r) => (r.status === 'fulfilled' ? r.value.medicoId : []));
      return {
        medicos: new Set(medicos).size,
        falhas: resultados.filter((r) => r.status === 'rejected').length,
      };
    };

    it('makes one médico of a new doctor who sends several messages at once', async () => {
      expect(await doisDoMesmo()).toEqual({ medicos: 1, falhas: 0 });
    });

    it('would make several médicos without the lock on the alias', async () => {
      const desfazer = await mutante(c.banco, 'travar_pessoa', [
        ['perform pg_advisory_xact_lock(v_chave);', 'null;'],
        ['return v_ids;', `${await encontro(c.banco)} return v_ids;`],
      ]);
      try {
        expect((await doisDoMesmo()).medicos).toBeGreaterThan(1);
      } finally {
        await desfazer();
      }
    });

    it('replaces an empty copy by one with content, and asks for an answer again', async () => {
      const vazia = recebida(novoTelefone(), '', {
        conteudo: { tipo: 'desconhecido', tipoOriginal: 'placeholderMessage' },
      });
      const { conversaId, mensagemId } = await c.conversas.registrarRecebida(vazia, espera, 50_000);
      const cheia = { ...vazia, conteudo: { tipo: 'texto', texto: 'oi' } } as const;
      const depois = await c.conversas.registrarRecebida(cheia, espera, 50_000);
      expect(depois).toMatchObject({ mensagemId, nova: true });
      expect(await c.conversas.registrarRecebida(vazia, espera, 50_000)).toMatchObject({
        nova: false,
      });
      const [linha] = await c.banco.sql`select texto from mensagens where id = ${mensagemId}`;
      expect(linha).toEqual({ texto: 'oi' });
      expect(await contar(conversaId)).toBe(1);
    });

    it('keeps the original length of a text that is too long, and never half a character', async () => {
      const texto = 'a'.repeat(9) + '😀'.repeat(10);
      const { conversaId } = await c.conversas.registrarRecebida(
        recebida(novoTelefone(), texto),
        { silencioMs: 0, maximoMs: 0 },
        10,
      );
      const { pendentes } = await c.abrir(conversaId);
      expect(pendentes[0]).toMatchObject({
        texto: 'a'.repeat(9),
        conteudo: { tipo: 'texto', texto: 'a'.repeat(9) },
        tamanhoOriginal: 29,
      });
    });

    it('is stored whatever characters it carries', async () => {
      const { conversaId } = await c.receber(novoTelefone(), 'oi\0 \ud800 "\\ \u2028 🙂');
      const { pendentes } = await c.abrir(conversaId);
      expect(pendentes[0]?.texto).toBe('oi \ufffd "\\ \u2028 🙂');
    });

    it('is due after the silence, but never later than the longest wait after the first', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 8_000 }), { minLength: 1, maxLength: 6 }),
          async (pausas) => {
            const telefone = novoTelefone();
            let ultima = await c.conversas.registrarRecebida(recebida(telefone, 'a'), espera, 99);
            const inicio = await c.agora();
            for (const pausaMs of pausas) {
              await c.configuracoes.avancarRelogio(pausaMs);
              ultima = await c.conversas.registrarRecebida(recebida(telefone, 'b'), espera, 99);
            }
            const passadosMs = (await c.agora()).getTime() - inicio.getTime();
            const esperado = Math.max(0, Math.min(6_000, 30_000 - passadosMs));
            // The clock also runs while the test does.
            expect(Math.abs(ultima.responderEmMs! - esperado)).toBeLessThan(1_500);
          },
        ),
        { numRuns: 8 },
      );
    });

    it('is not due any more once everything is answered', async () => {
      const telefone = novoTelefone();
      const { conversaId } = await c.responder(telefone);
      const [linha] = await c.banco.sql`
        select id_provedor from mensagens where conversa_id = ${conversaId} and direcao = 'entrada'`;
      const repetida = recebida(telefone, 'oi', { idProvedor: String(linha!['id_provedor']) });
      expect(await c.conversas.registrarRecebida(repetida, espera, 99)).toMatchObject({
        nova: false,
        responderEmMs: null,
      });
    });
  });

  describe('identity', () => {
    it('never turns a LID into a phone, and joins the two when a message shows both', async () => {
      const telefone = novoTelefone();
      const lid = proximo('77000');
      const porLid = await c.receber(telefone, 'oi', { pessoa: { telefone: null, lid } });
      const porTelefone = await c.receber(telefone, 'tem vaga?');
      expect(porTelefone.medicoId).not.toBe(porLid.medicoId);
      expect((await c.abrir(porLid.conversaId)).destino.numero).toBe(`${lid}@lid`);

      const ambos = await c.receber(telefone, 'e aí?', { pessoa: { telefone, lid } });
      expect(ambos.medicoId).toBe(porLid.medicoId);
      expect(await c.medicoDe(telefone)).toBe(await c.medicoDe(lid));
      expect(await conversa(porTelefone.conversaId)).toMatchObject({ estado: 'encerrada' });
      expect(await contar(porLid.conversaId)).toBe(3);
      expect(await c.turnos.abrir(porTelefone.conversaId, 1_000)).toEqual({
        tipo: 'nada_pendente',
      });
    });

    it('keeps the opt-out of either, the human control, and offers under handles that do not clash', async () => {
      const telefone = novoTelefone();
      const lid = proximo('77000');
      const a = await c.receber(telefone, 'oi', { pessoa: { telefone: null, lid } });
      const b = await c.receber(telefone, 'oi');
      await c.banco.sql`update medicos set optout_em = agora() where id = ${b.medicoId}`;
      await c.banco.sql`select interno.abrir_handoff(${b.conversaId}, 'manual', 'x', agora())`;
      const pendente = await c.enfileirar(b.conversaId, { tipo: 'campanha' });

      const { medicoId } = await c.receber(telefone, 'oi', { pessoa: { telefone, lid } });
      expect(medicoId).toBe(a.medicoId);
      const [medico] = await c.banco.sql`select optout_em from medicos where id = ${medicoId}`;
      expect(medico!['optout_em']).not.toBeNull();
      expect(await conversa(a.conversaId)).toMatchObject({ controle: 'humano' });
      const [linha] = await c.banco
        .sql`select conversa_id, medico_id from mensagens where id = ${pendente}`;
      expect(linha).toEqual({ conversa_id: a.conversaId, medico_id: medicoId });
    });

    it('waits with the merge while both have a message in flight', async () => {
      const telefone = novoTelefone();
      const lid = proximo('77000');
      const a = await c.receber(telefone, 'oi', { pessoa: { telefone: null, lid } });
      const b = await c.receber(telefone, 'oi');
      for (const { conversaId } of [a, b]) {
        const id = await c.enfileirar(conversaId, { tipo: 'manual' });
        expect(await c.envios.reivindicar(id, semLimites, 45_000)).toMatchObject({
          tipo: 'enviar',
        });
      }
      await c.receber(telefone, 'oi', { pessoa: { telefone, lid } });
      expect(await c.medicoDe(telefone)).not.toBe(await c.medicoDe(lid));
    });

    it('survives merges and messages of the same people all at once', async () => {
      for (let rodada = 0; rodada < 5; rodada += 1) {
        const telefone = novoTelefone();
        const lid = proximo('77000');
        const pessoas = [
          { telefone, lid: null },
          { telefone: null, lid },
          { telefone, lid },
        ];
        await Promise.all(
          Array.from({ length: 18 }, (_, i) =>
            c.receber(telefone, 'oi', { pessoa: pessoas[i % 3]! }),
          ),
        );
        const medico = (await c.medicoDe(telefone))!;
        expect(await c.medicoDe(lid)).toBe(medico);
        const [linha] = await c.banco.sql`
          select count(*)::int as mensagens,
            (select count(*)::int from conversas where medico_id = ${medico} and estado = 'ativa') as ativas
          from mensagens where medico_id = ${medico}`;
        expect(linha).toEqual({ mensagens: 18, ativas: 1 });
      }
    });
  });

  describe('a message of our own number', () => {
    it('settles the row in flight of the same person and text, by any alias', async () => {
      const telefone = novoTelefone();
      const lid = proximo('77000');
      const { mensagens } = await c.responder(telefone, ['oi doutora']);
      await c.receber(telefone, 'x', { pessoa: { telefone, lid } });
      await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
      const eco = propria(telefone, 'oi doutora', { pessoa: { telefone: null, lid } });
      expect(await c.conversas.registrarPropria(eco)).toMatchObject({
        tipo: 'eco',
        mensagemId: mensagens[0],
      });
      expect(await c.conversas.registrarPropria(eco)).toMatchObject({ tipo: 'eco' });
      expect(await c.status(mensagens[0]!)).toMatchObject({ status: 'enviada' });
    });

    it('that nobody sent was typed on the phone: kept, handed over, and queued answers cancelled', async () => {
      const telefone = novoTelefone();
      const { conversaId, mensagens } = await c.responder(telefone, ['oi doutora']);
      const digitada = propria(telefone, 'oi, aqui é a Paula');
      const registro = await c.conversas.registrarPropria(digitada);
      expect(registro).toMatchObject({ tipo: 'humano', conversaId, nova: true });
      expect(await c.conversas.registrarPropria(digitada)).toEqual({ ...registro, nova: false });
      expect(await conversa(conversaId)).toMatchObject({ controle: 'humano' });
      expect(await c.status(mensagens[0]!)).toEqual({
        status: 'cancelada',
        motivo: 'controle_humano',
      });
      const handoffs = await c.banco.sql`
        select gatilho, encerrado_em from handoffs where conversa_id = ${conversaId}`;
      expect([...handoffs]).toEqual([{ gatilho: 'manual', encerrado_em: null }]);
      await c.conversas.registrarPropria(propria(telefone, 'mais uma'));
      expect(
        (await c.banco.sql`select 1 from handoffs where conversa_id = ${conversaId}`).length,
      ).toBe(1);
    });

    it('taken for a person first is given back to Júlia when its send is confirmed', async () => {
      const telefone = novoTelefone();
      const { conversaId, mensagens } = await c.responder(telefone, ['oi doutora']);
      const claim = await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
      const alterada = propria(telefone, 'oi doutora (texto alterado no caminho)');
      expect(await c.conversas.registrarPropria(alterada)).toMatchObject({ tipo: 'humano' });
      if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
      await c.envios.concluir(mensagens[0]!, claim.token, {
        tipo: 'aceita',
        idProvedor: alterada.idProvedor,
      });
      expect(await c.status(mensagens[0]!)).toMatchObject({ status: 'enviada' });
      expect(await conversa(conversaId)).toMatchObject({ controle: 'julia' });
    });

    it('taken for a person first stays with the one who really typed meanwhile', async () => {
      const telefone = novoTelefone();
      const { conversaId, mensagens } = await c.responder(telefone, ['oi doutora']);
      const claim = await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
      if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
      const alterada = propria(telefone, 'oi doutora (texto alterado no caminho)');
      await c.conversas.registrarPropria(alterada);
      const digitada = await c.conversas.registrarPropria(propria(telefone, 'aqui é a Paula'));
      await c.envios.concluir(mensagens[0]!, claim.token, {
        tipo: 'aceita',
        idProvedor: alterada.idProvedor,
      });
      expect(await c.status(mensagens[0]!)).toMatchObject({ status: 'enviada' });
      expect(await conversa(conversaId)).toMatchObject({ controle: 'humano' });
      const handoffs = await c.banco.sql`
        select encerrado_em, origem_mensagem_id from handoffs where conversa_id = ${conversaId}`;
      expect([...handoffs]).toEqual([
        { encerrado_em: null, origem_mensagem_id: digitada.mensagemId },
      ]);
    });

    it('older than the claim is not its echo', async () => {
      const telefone = novoTelefone();
      const { mensagens } = await c.responder(telefone, ['oi doutora']);
      await c.envios.reivindicar(mensagens[0]!, semLimites, 45_000);
      const antiga = propria(telefone, 'oi doutora', {
        enviadaEm: new Date(Date.now() - 60_000).toISOString(),
      });
      expect(await c.conversas.registrarPropria(antiga)).toMatchObject({ tipo: 'humano' });
    });
  });

  describe('edits and deletions', () => {
    it('an edit before the answer is what gets answered; a deletion is answered by nothing', async () => {
      const telefone = novoTelefone();
      const primeira = recebida(telefone, 'oi');
      const segunda = recebida(telefone, 'apaga isso');
      for (const m of [primeira, segunda]) {
        await c.conversas.registrarRecebida(m, { silencioMs: 0, maximoMs: 0 }, 99);
      }
      expect(await c.conversas.editar('julia', primeira.idProvedor, 'olá')).toBe(true);
      expect(await c.conversas.apagar('julia', segunda.idProvedor)).toBe(true);
      expect(await c.conversas.editar('julia', 'NUNCA', 'x')).toBe(false);
      expect(await c.conversas.apagar('julia', 'NUNCA')).toBe(false);
      const { conversaId } = await c.receber(telefone, 'tem vaga?');
      const { pendentes } = await c.abrir(conversaId);
      expect(pendentes.map((p) => p.texto).sort()).toEqual(['olá', 'tem vaga?']);
    });

    it('an edit that comes after a later one changes nothing, known message or not', async () => {
      const antes = '2026-11-23T13:00:01Z';
      const depois = '2026-11-23T13:00:02Z';
      const [conhecida, aindaNao] = [
        recebida(novoTelefone(), 'oi'),
        recebida(novoTelefone(), 'oi'),
      ];
      const registrar = (m: MensagemRecebida) =>
        c.conversas.registrarRecebida(m, { silencioMs: 0, maximoMs: 0 }, 99);
      const editar = (m: MensagemRecebida, texto: string, em: string | null) =>
        c.conversas.editar('julia', m.idProvedor, texto, em);
      const pendente = async (conversaId: string) => {
        const turno = await c.abrir(conversaId);
        await c.turnos.soltar(turno);
        return turno.pendentes.map((p) => p.texto);
      };

      const { conversaId } = await registrar(conhecida);
      expect(await editar(conhecida, 'não pode', depois)).toBe(true);
      expect(await editar(conhecida, 'pode', antes)).toBe(true);
      expect(await pendente(conversaId)).toEqual(['não pode']);

      expect(await editar(aindaNao, 'não pode', depois)).toBe(false);
      expect(await editar(aindaNao, 'pode', antes)).toBe(false);
      const { conversaId: outra } = await registrar(aindaNao);
      expect(await editar(aindaNao, 'pode', antes)).toBe(true);
      expect(await pendente(outra)).toEqual(['não pode']);
      expect(await editar(aindaNao, 'sem hora', null)).toBe(true);
      expect(await editar(aindaNao, 'pode', antes)).toBe(true);
      expect(await pendente(outra)).toEqual(['sem hora']);
    });

    it('has nothing to answer when everything was deleted, also in the middle of a turn', async () => {
      const mensagem = recebida(novoTelefone(), 'oi');
      const { conversaId } = await c.conversas.registrarRecebida(
        mensagem,
        { silencioMs: 0, maximoMs: 0 },
        99,
      );
      await c.turnos.abrir(conversaId, 1);
      await c.conversas.apagar('julia', mensagem.idProvedor);
      await c.configuracoes.avancarRelogio(10);
      expect(await c.turnos.abrir(conversaId, 1_000)).toEqual({ tipo: 'nada_pendente' });
    });
  });

  describe('delivery statuses', () => {
    it('only ever rise, in whatever order they come', async () => {
      const ordem = ['enviada', 'entregue', 'lida', 'reproduzida'] as const;
      const final = { enviada: 'enviada', entregue: 'entregue', lida: 'lida', reproduzida: 'lida' };
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...ordem), { minLength: 1 }), async (vindos) => {
          const { mensagens } = await c.responder(novoTelefone());
          const id = await c.enviar(mensagens[0]!);
          for (const status of vindos) await c.conversas.aplicarStatus('julia', id, status);
          const maior = ordem[Math.max(...vindos.map((s) => ordem.indexOf(s)))]!;
          expect(await c.status(mensagens[0]!)).toEqual({ status: final[maior], motivo: null });
        }),
        { numRuns: 15 },
      );
    });

    it('are kept until the id is known', async () => {
      const { mensagens } = await c.responder(novoTelefone());
      expect(await c.conversas.aplicarStatus('julia', 'CEDO', 'entregue')).toBe('guardado');
      expect(await c.conversas.aplicarStatus('julia', 'CEDO', 'enviada')).toBe('guardado');
      await c.enviar(mensagens[0]!, 'CEDO');
      expect(await c.status(mensagens[0]!)).toMatchObject({ status: 'entregue' });
      expect(await c.conversas.aplicarStatus('julia', 'CEDO', 'entregue')).toBe('ja_superado');
    });

    it('an error counts only before the delivery', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      const um = await c.enviar(mensagens[0]!);
      const dois = await c.enviar(mensagens[1]!);
      await c.conversas.aplicarStatus('julia', um, 'entregue');
      expect(await c.conversas.aplicarStatus('julia', um, 'erro')).toBe('ja_superado');
      expect(await c.conversas.aplicarStatus('julia', dois, 'erro')).toBe('aplicado');
      expect(await c.status(mensagens[1]!)).toEqual({ status: 'falhou', motivo: 'erro_entrega' });
      expect(await c.conversas.aplicarStatus('julia', dois, 'lida')).toBe('aplicado');
    });
  });

  it('records the connection of a number it has never heard of', async () => {
    await c.conversas.registrarConexao({
      tipo: 'conexao_mudou',
      instancia: 'outra',
      estado: 'aberta',
      codigo: 200,
    });
    const [linha] = await c.banco
      .sql`select estado, estado_codigo from instancias where nome = 'outra'`;
    expect(linha).toEqual({ estado: 'aberta', estado_codigo: 200 });
  });
});
