import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  mutante,
  novoTelefone,
  proximo,
  propria,
  recebida,
  type Cenario,
} from '../test/cenario.ts';

const jaVence = { silencioMs: 0, maximoMs: 0 };

describe('an edit or a deletion that comes before its message', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const guardadas = async (): Promise<number> =>
    (await c.banco.sql`select from alteracoes_pendentes`).length;

  it('is applied when the message comes: the last text is what gets answered', async () => {
    const mensagem = recebida(novoTelefone(), 'pode reservar');
    expect(await c.conversas.editar('julia', mensagem.idProvedor, 'não pode')).toBe(false);
    expect(await c.conversas.editar('julia', mensagem.idProvedor, 'não pode não')).toBe(false);
    const { conversaId, nova } = await c.conversas.registrarRecebida(mensagem, jaVence, 99);
    expect(nova).toBe(true);
    const { pendentes } = await c.abrir(conversaId);
    expect(pendentes).toMatchObject([
      { texto: 'não pode não', conteudo: { tipo: 'texto', texto: 'não pode não' } },
    ]);
    const [linha] = await c.banco.sql`
      select texto_antes_da_edicao from mensagens where id = ${pendentes[0]!.id}`;
    expect(linha).toEqual({ texto_antes_da_edicao: 'pode reservar' });
    expect(await guardadas()).toBe(0);
    expect(await c.conversas.editar('julia', mensagem.idProvedor, 'tá bom')).toBe(true);
  });

  it('leaves nothing to answer when the message was deleted, edited before or not', async () => {
    for (const editada of [false, true]) {
      const mensagem = recebida(novoTelefone(), 'apaga isso');
      if (editada) await c.conversas.editar('julia', mensagem.idProvedor, 'apaga aquilo');
      expect(await c.conversas.apagar('julia', mensagem.idProvedor)).toBe(false);
      const registro = await c.conversas.registrarRecebida(mensagem, jaVence, 99);
      expect(registro).toMatchObject({ nova: true, responderEmMs: null });
      expect(await c.turnos.abrir(registro.conversaId, 1_000)).toEqual({ tipo: 'nada_pendente' });
    }
    expect(await guardadas()).toBe(0);
  });

  it('counts for what a person typed on the phone and for what Júlia sent', async () => {
    const digitada = propria(novoTelefone(), 'oi, aqui é a Paula');
    await c.conversas.editar('julia', digitada.idProvedor, 'oi, aqui é a Ana');
    const { mensagemId } = await c.conversas.registrarPropria(digitada);
    const { mensagens } = await c.responder(novoTelefone());
    await c.conversas.apagar('julia', 'DA_JULIA');
    await c.enviar(mensagens[0]!, 'DA_JULIA');
    const linhas = await c.banco.sql`
      select texto, apagada_em is not null as apagada from mensagens
      where id in (${mensagemId}, ${mensagens[0]!}) order by ordem`;
    expect([...linhas]).toEqual([
      { texto: 'oi, aqui é a Ana', apagada: false },
      { texto: 'oi, tudo bem?', apagada: true },
    ]);
    expect(await guardadas()).toBe(0);
  });

  it('is dropped after 24 h', async () => {
    await c.conversas.editar('julia', 'NUNCA_VISTA', 'x');
    await c.configuracoes.avancarRelogio(24 * 3_600_000 - 60_000);
    await c.varredura.varrer(100);
    expect(await guardadas()).toBe(1);
    await c.configuracoes.avancarRelogio(60_001);
    await c.varredura.varrer(100);
    expect(await guardadas()).toBe(0);
  });

  /** How many of these deletions were lost, each told at the same time as its message. */
  const perdidas = async (vezes: number): Promise<number> => {
    const ids = await Promise.all(
      Array.from({ length: vezes }, async () => {
        const mensagem = recebida(novoTelefone(), 'oi', { idProvedor: proximo('CORRIDA') });
        await Promise.all([
          c.conversas.apagar('julia', mensagem.idProvedor),
          c.conversas.registrarRecebida(mensagem, jaVence, 99),
        ]);
        return mensagem.idProvedor;
      }),
    );
    const linhas = await c.banco.sql`
      select from mensagens where id_provedor = any (${ids}) and apagada_em is null`;
    return linhas.length;
  };

  it('is not lost when both come at once', async () => {
    expect(await perdidas(12)).toBe(0);
  });

  it('would be lost without the lock on the id', async () => {
    const desfazer = [
      await mutante(c.banco, 'conversas_apagar', [
        ['perform travar_id_provedor(p_instancia, p_id_provedor);', ''],
        ['if found then', 'if not found then perform pg_sleep(0.4); else'],
      ]),
      await mutante(c.banco, 'conversas_registrar_recebida', [
        ['perform travar_id_provedor(v_instancia, v_id_provedor);', 'perform pg_sleep(0.1);'],
      ]),
    ];
    try {
      expect(await perdidas(2)).toBeGreaterThan(0);
    } finally {
      for (const desfaz of desfazer) await desfaz();
    }
  });
});
