import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { iniciarProxyHttp, type ProxyHttp } from '../infra/proxy-http.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type Palco } from './palco.ts';

const pergunta = 'oi, tem plantão de anestesia nos próximos dias?';
let palco: Palco;
let banco: ProxyHttp;
let proximo = 0;

/** A doctor nobody has seen before. */
function novoMedico(): { telefone: string; noBanco: MedicoNoBanco } {
  const telefone = `55119666600${String((proximo += 1)).padStart(2, '0')}`;
  return { telefone, noBanco: new MedicoNoBanco(palco, telefone) };
}

beforeAll(async () => {
  palco = await montarPalco({ servicos: ['api'] });
  banco = await iniciarProxyHttp({ destino: palco.banco.urlSupabase });
  await palco.subirServico('worker', { extra: { SUPABASE_URL: banco.url } });
}, 60_000);
afterEach(async () => {
  await palco.simulador.desligarTudo();
  await banco.falhar({ tipo: 'nenhuma' });
});
afterAll(async () => {
  await palco.desmontar();
  await banco.parar();
});

describe('the database in trouble', () => {
  it.each([
    ['answers 500', { tipo: 'status', status: 500 } as const],
    ['hangs', { tipo: 'buraco-negro' } as const],
    ['commits and loses the answer', { tipo: 'perder-resposta' } as const],
    ['resets connections', { tipo: 'reset' } as const],
  ])(
    '%s for a while: nothing is lost, nothing is doubled',
    async (_nome, falha) => {
      const { telefone, noBanco } = novoMedico();
      await banco.falhar(falha);
      const antes = banco.travessias;
      await palco.simulador.escrever({ telefone, texto: pergunta });
      const tentou =
        falha.tipo === 'perder-resposta'
          ? () => banco.travessias > antes + 1
          : () => jobsQueFalharam() > 0;
      await esperarAte(tentou, 20_000, 'uma tentativa com o banco fora');
      await banco.falhar({ tipo: 'nenhuma' });
      await palco.simulador.esperarJulia(telefone, 1, 60_000);
      await noBanco.deixarOTempoPassar();
      expect(await noBanco.entradas()).toBe(1);
      expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
    },
    150_000,
  );

  it('is away for ten minutes of the clock: the doctor is answered once when it is back', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.escrever({ telefone, texto: 'oi' });
    await palco.simulador.esperarJulia(telefone);
    await banco.falhar({ tipo: 'status', status: 500 });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await esperarAte(() => jobsQueFalharam() > 0, 20_000, 'uma tentativa com o banco fora');
    for (let minutos = 0; minutos < 10; minutos += 1) await palco.avancarRelogio(60_000);
    await banco.falhar({ tipo: 'nenhuma' });
    await palco.simulador.esperarJulia(telefone, 2, 60_000);
    await noBanco.deixarOTempoPassar();
    expect(await noBanco.entradas()).toBe(2);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(2);
  }, 150_000);
});

function jobsQueFalharam(): number {
  return palco
    .logs('worker')
    .filter((linha) => linha.msg === 'job falhou' || linha.msg === 'job adiado').length;
}

describe('WhatsApp in trouble', () => {
  it.each([
    'envio.enviada-mas-timeout',
    'envio.enviada-mas-400',
    'envio.enviada-mas-500',
    'envio.enviada-mas-cortada',
  ])(
    '%s: the message is not sent a second time',
    async (chave) => {
      const { telefone, noBanco } = novoMedico();
      await palco.simulador.ligar({ [chave]: { vezes: 1 } });
      await palco.simulador.escrever({ telefone, texto: pergunta });
      await palco.simulador.esperarJulia(telefone);
      await noBanco.deixarOTempoPassar();
      expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
      const [saida] = await noBanco.saidas();
      expect(['enviada', 'entregue', 'lida', 'falhou']).toContain(saida?.status);
    },
    120_000,
  );

  it('shows a message nobody can prove as failed without proof, and never resends it', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({
      'envio.enviada-mas-400': { vezes: 1, valor: 'sem-registro' },
    });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await palco.simulador.esperarJulia(telefone);
    await noBanco.deixarOTempoPassar();
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
    expect(await noBanco.saidas()).toMatchObject([{ status: 'falhou', motivo: 'sem_prova' }]);
  }, 120_000);

  it('sends again what certainly did not leave', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'erro.sendText': { vezes: 1, valor: 401 } });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await palco.simulador.esperarJulia(telefone, 1, 30_000);
    await noBanco.esperarSossego();
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
  }, 60_000);

  it('finds by itself what a lost webhook would have told', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'webhook.perder': { vezes: 1 } });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await palco.rodarAgendado('recuperar-lacunas');
    await palco.simulador.esperarJulia(telefone);
    expect(await noBanco.entradas()).toBe(1);
  }, 60_000);
});

describe('the model in trouble', () => {
  it.each([
    ['llm.erro', { vezes: 2, valor: 529 }],
    ['llm.erro', { vezes: 2, valor: 429 }],
    ['llm.erro', { vezes: 1, valor: 500 }],
    ['llm.derrubar', { vezes: 1 }],
    ['llm.recusa', { vezes: 1 }],
    ['llm.vazia', { vezes: 1 }],
    ['llm.truncada', { vezes: 1 }],
    ['llm.ferramenta-truncada', { vezes: 1 }],
    ['llm.ferramenta-desconhecida', { vezes: 1 }],
    ['llm.entrada-invalida', { vezes: 1 }],
    ['llm.duas-ferramentas', { vezes: 1 }],
    ['llm.diz-ser-humana', { vezes: 1 }],
    ['llm.inventa-valor', { vezes: 1 }],
    ['llm.confirma-sem-reservar', { vezes: 1 }],
    ['llm.markdown', { vezes: 1 }],
    ['llm.promessa-sem-ferramenta', { vezes: 1 }],
  ])(
    '%s %j: the doctor gets one whole and honest answer',
    async (chave, ajuste) => {
      const { telefone, noBanco } = novoMedico();
      await palco.simulador.ligar({ [chave]: ajuste });
      await palco.simulador.escrever({ telefone, texto: pergunta });
      await palco.simulador.esperarJulia(telefone, 1, 45_000);
      await noBanco.esperarSossego();
      const textos = await palco.simulador.textosDaJulia(telefone);
      expect(textos).toHaveLength(1);
      expect(textos[0]).not.toMatch(/sou humana|\*\*|^#|^- /m);
      expect((textos[0] ?? '').trim()).not.toBe('');
      expect(await noBanco.plantoes()).toBe(0);
    },
    90_000,
  );

  it('away for long: one holding message, then a person', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.ligar({ 'llm.erro': { valor: 529 } });
    await palco.simulador.escrever({ telefone, texto: pergunta });
    await esperarAte(
      async () => {
        if ((await noBanco.handoffAberto()) !== null) return true;
        await palco.avancarRelogio(60_000);
        await palco.rodarAgendado('processar-mensagens-agendadas');
        return false;
      },
      75_000,
      'o handoff por falta do modelo',
      500,
    );
    await noBanco.esperarSossego();
    expect(await noBanco.handoffAberto()).toBe('llm_indisponivel');
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(2);
  }, 120_000);
});
