import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bancada } from './bancada.ts';
import { amostraDeErro, amostraDeMensagem, diferencasDeForma } from './forma.ts';

const nomes = ['buscar_vagas', 'reservar_plantao', 'agendar_lembrete', 'transferir_para_humano'];
const longa = 'Você é a Júlia, escalista da Revoluna. '.repeat(120);

function pedido(texto: string, extra: object = {}) {
  return {
    model: 'claude-haiku-5-5',
    max_tokens: 1_000,
    system: [{ type: 'text', text: longa, cache_control: { type: 'ephemeral' } }],
    tools: nomes.map((name) => ({ name, description: name, input_schema: { type: 'object' } })),
    messages: [{ role: 'user', content: texto }],
    ...extra,
  };
}

interface Mensagem {
  content: { type: string; text?: string; name?: string; input?: object; id?: string }[];
  stop_reason: string;
  usage: Record<string, number>;
}

describe('the simulated Messages API', () => {
  let bancada: Bancada;
  beforeEach(async () => {
    bancada = await Bancada.iniciar();
  });
  afterEach(async () => bancada.encerrar());

  const chamar = async (texto: string, extra: object = {}) =>
    bancada.pedir('POST', '/v1/messages', pedido(texto, extra));
  const mensagem = async (texto: string, extra: object = {}) =>
    (await chamar(texto, extra)).corpo as unknown as Mensagem;

  it('knows the models it would answer for, and nobody without a key', async () => {
    const perguntar = async (modelo: string, headers = {}) =>
      (await bancada.pedir('GET', `/v1/models/${modelo}`, undefined, { headers })).status;
    expect(await perguntar('claude-haiku-5-5')).toBe(200);
    expect(await perguntar('claude-3-opus-20240229')).toBe(404);
    expect(await perguntar('claude-haiku-5-5', { authorization: '' })).toBe(401);
  });

  it('answers a text and a tool call in the shapes of the samples', async () => {
    const texto = await chamar('oi');
    expect(texto.status).toBe(200);
    expect(diferencasDeForma(texto.corpo, amostraDeMensagem('end_turn'))).toEqual([]);
    const ferramenta = await chamar('tem plantão de cardiologia?');
    const ignorar = ['content[]'];
    expect(diferencasDeForma(ferramenta.corpo, amostraDeMensagem('tool_use'), { ignorar })).toEqual(
      [],
    );
    const { content } = ferramenta.corpo as unknown as Mensagem;
    expect(content.map(({ type }) => type)).toEqual(['thinking', 'tool_use']);
    const sample = amostraDeMensagem('tool_use') as Mensagem;
    expect(diferencasDeForma(content[1], sample.content[2])).toEqual([]);
    expect(content[1]?.input).toEqual({ especialidade: 'cardiologia' });
  });

  it('writes the prompt cache on the first call, reads it on the next, and skips short prefixes', async () => {
    const { usage: primeira } = await mensagem('oi');
    const { usage: segunda } = await mensagem('tudo bem?');
    expect(primeira['cache_read_input_tokens']).toBe(0);
    expect(primeira['cache_creation_input_tokens']).toBeGreaterThan(512);
    expect(segunda['cache_read_input_tokens']).toBe(primeira['cache_creation_input_tokens']);
    expect(segunda['cache_creation_input_tokens']).toBe(0);
    const curto = [{ type: 'text', text: 'Oi', cache_control: { type: 'ephemeral' } }];
    const { usage } = await mensagem('oi', { system: curto, tools: [] });
    expect([usage['cache_read_input_tokens'], usage['cache_creation_input_tokens']]).toEqual([
      0, 0,
    ]);
  });

  it.each<[string, number, object]>([
    ['temperature', 400, { temperature: 1 }],
    ['top_p', 400, { top_p: 1 }],
    ['top_k', 400, { top_k: 5 }],
    ['a retired model', 404, { model: 'claude-3-5-haiku-20241022' }],
    ['another retired model', 404, { model: 'claude-sonnet-4-20250514' }],
    ['no messages', 400, { messages: [] }],
    ['no max_tokens', 400, { max_tokens: undefined }],
    [
      'a prefill',
      400,
      {
        messages: [
          { role: 'user', content: 'oi' },
          { role: 'assistant', content: 'O' },
        ],
      },
    ],
    ['an empty text', 400, { messages: [{ role: 'user', content: '' }] }],
    [
      'a forced tool on Sonnet 5.5',
      400,
      { model: 'claude-sonnet-5-5', tool_choice: { type: 'any' } },
    ],
    [
      'a tool_use without its result',
      400,
      {
        messages: [
          { role: 'user', content: 'oi' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'x', input: {} }] },
          { role: 'user', content: 'e aí' },
        ],
      },
    ],
    [
      'a tool_result from nowhere',
      400,
      {
        messages: [
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: '' }] },
        ],
      },
    ],
    [
      'a changed thinking block',
      400,
      {
        messages: [
          { role: 'user', content: 'oi' },
          { role: 'assistant', content: [{ type: 'thinking', thinking: 'x', signature: 'y' }] },
          { role: 'user', content: 'oi' },
        ],
      },
    ],
  ])('refuses %s with %d', async (_nome, status, extra) => {
    const resposta = await chamar('oi', extra);
    expect(resposta.status).toBe(status);
    const { body } = amostraDeErro(status);
    expect(diferencasDeForma(resposta.corpo, body)).toEqual([]);
  });

  it('wants a bearer token, and knows no other way', async () => {
    const headers = { authorization: '', 'x-api-key': 'sk-teste' };
    const resposta = await bancada.pedir('POST', '/v1/messages', pedido('oi'), { headers });
    expect(resposta.status).toBe(401);
    expect(diferencasDeForma(resposta.corpo, amostraDeErro(401).body)).toEqual([]);
  });

  it.each([400, 401, 404, 413, 429, 500, 529])('answers %d by switch', async (status) => {
    await bancada.ligar('llm.erro', { vezes: 1, valor: status });
    const resposta = await chamar('oi');
    const amostra = amostraDeErro(status);
    expect(resposta.status).toBe(status);
    expect(diferencasDeForma(resposta.corpo, amostra.body)).toEqual([]);
    expect((resposta.corpo['error'] as { type: string }).type).toBe(
      (amostra.body as { error: { type: string } }).error.type,
    );
    for (const nome of Object.keys(amostra.headers)) expect(resposta.headers.has(nome)).toBe(true);
    expect((await chamar('oi')).status).toBe(200);
  });

  it('hangs and cuts by switch', async () => {
    await bancada.ligar('llm.timeout', { vezes: 1 });
    const opcoes = { prazoMs: 100 };
    await expect(bancada.pedir('POST', '/v1/messages', pedido('oi'), opcoes)).rejects.toThrow();
    await bancada.ligar('llm.derrubar', { vezes: 1 });
    await expect(chamar('oi')).rejects.toThrow();
    const { corpo } = await bancada.pedir('GET', '/simulador/chamadas');
    const { chamadas } = corpo['llm'] as { chamadas: { resultado: string }[] };
    expect(chamadas.map(({ resultado }) => resultado)).toEqual(['trava', 'corta']);
  });

  it('refuses, says nothing or is cut by switch, in the shapes of the samples', async () => {
    await bancada.ligar('llm.recusa', { vezes: 1 });
    const recusa = await mensagem('oi');
    expect([recusa.stop_reason, recusa.content]).toEqual(['refusal', []]);
    expect(diferencasDeForma(recusa, amostraDeMensagem('refusal'))).toEqual([]);

    await bancada.ligar('llm.vazia', { vezes: 1 });
    const vazia = await mensagem('oi');
    expect([vazia.stop_reason, vazia.content]).toEqual(['end_turn', []]);

    await bancada.ligar('llm.truncada', { vezes: 1 });
    expect((await mensagem('oi')).stop_reason).toBe('max_tokens');

    await bancada.ligar('llm.ferramenta-truncada', { vezes: 1 });
    const cortada = await mensagem('tem plantão?');
    expect([cortada.stop_reason, cortada.content[0]?.input]).toEqual(['max_tokens', {}]);
    const sample = amostraDeMensagem('max_tokens-truncated-tool');
    expect(diferencasDeForma(cortada, sample)).toEqual([]);
  });

  it.each([
    ['llm.diz-ser-humana', /sou humana/],
    ['llm.inventa-valor', /R\$ 9\.876/],
    ['llm.confirma-sem-reservar', /reservei/],
    ['llm.markdown', /\*\*/],
    ['llm.promessa-sem-ferramenta', /verificar/],
  ] as const)('misbehaves by %s in words', async (chave, padrao) => {
    await bancada.ligar(chave, { vezes: 1 });
    const { content, stop_reason } = await mensagem('tem plantão?');
    expect([stop_reason, content[0]?.type]).toEqual(['end_turn', 'text']);
    expect(content[0]?.text).toMatch(padrao);
  });

  it('says exactly what it is told to say', async () => {
    await bancada.ligar('llm.texto', { vezes: 1, valor: 'Bom dia, prezado doutor' });
    expect((await mensagem('oi')).content[0]?.text).toBe('Bom dia, prezado doutor');
  });

  it('misuses tools by switch: unknown, invalid, two at once, without end', async () => {
    const ferramentas = async (texto: string) => {
      const { content } = await mensagem(texto);
      return content.filter(({ type }) => type === 'tool_use');
    };
    await bancada.ligar('llm.ferramenta-desconhecida', { vezes: 1 });
    expect(nomes).not.toContain((await ferramentas('oi'))[0]?.name);
    await bancada.ligar('llm.entrada-invalida', { vezes: 1 });
    const [invalida] = await ferramentas('tem plantão?');
    expect([invalida?.name, invalida?.input]).toEqual(['buscar_vagas', { periodo: 42, handle: 7 }]);
    await bancada.ligar('llm.duas-ferramentas', { vezes: 1 });
    const duas = await ferramentas('me chama amanhã 10h');
    expect(duas.map(({ name }) => name)).toEqual(['agendar_lembrete', 'agendar_lembrete']);
    expect(duas[0]?.id).not.toBe(duas[1]?.id);
    await bancada.ligar('llm.ferramentas-sem-fim');
    expect((await ferramentas('oi'))[0]?.name).toBe('buscar_vagas');
  });
});
