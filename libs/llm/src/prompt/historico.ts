import type Anthropic from '@anthropic-ai/sdk';
import type { FalaDoHistorico, Turno } from '@julia/domain';

const marcaHumana = '[pessoa da equipe]';

/**
 * The conversation as alternating messages that begin and end with the doctor. The last block carries the second cache
 * mark: further rounds of the same turn read everything up to here.
 */
export function mensagensIniciais(
  { historico }: Pick<Turno, 'historico'>,
  textoDoMedico: string,
): Anthropic.MessageParam[] {
  const falas = historico.filter(({ texto }) => texto.trim() !== '');
  const mensagens: Anthropic.MessageParam[] = [];
  for (const fala of falas) acrescentar(mensagens, papel(fala), escrever(fala));
  if (mensagens[0]?.role === 'assistant') {
    mensagens.unshift({ role: 'user', content: aviso('a conversa começou com uma mensagem sua') });
  }
  acrescentar(mensagens, 'user', delimitar(textoDoMedico));
  const ultima = mensagens.at(-1);
  if (ultima && typeof ultima.content === 'string') {
    ultima.content = [{ type: 'text', text: ultima.content, cache_control: { type: 'ephemeral' } }];
  }
  return mensagens;
}

/** Words of the system inside the conversation; a doctor cannot write this tag (see `delimitar`). */
export function aviso(texto: string): string {
  return `<aviso_do_sistema>${texto}</aviso_do_sistema>`;
}

function acrescentar(
  mensagens: Anthropic.MessageParam[],
  role: 'user' | 'assistant',
  texto: string,
): void {
  const ultima = mensagens.at(-1);
  if (ultima?.role === role && typeof ultima.content === 'string') {
    ultima.content = `${ultima.content}\n${texto}`;
  } else {
    mensagens.push({ role, content: texto });
  }
}

function papel({ autor }: FalaDoHistorico): 'user' | 'assistant' {
  return autor === 'medico' ? 'user' : 'assistant';
}

function escrever({ autor, texto }: FalaDoHistorico): string {
  if (autor === 'medico') return delimitar(texto);
  return autor === 'humano' ? `${marcaHumana} ${texto.toWellFormed()}` : texto.toWellFormed();
}

/** What a doctor wrote, marked as data. Anything that could open or close a tag is made harmless first. */
function delimitar(texto: string): string {
  const seguro = texto.toWellFormed().replace(/<(?=\s*[/!?\p{L}])/gu, '‹');
  return `<mensagem_do_medico>\n${seguro}\n</mensagem_do_medico>`;
}
