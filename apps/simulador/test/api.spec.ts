import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bancada } from './bancada.ts';

const ana = '5511999990001';

describe('the JSON API of the simulador', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  it('shows a conversation of a doctor, Júlia and a person on the phone', async () => {
    const idProvedor = await bancada.medicoDiz('+55 (11) 99999-0001', 'oi', {
      id: 'AC01',
    });
    await bancada.enviar(ana, 'oi!');
    await bancada.pedir('POST', '/simulador/aparelho', { telefone: ana, texto: 'Rita aqui' });
    const { corpo } = await bancada.pedir('GET', `/simulador/conversas/${ana}`);
    expect(corpo).toMatchObject({
      telefone: ana,
      digitando: false,
      mensagens: [
        { de: 'medico', texto: 'oi', idProvedor },
        { de: 'julia', texto: 'oi!' },
        { de: 'humano', texto: 'Rita aqui' },
      ],
    });
    const todas = await bancada.pedir('GET', '/simulador/conversas');
    expect(Object.keys(todas.corpo).length).toBeGreaterThanOrEqual(5);
  });

  it('counts calls and keeps what was sent', async () => {
    await bancada.enviar(ana, 'oi!');
    await bancada.pedir('GET', '/instance/connectionState/julia');
    const { corpo } = await bancada.pedir('GET', '/simulador/chamadas');
    expect(corpo).toMatchObject({
      evolution: { sendText: 1, connectionState: 1 },
      sendText: [{ numero: ana, texto: 'oi!', resultado: '201' }],
      llm: { total: 0 },
    });
  });

  it('lists, sets and clears switches, and refuses unknown ones by name', async () => {
    await bancada.ligar('llm.erro', { vezes: 3, valor: 429 });
    const ligadas = async () => (await bancada.pedir('GET', '/simulador/chaves')).corpo['ligadas'];
    expect(await ligadas()).toEqual({ 'llm.erro': { vezes: 3, taxa: 1, valor: 429, alvo: null } });
    const errada = await bancada.pedir('PUT', '/simulador/chaves', { 'llm.nada': true });
    expect([errada.status, errada.corpo['erro']]).toEqual([400, 'chave desconhecida: llm.nada']);
    await bancada.pedir('PUT', '/simulador/chaves', { 'llm.erro': false, 'llm.vazia': true });
    await bancada.pedir('DELETE', '/simulador/chaves/llm.vazia');
    expect(await ligadas()).toEqual({});
  });

  it('moves its clock, and forgets everything when told to', async () => {
    const deslocamentoMs = 86_400_000;
    await bancada.pedir('PUT', '/simulador/relogio', { deslocamentoMs });
    await bancada.enviar(ana, 'amanhã');
    const [mensagem] = bancada.simulador.mundo.mensagensDe(ana);
    expect(mensagem?.em.getTime()).toBeGreaterThan(Date.now() + deslocamentoMs - 60_000);

    await bancada.ligar('llm.vazia');
    await bancada.pedir('DELETE', '/simulador/estado');
    const { corpo } = await bancada.pedir('GET', '/simulador/chamadas');
    expect(corpo).toMatchObject({ evolution: {}, sendText: [], llm: { total: 0 } });
    expect(bancada.simulador.mundo.mensagensDe(ana)).toEqual([]);
    expect(bancada.simulador.chaves.listar()).toEqual({});
    expect(bancada.simulador.relogio.deslocamentoMs).toBe(0);
  });

  it('answers 400 to a request it cannot read', async () => {
    for (const corpo of [{ telefone: ana }, { texto: 'oi' }, { telefone: '12', texto: 'oi' }]) {
      const resposta = await bancada.pedir('POST', '/simulador/mensagens', corpo);
      expect([resposta.status, typeof resposta.corpo['erro']]).toEqual([400, 'string']);
    }
    expect((await bancada.pedir('GET', '/simulador/nada')).status).toBe(404);
  });

  it('streams every change to whoever watches', async () => {
    const fim = new AbortController();
    const resposta = await fetch(bancada.endereco('/simulador/eventos'), { signal: fim.signal });
    await bancada.medicoDiz(ana, 'oi');
    await bancada.ligar('llm.vazia');
    let lido = '';
    for await (const parte of resposta.body ?? []) {
      lido += Buffer.from(parte).toString('utf8');
      if (lido.includes('event: mensagem') && lido.includes('event: chaves')) break;
    }
    fim.abort();
    expect(lido).toContain('"texto":"oi"');
  });
});
