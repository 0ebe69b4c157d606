import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type Palco } from './palco.ts';

const pergunta = 'oi, tem plantão de anestesia nos próximos dias?';
let palco: Palco;
let proximo = 0;

function novoMedico(): { telefone: string; noBanco: MedicoNoBanco } {
  const telefone = `55119333300${String((proximo += 1)).padStart(2, '0')}`;
  return { telefone, noBanco: new MedicoNoBanco(palco, telefone) };
}

/** The model's silence lasts a minute: it begins with the stage, and the last test sees its end. */
let esquecido: ReturnType<typeof novoMedico>;

beforeAll(async () => {
  palco = await montarPalco();
  esquecido = novoMedico();
  await palco.simulador.ligar({ 'llm.timeout': { vezes: 1 } });
  await palco.simulador.escrever({ telefone: esquecido.telefone, texto: pergunta });
  await usado('llm.timeout');
}, 90_000);
afterEach(() => palco.simulador.desligarTudo());
afterAll(() => palco.desmontar());

async function usado(chave: string): Promise<void> {
  await esperarAte(async () => !(chave in (await palco.simulador.chavesLigadas())), 20_000, chave);
}

async function esperarConexao(estado: string): Promise<void> {
  await esperarAte(async () => {
    const [linha] = await palco.banco.sql<{ estado: string }[]>`
      select estado from instancias where nome = 'julia'`;
    return linha?.estado === estado;
  });
}

describe('switches of the simulador', () => {
  it('evolution.conexao: what was written while the number was closed is found once it is open', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'evolution.conexao': true, 'webhook.perder': { vezes: 1 } });
    await esperarConexao('fechada');
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await usado('webhook.perder');

    await palco.simulador.ligar({ 'evolution.conexao': false });
    await esperarConexao('aberta');
    await palco.simulador.esperarJulia(telefone);
    await noBanco.esperarSossego();
    expect(await noBanco.entradas()).toBe(1);
  });

  it('envio.numero-inexistente: the answer is given up at once, and the conversation goes on', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'envio.numero-inexistente': { vezes: 1 } });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await usado('envio.numero-inexistente');
    await noBanco.esperarSossego();
    expect(await noBanco.saidas()).toMatchObject([
      { status: 'falhou', motivo: 'numero_inexistente' },
    ]);
    expect(await palco.simulador.textosDaJulia(telefone)).toEqual([]);

    await palco.simulador.escrever({ telefone, texto: pergunta });
    await palco.simulador.esperarJulia(telefone);
    await noBanco.esperarSossego();
    expect(await noBanco.turnos()).toBe(2);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('webhook.reordenar: one turn answers a burst that came in another order', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'webhook.reordenar': { vezes: 1 } });
    for (const texto of ['oi', 'tudo bem?', pergunta]) {
      await palco.simulador.escrever({ telefone, texto });
    }
    await usado('webhook.reordenar');
    await palco.simulador.esperarJulia(telefone);
    await noBanco.esperarSossego();
    expect([await noBanco.entradas(), await noBanco.turnos()]).toEqual([3, 1]);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  });

  it('llm.timeout: the turn is put off and answered a little later', async () => {
    const { telefone, noBanco } = esquecido;
    await palco.simulador.esperarJulia(telefone, 1, 90_000);
    await noBanco.esperarSossego();
    const adiados = palco.logs('worker').filter((linha) => linha['resultado'] === 'adiado');
    expect(adiados).toMatchObject([{ job: 'conversa.responder', codigo: 'LLM_TIMEOUT' }]);
    expect([await noBanco.entradas(), await noBanco.turnos()]).toEqual([1, 1]);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  }, 120_000);
});
