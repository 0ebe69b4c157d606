import { describe, expect, it } from '@jest/globals';
import {
  MemoriaPublisher,
  RoteiroEnvios,
  RoteiroMensageiro,
  umaPropria,
  umaRecebida,
} from '../../testing/index.ts';
import type { EventoWhatsapp, MensagemPropria } from '../whatsapp/evento.ts';
import { talvezSemRegistro } from '../whatsapp/mensageiro.ts';
import { ConferirIncerta } from './conferir-incerta.ts';

const reivindicadaEm = new Date('2026-11-23T13:00:00Z');
const segundos = (n: number) => new Date(reivindicadaEm.getTime() + n * 1_000);

function cenario({
  passaram,
  guardadas,
}: {
  passaram: number;
  guardadas: EventoWhatsapp[] | null;
}) {
  const envios = new RoteiroEnvios();
  envios.incerta = {
    mensagemId: 'saida-1',
    token: 'token-1',
    destino: { instancia: 'julia', numero: '5511900000001' },
    telefone: '5511900000001',
    lid: '99887766',
    texto: 'oi doutora',
    reivindicadaEm,
    codigo: 'tempo_esgotado',
    agora: segundos(passaram),
  };
  const mensageiro = new RoteiroMensageiro();
  mensageiro.guardadas = guardadas;
  const publisher = new MemoriaPublisher();
  const conferir = new ConferirIncerta(envios, mensageiro, publisher);
  return { envios, mensageiro, publisher, executar: () => conferir.executar('saida-1') };
}

const estaMesma = umaPropria({ enviadaEm: segundos(1).toISOString() });
const outraNossa = umaPropria({
  idProvedor: 'OUTRA',
  conteudo: { tipo: 'texto', texto: 'outra' },
  enviadaEm: segundos(-60).toISOString(),
});

describe('ConferirIncerta', () => {
  it('is sent when the provider has it: same person, same text, not before the claim', async () => {
    const { envios, executar } = cenario({ passaram: 20, guardadas: [estaMesma] });
    await executar();
    expect(envios.vereditos).toEqual([{ tipo: 'enviada', idProvedor: 'PROPRIA', em: segundos(1) }]);
  });

  it('nudges who may leave next once it was settled elsewhere, by its echo or by a run that was killed', async () => {
    const { envios, publisher, executar } = cenario({ passaram: 20, guardadas: [] });
    envios.incerta = null;
    envios.primeira = 'saida-2';
    expect(await executar()).toMatchObject({ resultado: 'nada_a_fazer' });
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-2' }, delayMs: 0 },
    ]);
  });

  it('knows the person by LID too', async () => {
    const porLid = { ...estaMesma, pessoa: { telefone: null, lid: '99887766' } };
    const { envios, executar } = cenario({ passaram: 20, guardadas: [porLid] });
    await executar();
    expect(envios.vereditos).toMatchObject([{ tipo: 'enviada' }]);
  });

  it.each<[string, Partial<MensagemPropria>]>([
    ['another text', { conteudo: { tipo: 'texto', texto: 'oi' } }],
    ['another person', { pessoa: { telefone: '5511900000002', lid: null } }],
    ['an earlier instant', { enviadaEm: segundos(-11).toISOString() }],
  ])('is not proved by %s', async (_nome, diferenca) => {
    const { envios, publisher, executar } = cenario({
      passaram: 20,
      guardadas: [{ ...estaMesma, ...diferenca }],
    });
    await executar();
    expect(envios.vereditos).toEqual([]);
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.conferir', payload: { mensagemId: 'saida-1' }, delayMs: 30_000 },
    ]);
  });

  it('is not proved by a message that is bound to another row', async () => {
    const { envios, executar } = cenario({ passaram: 20, guardadas: [estaMesma] });
    envios.vinculados = new Set(['PROPRIA']);
    await executar();
    expect(envios.vereditos).toEqual([]);
  });

  it('was not sent when three minutes passed and the look-up shows others of ours but not this one', async () => {
    const { envios, publisher, executar } = cenario({ passaram: 180, guardadas: [outraNossa] });
    envios.vinculados = new Set(['OUTRA']);
    await executar();
    expect(envios.vereditos).toEqual([{ tipo: 'nao_enviada' }]);
    expect(publisher.publicados).toEqual([
      { name: 'mensagem.enviar', payload: { mensagemId: 'saida-1' }, delayMs: 0 },
    ]);
  });

  it('was not sent when the look-up shows only what the doctor wrote: the first message of a quiet number', async () => {
    const { envios, executar } = cenario({
      passaram: 180,
      guardadas: [umaRecebida({ idProvedor: 'DO_MEDICO' })],
    });
    envios.vinculados = new Set(['DO_MEDICO']);
    await executar();
    expect(envios.vereditos).toEqual([{ tipo: 'nao_enviada' }]);
  });

  it('is not proved unsent by an absence after a 400: the provider may have sent it and failed to store it', async () => {
    const guardadas = [outraNossa, umaRecebida({ idProvedor: 'DO_MEDICO' })];
    for (const [passaram, vereditos] of [
      [180, []],
      [900, [{ tipo: 'sem_prova' }]],
    ] as const) {
      const { envios, executar } = cenario({ passaram, guardadas });
      envios.incerta = { ...envios.incerta!, codigo: talvezSemRegistro };
      envios.vinculados = new Set(['OUTRA', 'DO_MEDICO']);
      await executar();
      expect(envios.vereditos).toEqual(vereditos);
    }
  });

  it('is never proved sent by what the doctor wrote, word for word', async () => {
    const repetida = umaRecebida({ idProvedor: 'ECO', conteudo: estaMesma.conteudo });
    const { envios, executar } = cenario({ passaram: 20, guardadas: [repetida] });
    await executar();
    expect(envios.vereditos).toEqual([]);
  });

  it('may be the one sent to a LID nobody knows yet: then absence proves nothing', async () => {
    const semTelefone = { ...estaMesma, pessoa: { telefone: null, lid: '11223344' } };
    const { envios, executar } = cenario({ passaram: 200, guardadas: [outraNossa, semTelefone] });
    envios.incerta = { ...envios.incerta!, lid: null };
    // Bound, because it was taken for a message typed on the phone.
    envios.vinculados = new Set(['OUTRA', 'PROPRIA']);
    await executar();
    expect(envios.vereditos).toEqual([]);
  });

  it.each([
    ['three minutes have not passed', { passaram: 179 }],
    ['the connection is closed', { fechada: true }],
    ['the look-up shows nothing known to exist', { semConhecida: true }],
    ['the provider does not know the number', { semInstancia: true }],
  ])('absence proves nothing while %s', async (_nome, caso) => {
    const { passaram = 200, ...defeitos } = caso as Record<string, number | undefined>;
    const { fechada, semConhecida, semInstancia } = defeitos;
    const { envios, mensageiro, executar } = cenario({ passaram, guardadas: [outraNossa] });
    envios.vinculados = new Set(semConhecida ? [] : ['OUTRA']);
    if (fechada) mensageiro.estado = 'fechada';
    if (semInstancia) mensageiro.inexistentes.add('julia');
    await executar();
    expect(envios.vereditos).toEqual([]);
  });

  it.each([
    ['was not sent', 180],
    ['has no proof', 900],
  ])(
    'an earlier claim that %s is no verdict on a later claim of the same message',
    async (_nome, passaram) => {
      const guardadas = passaram < 900 ? [outraNossa] : [];
      const { envios, publisher, executar } = cenario({ passaram, guardadas });
      envios.vinculados = new Set(['OUTRA']);
      envios.tokenAtual = 'token-2';
      expect(await executar()).toEqual({
        mensagemId: 'saida-1',
        resultado: 'veredito_superado',
        status: 'incerta',
      });
      expect(publisher.publicados).toEqual([]);
    },
  );

  it('ends without proof after fifteen minutes, also when the provider cannot be asked', async () => {
    for (const guardadas of [[], null]) {
      const { envios, executar } = cenario({ passaram: 900, guardadas });
      await executar();
      expect(envios.vereditos).toEqual([{ tipo: 'sem_prova' }]);
    }
  });
});
