import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarCenario, novoTelefone, propria, semLimites, type Cenario } from '../test/cenario.ts';

const qualquer = {
  especialidade: 'anestesia',
  regiao: null,
  periodo: null,
  valorMinimoCentavos: null,
  de: null,
  ate: null,
};

describe('a conversation from webhook to delivery', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ seed: true });
  });
  afterAll(() => c.banco.parar());

  it('stores the message, offers a vaga, reserves it, answers and learns that it was read', async () => {
    const telefone = novoTelefone();
    const { conversaId, nova, responderEmMs } = await c.receber(
      telefone,
      'oi, tem plantão de anestesia essa semana?',
    );
    expect({ nova, responderEmMs }).toEqual({ nova: true, responderEmMs: 0 });

    const turno = await c.abrir(conversaId);
    expect(turno).toMatchObject({
      controle: 'julia',
      destino: { instancia: 'julia', numero: telefone },
      historico: [],
      passos: [],
      ofertas: [],
    });
    expect(turno.pendentes.map((p) => p.texto)).toEqual([
      'oi, tem plantão de anestesia essa semana?',
    ]);

    const vagas = await c.vagas.oferecer(turno, qualquer);
    expect(vagas).toHaveLength(5);
    expect(vagas.map((v) => v.handle)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5']);
    expect(new Set(vagas.map((v) => v.especialidade))).toEqual(new Set(['Anestesiologia']));
    expect(await c.vagas.reservar(turno, 'v1')).toEqual({ tipo: 'reservada', vaga: vagas[0] });

    const fechamento = await c.turnos.fechar(
      turno,
      {
        tipo: 'responder',
        partes: ['reservei pra vc', 'qualquer coisa me chama'],
        progresso: true,
      },
      [{ texto: 'sou humana', motivos: ['diz_ser_humana'] }],
    );
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    const [primeira, segunda] = fechamento.mensagens;

    const claim = await c.envios.reivindicar(primeira!, semLimites, 45_000);
    if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
    expect(claim).toMatchObject({ texto: 'reservei pra vc', destino: { numero: telefone } });
    const eco = propria(telefone, 'reservei pra vc', { idProvedor: 'ECO1' });
    expect(await c.conversas.registrarPropria(eco)).toEqual({
      tipo: 'eco',
      mensagemId: primeira,
      conversaId,
      proximaId: segunda,
    });
    expect(await c.conversas.registrarPropria(eco)).toMatchObject({ proximaId: null });
    expect(
      await c.envios.concluir(primeira!, claim.token, { tipo: 'aceita', idProvedor: 'ECO1' }),
    ).toEqual({ status: 'enviada', tentarEmMs: null, proximaId: segunda });
    expect(await c.envios.rascunho(segunda!, semLimites)).toMatchObject({
      caracteres: 'qualquer coisa me chama'.length,
      caracteresDaResposta: 'reservei pra vcqualquer coisa me chama'.length,
      continuacao: true,
      poderiaSair: true,
    });
    await c.enviar(segunda!, 'ECO2');
    expect(await c.conversas.aplicarStatus('julia', 'ECO1', 'lida')).toBe('aplicado');
    expect(await c.status(primeira!)).toEqual({ status: 'lida', motivo: null });

    const { conversaId: mesma } = await c.receber(telefone, 'obrigada!');
    expect(mesma).toBe(conversaId);
    const segundo = await c.abrir(conversaId);
    expect(segundo.historico.map((f) => [f.autor, f.texto])).toEqual([
      ['medico', 'oi, tem plantão de anestesia essa semana?'],
      ['julia', 'reservei pra vc'],
      ['julia', 'qualquer coisa me chama'],
    ]);
    expect(segundo).toMatchObject({ turnosAnteriores: 1, respostasHoje: 1, turnosSemProgresso: 0 });
    expect(segundo.ofertas?.map((v) => v.handle)).toEqual(['V2', 'V3', 'V4', 'V5']);
    expect(segundo.medico.especialidade).toBe('Anestesiologia');
  });
});
