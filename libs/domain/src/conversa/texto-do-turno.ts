import type { Conteudo } from '../whatsapp/evento.ts';
import type { MensagemPendente } from './turnos.ts';

const notaDeCorte = '[a mensagem era maior e foi cortada aqui]';

/** What a message says in words; empty for audio, video without caption, sticker, reaction and unknown kinds. */
export function textoDoConteudo(conteudo: Conteudo): string {
  switch (conteudo.tipo) {
    case 'texto':
      return conteudo.texto;
    case 'imagem':
    case 'video':
    case 'documento':
      return conteudo.legenda ?? '';
    case 'localizacao':
      return ['[localização]', conteudo.nome, conteudo.endereco].filter(Boolean).join(' ');
    case 'contato':
      return `[contato] ${conteudo.nomes.join(', ')}`;
    case 'enquete':
      return `[enquete] ${conteudo.nome}: ${conteudo.opcoes.join(', ')}`;
    case 'audio':
    case 'sticker':
    case 'reacao':
    case 'desconhecido':
      return '';
  }
}

/** Everything unanswered as one text, oldest first; a message over `maximo` is cut and says so. */
export function textoParaOAgente(pendentes: readonly MensagemPendente[], maximo: number): string {
  return pendentes
    .filter((mensagem) => mensagem.texto.trim() !== '')
    .map(({ texto, tamanhoOriginal }) =>
      tamanhoOriginal > maximo ? `${texto.slice(0, maximo)} ${notaDeCorte}` : texto,
    )
    .join('\n');
}
