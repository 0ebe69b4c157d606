import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PassoAgente } from '@julia/domain';
import { MemoriaVagas, umaVaga } from '@julia/domain/testing';
import { montar } from '../testing/cenario.ts';
import { amostra, diz, pede, ServidorMensagens } from '../testing/servidor-mensagens.ts';

const servidor = new ServidorMensagens();
let url = '';
beforeAll(async () => {
  url = await servidor.abrir();
});
afterAll(() => servidor.fechar());

const oferta = 'Tenho uma no Hospital São Luiz Itaim sábado 28/11, das 19h às 7h, R$ 2.400. Topa?';
const aceite = ['reservar_plantao', { handle: 'V1', aceite: 'pode reservar' }] as const;
/** An earlier turn found the vaga. */
const ofertada = { ofertas: [umaVaga()] };
const reservado = 'Reservei pra vc! Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h';

/** As they come back from a jsonb column. */
const guardados = (passos: readonly PassoAgente[]) =>
  JSON.parse(JSON.stringify(passos)) as PassoAgente[];

interface Bloco {
  type: string;
  tool_use_id?: string;
  id?: string;
  is_error?: boolean;
  content?: string;
}
const blocosDa = (pedido: number, mensagem: number) =>
  servidor.pedidos[pedido]?.corpo.messages.at(mensagem)?.content as Bloco[];

describe('AnthropicAgente', () => {
  it('searches, then offers what the search returned', async () => {
    const { responder, vagas, turnos } = montar(url);
    servidor.dira(pede(['buscar_vagas', { periodo: 'noturno', de: '2026-11-23' }]), diz(oferta));

    const resposta = await responder('oi, tem plantão essa semana?');

    expect(resposta).toEqual({ tipo: 'texto', texto: oferta, progresso: true, bloqueados: [] });
    expect(vagas.filtros).toEqual([
      {
        especialidade: null,
        regiao: null,
        periodo: 'noturno',
        valorMinimoCentavos: null,
        de: '2026-11-23',
        ate: null,
      },
    ]);
    expect(turnos.passos).toHaveLength(1);
    const [resultado] = blocosDa(1, -1);
    expect(resultado).toMatchObject({ type: 'tool_result' });
    expect(JSON.parse(resultado?.content ?? '')).toMatchObject({
      vagas: [{ handle: 'V1', dia: 'sábado, 28/11/2026', horario: '19h às 7h', valor: 'R$ 2.400' }],
    });
  });

  it('sends the key as a bearer, cache marks, strict tools and nothing newer models refuse', async () => {
    const { responder } = montar(url);
    servidor.dira(diz('Oi Ana, tudo bem?'));
    await responder('oi');

    const [{ url: caminho, headers, corpo } = { url: '', headers: {}, corpo: null }] =
      servidor.pedidos;
    expect(caminho).toBe('/v1/messages');
    expect(headers).toMatchObject({
      authorization: 'Bearer chave-de-teste',
      'anthropic-version': '2026-10-21',
    });
    expect(headers).not.toHaveProperty('x-api-key');
    for (const proibido of ['temperature', 'top_p', 'top_k', 'tool_choice', 'thinking']) {
      expect(corpo).not.toHaveProperty(proibido);
    }
    expect(corpo?.system).toMatchObject([{ cache_control: { type: 'ephemeral' } }, {}]);
    expect(corpo?.system[1]).not.toHaveProperty('cache_control');
    expect(corpo?.tools.map(({ name, strict }) => [name, strict])).toEqual([
      ['buscar_vagas', true],
      ['reservar_plantao', true],
      ['agendar_lembrete', true],
      ['transferir_para_humano', true],
    ]);
    expect(corpo?.messages.at(-1)?.content).toMatchObject([
      { type: 'text', cache_control: { type: 'ephemeral' } },
    ]);
  });

  it('sends the same cached prefix to every doctor', async () => {
    const { responder } = montar(url);
    servidor.dira(diz('Oi, tudo bem?'));
    await responder('oi');
    await responder('bom dia', { agora: new Date('2026-12-24T23:59:00Z'), turnosAnteriores: 3 });

    const prefixo = (n: number) => {
      const corpo = servidor.pedidos[n]?.corpo;
      return JSON.stringify([corpo?.tools, corpo?.system[0]]);
    };
    expect(prefixo(0)).toBe(prefixo(1));
    // Haiku caches from 512 tokens, Sonnet from 1,024; four characters are about one token.
    expect(prefixo(0).length).toBeGreaterThan(1_024 * 4);
  });

  it('echoes thinking unchanged and answers parallel calls in one message, in order', async () => {
    const { responder, vagas, lembretes } = montar(url);
    servidor.dira(
      pede(
        ['buscar_vagas', {}],
        [
          'agendar_lembrete',
          { instante: '2026-11-24T10:00', contexto: 'pediu', texto: 'Oi Ana! Bora ver o plantão?' },
        ],
      ),
      diz('Fechado, te chamo amanhã às 10h!'),
    );
    const resposta = await responder('me chama amanhã 10h');

    expect(resposta).toMatchObject({ tipo: 'texto', progresso: true });
    expect(vagas.filtros).toHaveLength(1);
    expect([...lembretes.agendados.values()]).toEqual([
      { para: new Date('2026-11-24T13:00:00Z'), texto: 'Oi Ana! Bora ver o plantão?' },
    ]);
    const pedidos = blocosDa(1, -2);
    expect(pedidos[0]).toEqual({ type: 'thinking', thinking: '', signature: 'FAKESIG' });
    const resultados = blocosDa(1, -1);
    expect(resultados.map((bloco) => bloco.tool_use_id)).toEqual(
      pedidos.filter((bloco) => bloco.type === 'tool_use').map((bloco) => bloco.id),
    );
  });

  it('reserves only on words the doctor wrote', async () => {
    const { responder, vagas } = montar(url);
    servidor.dira(
      pede(['reservar_plantao', { handle: 'V1', aceite: 'aceito' }]),
      diz('Posso reservar pra vc?'),
    );
    expect(await responder('qual o valor mesmo?')).toMatchObject({
      tipo: 'texto',
      texto: 'Posso reservar pra vc?',
      progresso: false,
    });
    expect(vagas.reservadas).toEqual([]);
    expect(blocosDa(1, -1)).toMatchObject([{ is_error: true }]);
  });

  it('reserves one vaga per turn, however many are asked for', async () => {
    const emOutroDia = {
      inicio: new Date('2026-11-30T22:00:00Z'),
      fim: new Date('2026-12-01T10:00:00Z'),
    };
    const vagas = new MemoriaVagas([umaVaga(), umaVaga({ handle: 'V2', ...emOutroDia })]);
    const { responder } = montar(url, {}, vagas);
    servidor.dira(
      pede([...aceite], ['reservar_plantao', { handle: 'V2', aceite: 'pode reservar' }]),
      diz(reservado),
    );
    expect(await responder('pode reservar', ofertada)).toMatchObject({
      tipo: 'texto',
      texto: reservado,
    });
    expect(vagas.reservadas).toEqual(['V1']);
  });

  it('tells the truth when someone else was faster', async () => {
    const { responder, vagas } = montar(url);
    vagas.recusas.set('V1', 'ja_reservada');
    const honesta = 'Poxa, essa já foi reservada por outra pessoa. Quer ver outra?';
    servidor.dira(pede([...aceite]), diz('Tá reservado!'), diz(honesta));
    expect(await responder('pode reservar', ofertada)).toMatchObject({
      tipo: 'texto',
      texto: honesta,
      progresso: false,
      bloqueados: [{ texto: 'Tá reservado!', motivos: ['confirmacao: reservado'] }],
    });
  });

  it('goes on from the stored rounds, with each effect once', async () => {
    const primeira = montar(url);
    servidor.dira(pede(['buscar_vagas', {}]), pede([...aceite]), { cai: true });
    expect(await primeira.responder('pode reservar', ofertada)).toMatchObject({
      tipo: 'indisponivel',
      codigo: 'LLM_CONEXAO',
    });
    expect(primeira.vagas.reservadas).toEqual(['V1']);
    const interrompida = servidor.pedidos[2]?.corpo;

    const segunda = montar(url, {}, primeira.vagas);
    servidor.dira(diz(reservado));
    const resposta = await segunda.responder('pode reservar', {
      ...ofertada,
      passos: guardados(primeira.turnos.passos),
      agora: new Date('2026-11-23T13:09:00Z'),
    });
    expect(resposta).toMatchObject({ tipo: 'texto', texto: reservado, progresso: true });
    expect(primeira.vagas.reservadas).toEqual(['V1']);
    // Thinking blocks are only valid in the conversation that made them: the same bytes go out again.
    expect(servidor.pedidos[0]?.corpo).toEqual(interrompida);
  });

  it('runs the tools of a round that was stored but not finished', async () => {
    const primeira = montar(url);
    primeira.vagas.reservar = () => Promise.reject(new Error('killed'));
    servidor.dira(pede([...aceite]));
    await expect(primeira.responder('pode reservar', ofertada)).rejects.toThrow('killed');

    const segunda = montar(url);
    servidor.dira(diz(reservado));
    const passos = guardados(primeira.turnos.passos);
    expect(await segunda.responder('pode reservar', { ...ofertada, passos })).toMatchObject({
      tipo: 'texto',
      texto: reservado,
    });
    expect(segunda.vagas.reservadas).toEqual(['V1']);
  });

  it('ends the turn when the model hands over, and runs nothing else', async () => {
    const { responder, vagas, turnos } = montar(url);
    servidor.dira(
      pede([...aceite], ['transferir_para_humano', { motivo: 'quer falar de contrato' }]),
    );
    expect(await responder('pode reservar', ofertada)).toEqual({
      tipo: 'transferir',
      motivo: 'quer falar de contrato',
      bloqueados: [],
    });
    expect(vagas.reservadas).toEqual([]);
    expect(turnos.passos).toEqual([]);
    expect(servidor.pedidos).toHaveLength(1);
  });

  it('does not keep a reservation from the doctor when it hands over in the next round', async () => {
    const { responder, vagas } = montar(url);
    servidor.dira(
      pede([...aceite]),
      pede(['transferir_para_humano', { motivo: 'quer falar de contrato' }]),
    );
    expect(await responder('pode reservar', ofertada)).toEqual({
      tipo: 'transferir',
      motivo: 'quer falar de contrato',
      feito:
        'Prontinho, reservei pra vc! Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400',
      bloqueados: [],
    });
    expect(vagas.reservadas).toEqual(['V1']);
  });

  it('stops after six rounds and does not run tools nobody would tell about', async () => {
    const { responder, vagas } = montar(url);
    servidor.dira(pede(['buscar_vagas', {}]));
    expect(await responder('oi')).toMatchObject({
      tipo: 'transferir',
      motivo: 'rodadas_esgotadas',
    });
    expect(servidor.pedidos).toHaveLength(6);
    expect(vagas.filtros).toHaveLength(5);
  });

  it('tells what was done when the rounds run out after an effect', async () => {
    const { responder } = montar(url, { maxRodadas: 2 });
    servidor.dira(pede([...aceite]), pede(['buscar_vagas', {}]));
    expect(await responder('pode reservar', ofertada)).toMatchObject({
      tipo: 'texto',
      texto: expect.stringContaining(
        'Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400',
      ),
    });
  });

  it('answers hard conversations with the complex model and says why', async () => {
    const { responder, chamadas } = montar(url);
    servidor.dira(diz('Entendo vc! Qual valor faria sentido?'));
    await responder('tá muito baixo isso');
    expect(servidor.pedidos[0]?.corpo.model).toBe('claude-sonnet-5-5');
    expect(chamadas.chamadas).toMatchObject([
      { modelo: 'claude-sonnet-5-5', motivoModelo: 'objecao' },
    ]);
  });

  it('counts tokens and cost of every call', async () => {
    const { responder, chamadas } = montar(url);
    servidor.dira(diz('Oi Ana, tudo bem?'));
    await responder('oi');
    expect(chamadas.chamadas).toMatchObject([
      {
        finalidade: 'resposta',
        tokensEntrada: 42,
        tokensCacheEscrita: 0,
        tokensCacheLeitura: 3_200,
        tokensSaida: 61,
        // 42 × 0.10 + 3200 × 0.01 + 61 × 0.50, rounded up.
        custoMicroUsd: 67,
        resultado: 'ok',
      },
    ]);
  });

  it('hands over without a call when the day is spent', async () => {
    const { responder, chamadas } = montar(url, { orcamentoDiarioUsd: 0.5 });
    servidor.dira(diz('oi'));
    chamadas.gastoAntesMicroUsd = 500_000;
    expect(await responder('oi')).toEqual({
      tipo: 'transferir',
      motivo: 'orcamento_llm',
      bloqueados: [],
    });
    expect(servidor.pedidos).toHaveLength(0);
  });

  it('does not keep a reservation of an earlier attempt from the doctor when the day is spent or the model away', async () => {
    const primeira = montar(url);
    servidor.dira(pede([...aceite]), { status: 529, body: {} });
    const feito =
      'Prontinho, reservei pra vc! Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400';
    expect(await primeira.responder('pode reservar', ofertada)).toMatchObject({
      tipo: 'indisponivel',
      feito,
    });

    const segunda = montar(url, { orcamentoDiarioUsd: 0.5 });
    segunda.chamadas.gastoAntesMicroUsd = 500_000;
    const passos = guardados(primeira.turnos.passos);
    expect(await segunda.responder('pode reservar', { ...ofertada, passos })).toEqual({
      tipo: 'transferir',
      motivo: 'orcamento_llm',
      feito,
      bloqueados: [],
    });
  });

  it('reads a recorded answer with tools', async () => {
    const { responder, vagas } = montar(url);
    servidor.dira(amostra('message.tool_use'), diz('Quer que eu procure em outra cidade?'));
    expect(await responder('tem vaga?')).toMatchObject({ tipo: 'texto' });
    expect(vagas.filtros).toMatchObject([{ especialidade: 'cardiologia' }]);
  });
});
