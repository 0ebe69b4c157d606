import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  mutante,
  novoTelefone,
  propria,
  recebida,
  soLid,
  type Cenario,
} from '../test/cenario.ts';

const espera = { silencioMs: 0, maximoMs: 0 };

describe('a known message under a name that nobody bears yet', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const quantos = async () => {
    const [linha] = await c.banco.sql<{ medicos: number; conversas: number }[]>`
      select (select count(*)::int from medicos) as medicos, (select count(*)::int from conversas) as conversas`;
    return { ...linha! };
  };

  it('of a doctor gives him that name instead of making another médico', async () => {
    const mensagem = recebida(novoTelefone(), 'oi');
    const { medicoId, mensagemId } = await c.conversas.registrarRecebida(mensagem, espera, 99);
    const antes = await quantos();
    const { lid, pessoa } = soLid();
    expect(await c.conversas.registrarRecebida({ ...mensagem, pessoa }, espera, 99)).toMatchObject({
      medicoId,
      mensagemId,
      nova: false,
    });
    expect(await c.medicoDe(lid)).toBe(medicoId);
    expect(await quantos()).toEqual(antes);
    expect(await c.receber('', 'tem vaga?', { pessoa })).toMatchObject({ medicoId });
  });

  it('of Júlia gives its doctor that name', async () => {
    const { medicoId, mensagens, conversaId } = await c.responder(novoTelefone());
    const idProvedor = await c.enviar(mensagens[0]!);
    const antes = await quantos();
    const { lid, pessoa } = soLid();
    const eco = propria('', 'oi, tudo bem?', { idProvedor, pessoa });
    expect(await c.conversas.registrarPropria(eco)).toMatchObject({ tipo: 'eco', conversaId });
    expect(await c.medicoDe(lid)).toBe(medicoId);
    expect(await quantos()).toEqual(antes);
  });

  it('of a person on the phone gives its doctor that name', async () => {
    const digitada = propria(novoTelefone(), 'oi, aqui é a Paula');
    const { conversaId } = await c.conversas.registrarPropria(digitada);
    const antes = await quantos();
    const { lid, pessoa } = soLid();
    expect(await c.conversas.registrarPropria({ ...digitada, pessoa })).toMatchObject({
      tipo: 'humano',
      conversaId,
      nova: false,
    });
    expect(await c.medicoDe(lid)).toBeDefined();
    expect(await quantos()).toEqual(antes);
  });

  it('begins no conversation, also when the one it belongs to has ended', async () => {
    const mensagem = recebida(novoTelefone(), 'oi');
    const { conversaId } = await c.conversas.registrarRecebida(mensagem, espera, 99);
    await c.banco
      .sql`update conversas set estado = 'encerrada', encerrada_em = agora(), responder_em = null
      where id = ${conversaId}`;
    const antes = await quantos();
    expect(await c.conversas.registrarRecebida(mensagem, espera, 99)).toMatchObject({
      conversaId,
      nova: false,
    });
    expect(await quantos()).toEqual(antes);
  });

  it('leaves a name to whoever bears it already', async () => {
    const mensagem = recebida(novoTelefone(), 'oi');
    const { medicoId } = await c.conversas.registrarRecebida(mensagem, espera, 99);
    const { lid, pessoa } = soLid();
    const outro = await c.receber('', 'oi', { pessoa });
    expect(await c.conversas.registrarRecebida({ ...mensagem, pessoa }, espera, 99)).toMatchObject({
      medicoId,
      nova: false,
    });
    expect(await c.medicoDe(lid)).toBe(outro.medicoId);
  });

  /** One message that comes under the phone and under the LID, many times at once. */
  const deUmaVez = async () => {
    const telefone = novoTelefone();
    const mensagem = recebida(telefone, 'oi');
    const { lid, pessoa } = soLid();
    const resultados = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        c.conversas.registrarRecebida(i % 2 === 0 ? mensagem : { ...mensagem, pessoa }, espera, 99),
      ),
    );
    const falhas = resultados.filter((r) => r.status === 'rejected').length;
    return { falhas, medicos: new Set([await c.medicoDe(telefone), await c.medicoDe(lid)]).size };
  };

  it('makes one médico when both come for the first time at once', async () => {
    expect(await deUmaVez()).toEqual({ falhas: 0, medicos: 1 });
  });

  it('would make two, or fail, without the lock on the id', async () => {
    const desfazer = await mutante(c.banco, 'conversas_registrar_recebida', [
      ['perform travar_id_provedor(v_instancia, v_id_provedor);', ''],
      ['v_agora := agora();', 'v_agora := agora(); perform pg_sleep(0.2);'],
    ]);
    try {
      expect(await deUmaVez()).not.toEqual({ falhas: 0, medicos: 1 });
    } finally {
      await desfazer();
    }
  });
});
