import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type LinhaDeLog, type Palco } from './palco.ts';

let palco: Palco;
let proximo = 0;
/** A doctor nobody has seen before. */
const novoTelefone = () => `55119777700${String((proximo += 1)).padStart(2, '0')}`;

beforeAll(async () => {
  palco = await montarPalco();
}, 60_000);
afterAll(() => palco.desmontar());

const pergunta = 'oi, tem plantão de anestesia essa semana ou na próxima?';

function noBanco(telefone: string): MedicoNoBanco {
  return new MedicoNoBanco(palco, telefone);
}

describe('a conversation from the webhook to the phone', () => {
  it('offers a vaga that exists and reserves it when the doctor accepts', async () => {
    const telefone = novoTelefone();
    await palco.simulador.escrever({ telefone, texto: pergunta });
    const [oferta = ''] = await palco.simulador.esperarJulia(telefone);
    const hospitais = await palco.banco.sql<{ nome: string }[]>`select nome from hospitais`;
    expect(hospitais.some(({ nome }) => oferta.includes(nome))).toBe(true);

    await palco.simulador.escrever({ telefone, texto: 'pode reservar' });
    await palco.simulador.esperarJulia(telefone, 2);
    expect(await noBanco(telefone).plantoes()).toBe(1);
  });

  it('stores and answers once what is delivered fifty times in parallel', async () => {
    const telefone = novoTelefone();
    await palco.simulador.ligar({ 'webhook.duplicar': { vezes: 1, valor: 50 } });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await palco.simulador.esperarJulia(telefone);
    await noBanco(telefone).esperarSossego();
    expect(await noBanco(telefone).entradas()).toBe(1);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('answers five messages typed in a row in one turn', async () => {
    const telefone = novoTelefone();
    for (const texto of [
      'oi',
      'tudo bem?',
      'sou anestesista',
      'tem plantão',
      'na semana que vem?',
    ]) {
      await palco.simulador.escrever({ telefone, texto });
    }
    await palco.simulador.esperarJulia(telefone);
    await noBanco(telefone).esperarSossego();
    expect(await noBanco(telefone).entradas()).toBe(5);
    expect(await noBanco(telefone).turnos()).toBe(1);
  });

  it('answers a doctor who never stops typing', async () => {
    const telefone = novoTelefone();
    const fim = new AbortController();
    const escrever = async () => {
      for (let i = 0; !fim.signal.aborted; i += 1) {
        await palco.simulador.escrever({ telefone, texto: `oi ${i}` });
        await esperarAte(async () => (await palco.simulador.mensagens(telefone)).length > i);
      }
    };
    const escrevendo = escrever();
    await palco.simulador.esperarJulia(telefone);
    fim.abort();
    await escrevendo;
    await noBanco(telefone).esperarSossego();
  });

  it('keeps a lembrete for its time and sends it once within business hours', async () => {
    const telefone = novoTelefone();
    await palco.simulador.escrever({ telefone, texto: 'me chama amanhã 10h' });
    await palco.simulador.esperarJulia(telefone);
    await esperarAte(async () => {
      const [lembrete] = await palco.banco.sql`
        select 1 from mensagens m join medico_aliases a on a.medico_id = m.medico_id
        where a.valor = ${telefone} and m.tipo = 'lembrete' and m.status = 'pendente'`;
      return lembrete;
    });
  });

  it('confirms an opt-out once and then stays silent', async () => {
    const telefone = novoTelefone();
    await palco.simulador.escrever({ telefone, texto: 'para de me mandar mensagem' });
    await palco.simulador.esperarJulia(telefone);
    const [medico] = await palco.banco.sql<{ optout_em: Date | null }[]>`
      select optout_em from medicos m join medico_aliases a on a.medico_id = m.id where a.valor = ${telefone}`;
    expect(medico?.optout_em).not.toBeNull();
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('hands over when the doctor wants a person and is silent afterwards', async () => {
    const telefone = novoTelefone();
    await palco.simulador.escrever({ telefone, texto: 'quero falar com uma pessoa' });
    await palco.simulador.esperarJulia(telefone);
    await palco.simulador.escrever({ telefone, texto: 'alô?' });
    await noBanco(telefone).esperarSossego();
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('falls silent when a person types on the phone', async () => {
    const telefone = novoTelefone();
    await palco.simulador.escrever({ telefone, texto: 'oi' });
    await palco.simulador.esperarJulia(telefone);
    await palco.simulador.digitarNoAparelho(telefone, 'oi doutor, aqui é a Bia');
    await esperarAte(async () => (await noBanco(telefone).handoffAberto()) === 'manual');
    await palco.simulador.escrever({ telefone, texto: 'oi Bia' });
    await noBanco(telefone).esperarSossego();
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('is told by logs that lead from the webhook to the send and name nobody', async () => {
    const telefone = novoTelefone();
    const segredo = 'codinome abacaxi';
    await palco.simulador.escrever({ telefone, texto: `oi, aqui é ${segredo}` });
    await palco.simulador.esperarJulia(telefone);
    await noBanco(telefone).esperarSossego();
    const [conversa] = await palco.banco.sql<{ id: string }[]>`
      select c.id from conversas c join medico_aliases a on a.medico_id = c.medico_id where a.valor = ${telefone}`;
    const doWorker = await esperarAte(() => {
      const linhas = palco.logs('worker');
      return linhas.some((l) => ehEnvioDe(l, conversa?.id)) && linhas;
    });
    const envio = doWorker.find((linha) => ehEnvioDe(linha, conversa?.id));
    const mesmoFio = [...palco.logs('api'), ...doWorker].filter(
      (linha) => linha['correlationId'] === envio?.['correlationId'],
    );
    expect(new Set(mesmoFio.map((linha) => linha['job'] ?? linha['rota']))).toEqual(
      new Set([
        '/webhook/evolution',
        'mensagem.registrar',
        'conversa.responder',
        'mensagem.enviar',
      ]),
    );
    const tudo = [...palco.processo('api').linhas, ...palco.processo('worker').linhas].join('\n');
    expect(tudo).not.toContain(telefone);
    expect(tudo).not.toContain(segredo);
    expect(tudo).not.toMatch(/55119777700\d\d/);
  });
});

function ehEnvioDe(linha: LinhaDeLog, conversaId: string | undefined): boolean {
  return linha['job'] === 'mensagem.enviar' && linha['conversaId'] === conversaId;
}
