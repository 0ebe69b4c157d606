import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  leaseEnvioMs,
  novoTelefone,
  proximo,
  propria,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

describe('an uncertain message', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  const reivindicar = (id: string) => c.envios.reivindicar(id, semLimites, leaseEnvioMs);
  /** Claims the row and loses sight of it; returns the claim. */
  const perder = async (id: string): Promise<string> => {
    const r = await reivindicar(id);
    if (r.tipo !== 'enviar') throw new Error(JSON.stringify(r));
    await c.envios.concluir(id, r.token, { tipo: 'incerta', codigo: 'TEMPO' });
    return r.token;
  };
  const umaIncerta = async () => {
    const { telefone, conversaId } = await c.conversaNova();
    const id = await c.enfileirar(conversaId, { tipo: 'manual', texto: proximo('recado ') });
    return { telefone, id, t: await perder(id) };
  };

  it('is shown with all names of the person and the time of its claim', async () => {
    const { id, telefone, t } = await umaIncerta();
    const achada = await c.envios.buscarIncerta(id);
    expect(achada).toMatchObject({ mensagemId: id, token: t, telefone, lid: null });
    expect(achada!.agora.getTime()).toBeGreaterThanOrEqual(achada!.reivindicadaEm.getTime());
    await c.envios.resolverIncerta(id, t, { tipo: 'nao_enviada' });
    expect(await c.envios.buscarIncerta(id)).toBeNull();
  });

  it('not sent goes back to the queue; a late echo still settles it instead of a second send', async () => {
    const { id, telefone, t } = await umaIncerta();
    expect(await c.envios.resolverIncerta(id, t, { tipo: 'nao_enviada' })).toEqual({
      status: 'pendente',
      tentarEmMs: 0,
      proximaId: null,
    });
    const [linha] = await c.banco.sql`select texto from mensagens where id = ${id}`;
    const eco = propria(telefone, String(linha!['texto']), {
      enviadaEm: (await c.agora()).toISOString(),
    });
    expect(await c.conversas.registrarPropria(eco)).toMatchObject({ tipo: 'eco' });
    expect(await reivindicar(id)).toEqual({ tipo: 'nada_a_fazer' });
  });

  it('without proof ends as failed; proof that comes later still counts', async () => {
    const { id, t } = await umaIncerta();
    expect(await c.envios.resolverIncerta(id, t, { tipo: 'sem_prova' })).toMatchObject({
      status: 'falhou',
    });
    expect(await c.status(id)).toEqual({ status: 'falhou', motivo: 'sem_prova' });
    await c.envios.concluir(id, t, { tipo: 'aceita', idProvedor: proximo('PROVA') });
    expect(await c.status(id)).toMatchObject({ status: 'enviada' });
  });

  it('without proof ends its answer too, and nobody writes that anew', async () => {
    const { mensagens, conversaId } = await c.responder(novoTelefone(), ['um', 'dois']);
    const [um, dois] = mensagens as [string, string];
    const t = await perder(um);
    await c.configuracoes.avancarRelogio(15 * 60_000);
    expect(await c.envios.resolverIncerta(um, t, { tipo: 'sem_prova' })).toEqual({
      status: 'falhou',
      tentarEmMs: null,
      proximaId: null,
    });
    expect(await c.status(dois)).toEqual({ status: 'cancelada', motivo: 'parte_anterior_falhou' });
    expect(await c.turnos.abrir(conversaId, 1)).toEqual({ tipo: 'nada_pendente' });
  });

  it('is not settled by what an earlier claim lacks, but by what was found of it', async () => {
    const { id, t } = await umaIncerta();
    await c.envios.resolverIncerta(id, t, { tipo: 'nao_enviada' });
    const segunda = await perder(id);
    for (const tipo of ['nao_enviada', 'sem_prova'] as const) {
      const conclusao = await c.envios.resolverIncerta(id, t, { tipo });
      expect(conclusao).toEqual({ status: 'incerta', tentarEmMs: null, proximaId: null });
    }
    expect(await c.envios.buscarIncerta(id)).toMatchObject({ token: segunda });
    const achada = { tipo: 'enviada', idProvedor: proximo('ACHADA'), em: new Date() } as const;
    expect(await c.envios.resolverIncerta(id, t, achada)).toMatchObject({ status: 'enviada' });
  });

  it('is settled as before by builds that do not tell which claim they judged', async () => {
    const { id } = await umaIncerta();
    await c.banco.sql`select envios_resolver_incerta(${id}, '{"tipo": "nao_enviada"}')`;
    expect(await c.status(id)).toEqual({ status: 'pendente', motivo: 'nao_enviada' });
  });

  it('never takes a provider id that belongs to another message', async () => {
    const { mensagens } = await c.responder(novoTelefone());
    const idProvedor = await c.enviar(mensagens[0]!);
    const { id, t } = await umaIncerta();
    expect(await c.envios.idsVinculados('julia', [idProvedor, 'NENHUM'])).toEqual(
      new Set([idProvedor]),
    );
    await expect(
      c.envios.resolverIncerta(id, t, { tipo: 'enviada', idProvedor, em: new Date() }),
    ).rejects.toMatchObject({ code: 'ID_PROVEDOR_DE_OUTRA_MENSAGEM' });
    expect(await c.status(id)).toMatchObject({ status: 'incerta' });
  });
});
