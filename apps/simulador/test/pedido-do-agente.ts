import { pedidoSchema } from '../src/anthropic/pedido.ts';

export type FalaDita = readonly ['medico' | 'julia', string];

/** A request as the agent writes it: doctor's words in a tag, the rest of the context in the system. */
export function pedidoDoAgente(
  falas: readonly FalaDita[],
  resultados: readonly (readonly [nome: string, entrada: object, saida: object])[] = [],
  contexto = '',
) {
  const messages: unknown[] = falas.map(([de, texto]) => ({
    role: de === 'medico' ? 'user' : 'assistant',
    content: de === 'medico' ? `<mensagem_do_medico>\n${texto}\n</mensagem_do_medico>` : texto,
  }));
  for (const [i, [name, input, saida]] of resultados.entries()) {
    const id = `toolu_${i}`;
    messages.push(
      { role: 'assistant', content: [{ type: 'tool_use', id, name, input }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: id, content: JSON.stringify(saida) }],
      },
    );
  }
  const nomes = ['buscar_vagas', 'reservar_plantao', 'agendar_lembrete', 'transferir_para_humano'];
  return pedidoSchema.parse({
    model: 'claude-haiku-5-5',
    max_tokens: 500,
    system: [
      { type: 'text', text: 'Você é a Júlia.' },
      {
        type: 'text',
        text: `<contexto>\nAgora: terça, 24/11/2026, 10h (horário de Brasília).\nPróximos dias: quarta, 25/11/2026.\n${contexto}</contexto>`,
      },
    ],
    tools: nomes.map((name) => ({ name })),
    messages,
  });
}
