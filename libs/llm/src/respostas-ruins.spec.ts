import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { umaVaga } from '@julia/domain/testing';
import { montar } from '../testing/cenario.ts';
import { amostra, diz, pede, ServidorMensagens } from '../testing/servidor-mensagens.ts';

const servidor = new ServidorMensagens();
let url = '';
beforeAll(async () => {
  url = await servidor.abrir();
});
afterAll(() => servidor.fechar());

const ultimoAviso = () => JSON.stringify(servidor.pedidos.at(-1)?.corpo.messages.at(-1)?.content);

describe('a model that cannot be used now', () => {
  it.each([
    ['error.429', 'LLM_LIMITE', 'warn'],
    ['error.529', 'LLM_SOBRECARGA', 'warn'],
    ['error.500', 'LLM_ERRO_INTERNO', 'warn'],
    ['error.400', 'LLM_PEDIDO_INVALIDO', 'error'],
    ['error.401', 'LLM_CREDENCIAL', 'error'],
    ['error.404', 'LLM_MODELO_INEXISTENTE', 'error'],
    ['error.413', 'LLM_PEDIDO_GRANDE', 'error'],
  ] as const)('%s makes the turn wait with %s', async (nome, codigo, nivel) => {
    const { responder, chamadas, log } = montar(url);
    servidor.dira(amostra(nome));
    expect(await responder('oi')).toEqual({ tipo: 'indisponivel', codigo });
    expect(servidor.pedidos).toHaveLength(1);
    expect(chamadas.chamadas).toMatchObject([{ resultado: codigo, custoMicroUsd: 0 }]);
    expect(log.linhas).toMatchObject([{ nivel, fatos: { codigo, requestId: 'req_FAKE' } }]);
  });

  it('waits when the connection drops', async () => {
    const { responder } = montar(url);
    servidor.dira({ cai: true });
    expect(await responder('oi')).toEqual({ tipo: 'indisponivel', codigo: 'LLM_CONEXAO' });
  });

  it.each(['tudo', 'corpo'] as const)('waits when it hangs (%s)', async (trava) => {
    const { responder, chamadas } = montar(url, { prazoChamadaMs: 100 });
    servidor.dira({ trava });
    expect(await responder('oi')).toEqual({ tipo: 'indisponivel', codigo: 'LLM_TIMEOUT' });
    expect(chamadas.chamadas).toMatchObject([{ resultado: 'LLM_TIMEOUT' }]);
  });

  it('does not outlast the deadline of the whole turn', async () => {
    const { responder } = montar(url, { prazoTotalMs: 100 });
    servidor.dira(pede(['buscar_vagas', {}]), { trava: 'tudo' });
    expect(await responder('oi')).toMatchObject({ tipo: 'indisponivel' });
  });

  it.each([
    ['a page of a proxy', { status: 200, body: '<html>oi</html>' }],
    ['foreign JSON', { status: 200, body: { choices: [] } }],
    [
      'a text without text',
      { status: 200, body: { content: [{ type: 'text' }], stop_reason: 'end_turn', usage: {} } },
    ],
  ])('waits when the answer is %s', async (_nome, fala) => {
    const { responder } = montar(url);
    servidor.dira(fala);
    expect(await responder('oi')).toEqual({
      tipo: 'indisponivel',
      codigo: 'LLM_RESPOSTA_INVALIDA',
    });
  });

  it('stops at once when the lease is lost', async () => {
    const { responder, chamadas } = montar(url);
    servidor.dira({ trava: 'tudo' });
    const controle = new AbortController();
    const perdido = new AppError('rule', 'LEASE_PERDIDO', 'lost');
    const chegou = servidor.proximoPedido();
    const resposta = responder('oi', {}, controle.signal);
    await chegou;
    controle.abort(perdido);
    await expect(resposta).rejects.toBe(perdido);
    expect(chamadas.chamadas).toMatchObject([{ resultado: 'LLM_ABORTADA' }]);
  });

  it('does not even call when the lease is already lost', async () => {
    const { responder } = montar(url);
    servidor.dira(diz('oi'));
    await expect(responder('oi', {}, AbortSignal.abort())).rejects.toMatchObject({
      code: 'LEASE_PERDIDO',
    });
    expect(servidor.pedidos).toHaveLength(0);
  });
});

describe('an answer that is no answer', () => {
  const vazia = { status: 200, body: { content: [], stop_reason: 'end_turn', usage: {} } };
  const cortada = diz('Oi Ana, eu queria te contar que', { stop_reason: 'max_tokens' });

  it.each([
    ['a refusal', amostra('message.refusal'), 'resposta_recusada'],
    ['nothing', vazia, 'resposta_vazia'],
    ['half a text', cortada, 'resposta_cortada'],
    ['a truncated tool call', amostra('message.max_tokens-truncated-tool'), 'resposta_cortada'],
    ['a character no database stores', diz('Oi \u0000'), 'resposta_cortada'],
  ])('%s is asked for again, then handed over', async (_nome, fala, motivo) => {
    const { responder, vagas } = montar(url);
    servidor.dira(fala, diz('Oi Ana, tudo bem?'));
    expect(await responder('oi')).toMatchObject({ tipo: 'texto', texto: 'Oi Ana, tudo bem?' });

    servidor.dira(fala);
    expect(await responder('oi')).toEqual({ tipo: 'transferir', motivo, bloqueados: [] });
    expect(servidor.pedidos).toHaveLength(2);
    expect(vagas.filtros).toEqual([]);
  });

  it('gives a cut answer more room', async () => {
    const { responder } = montar(url, { maxTokens: 100 });
    servidor.dira(cortada, diz('Oi Ana, tudo bem?'));
    await responder('oi');
    expect(servidor.pedidos.map(({ corpo }) => corpo.max_tokens)).toEqual([100, 200]);
  });
});

describe('a tool call that cannot run', () => {
  it.each([
    ['an unknown tool', ['apagar_tudo', {}], 'Não existe a ferramenta'],
    ['a missing field', ['reservar_plantao', { handle: 'V1' }], 'aceite'],
    ['a wrong type', ['buscar_vagas', { valor_minimo: 'muito' }], 'valor_minimo'],
    ['no object', ['buscar_vagas', 'V1'], 'Entrada inválida'],
    ['a day that is none', ['buscar_vagas', { de: '2026-02-31' }], 'de'],
    ['days in the wrong order', ['buscar_vagas', { de: '2026-12-02', ate: '2026-12-01' }], 'ate'],
    ['an invented handle', ['reservar_plantao', { handle: 'a1b2-c3', aceite: 'sim' }], 'handle'],
    [
      'a past instant',
      ['agendar_lembrete', { instante: '2026-11-20T10:00', contexto: 'x', texto: 'Oi!' }],
      'passou',
    ],
    [
      'words for an instant',
      ['agendar_lembrete', { instante: 'amanhã', contexto: 'x', texto: 'Oi!' }],
      'AAAA-MM-DD',
    ],
    [
      'a reminder too far',
      ['agendar_lembrete', { instante: '2027-11-22T10:00', contexto: 'x', texto: 'Oi!' }],
      '90 dias',
    ],
    [
      'a reminder in markdown',
      ['agendar_lembrete', { instante: '2026-11-24T10:00', contexto: 'x', texto: '**Oi**' }],
      'formatacao',
    ],
    [
      'a reminder with an invented value',
      [
        'agendar_lembrete',
        { instante: '2026-11-24T10:00', contexto: 'x', texto: 'Consegui R$ 9.000' },
      ],
      'valor',
    ],
  ] as [string, [string, unknown], string][])(
    '%s goes back to the model in words',
    async (_nome, pedido, explicacao) => {
      const { responder, lembretes, vagas } = montar(url);
      servidor.dira(pede(pedido), diz('Opa, me explica melhor?'));
      expect(await responder('sim')).toMatchObject({ tipo: 'texto', progresso: false });
      expect(ultimoAviso()).toContain('"is_error":true');
      expect(ultimoAviso()).toContain(explicacao);
      expect(ultimoAviso().length).toBeLessThan(900);
      expect(lembretes.agendados.size + vagas.reservadas.length).toBe(0);
    },
  );
});

describe('an answer the guard blocks', () => {
  it('is written once more with the reason, and kept for review', async () => {
    const { responder } = montar(url);
    servidor.dira(diz('Paga R$ 9.000!'), diz('Qual região fica melhor pra vc?'));
    expect(await responder('quanto paga?')).toEqual({
      tipo: 'texto',
      texto: 'Qual região fica melhor pra vc?',
      progresso: false,
      bloqueados: [{ texto: 'Paga R$ 9.000!', motivos: ['valor: r$ 9.000'] }],
    });
    expect(ultimoAviso()).toContain('valor que nenhuma ferramenta devolveu');
    expect(servidor.pedidos[1]?.corpo.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
  });

  it.each([
    ['an invented value', 'Paga R$ 9.000!', { tipo: 'transferir', motivo: 'resposta_bloqueada' }],
    ['a promise', 'Vou verificar e te falo', { tipo: 'transferir', motivo: 'promessa_sem_acao' }],
    [
      'the claim to be human',
      'Sou humana, claro',
      {
        tipo: 'texto',
        texto:
          'Sou a Júlia, assistente virtual da Revoluna. Se preferir falar com uma pessoa da equipe é só me dizer, tá?',
      },
    ],
    ['markdown', '**Oi Ana**, tudo bem?', { tipo: 'texto', texto: 'Oi Ana, tudo bem?' }],
  ])('twice with %s ends safely', async (_nome, ruim, fim) => {
    const { responder } = montar(url);
    servidor.dira(diz(ruim));
    expect(await responder('oi')).toMatchObject({
      ...fim,
      bloqueados: [{ texto: ruim }, { texto: ruim }],
    });
    expect(servidor.pedidos).toHaveLength(2);
  });

  it('asks for the tool in words when it only promised', async () => {
    const { responder, vagas } = montar(url);
    servidor.dira(diz('Vou verificar!'), pede(['buscar_vagas', {}]), diz('Sábado serve pra vc?'));
    expect(await responder('tem vaga?')).toMatchObject({
      tipo: 'texto',
      texto: 'Sábado serve pra vc?',
    });
    expect(vagas.filtros).toHaveLength(1);
    expect(JSON.stringify(servidor.pedidos[1]?.corpo.messages)).toContain(
      'chame a ferramenta agora',
    );
    expect(servidor.pedidos.some(({ corpo }) => 'tool_choice' in corpo)).toBe(false);
  });

  it('falls back on the found vaga in fixed words', async () => {
    const { responder } = montar(url);
    servidor.dira(pede(['buscar_vagas', {}]), diz('Paga R$ 9.000!'));
    expect(await responder('tem vaga?')).toMatchObject({
      tipo: 'texto',
      texto:
        'Tenho esse plantão: Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400. O q acha?',
    });
  });

  it('falls back on what was done, so that an effect is never kept from the doctor', async () => {
    const { responder } = montar(url);
    servidor.dira(
      pede(['reservar_plantao', { handle: 'V1', aceite: 'pode reservar' }]),
      diz('Vou verificar!'),
    );
    expect(await responder('pode reservar', { ofertas: [umaVaga()] })).toMatchObject({
      tipo: 'texto',
      texto:
        'Prontinho, reservei pra vc! Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400',
      progresso: true,
    });
  });
});
