import { frases, textoPlano } from './texto-plano.ts';

/** Four parts of about 400 characters: what one answer may take (DOMAIN §3). */
export const maxCaracteresDaResposta = 1_600;

const formatacao = [
  /\*\*|__|`|~~/,
  /(?:^|\s)\*[^*\s][^*\n]*\*(?!\w)/,
  /(?:^|\s)_[^_\s][^_\n]*_(?!\w)/,
  /^\s{0,3}#{1,6}\s/m,
  /^\s*(?:[-*•▪●–—+])\s+\S/m,
  /^\s*\d{1,2}[.)]\s+\S/m,
  /^\s*\|.*\|\s*$/m,
  /^\s*(?:-{3,}|={3,})\s*$/m,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /https?:\/\/|\bwww\.|\b[\w-]+\.(?:com|net|org|app|io)(?:\.br)?\b/i,
];

export function formatacaoProibida(texto: string): string | null {
  return primeiro(texto, formatacao);
}

const formalidade = [
  /\bprezad[oa]s?\b/,
  /\b(?:atenciosamente|cordialmente|respeitosamente)\b/,
  /\b(?:o|a|ao|pro|pra|para o|para a|do|da|caro|cara) senhor(?:a|es|as)?\b|^senhor(?:a)?[ ,]/,
  /\bsr[a]?\.\s|\bv\.?\s?s(?:a|as)\b|\bvossa (?:senhoria|excelencia)\b/,
  /\b(?:estimad[oa]s?)\b/,
  /\bcar[oa] (?:dr|dra|doutor|doutora|colega|medic[oa])\b/,
];

export function tratamentoFormal(texto: string): string | null {
  return primeiro(textoPlano(texto), formalidade);
}

const vazamento = [
  /<\/?[a-z][\w-]*[^>\n]*>/,
  /\b(?:buscar_vagas|reservar_plantao|agendar_lembrete|transferir_para_humano|tool_use|tool_result|mensagem_do_medico|aviso_do_sistema)\b/,
  /\bmodelo de linguagem\b|\blanguage model\b|\b(?:system )?prompt\b/,
  /\bminhas (?:instrucoes|regras|diretrizes)\b|\b(?:fui|estou) (?:instruid|programad|configurad)[oa]\b/,
  /\b(?:usar|chamar|acionar|executar) a (?:ferramenta|funcao)\b|\bresultado da ferramenta\b/,
  /\b[oa] (?:usuari[oa]|medic[oa]) (?:disse|quer|esta|perguntou|pediu|respondeu|aceitou|enviou|quis)\b/,
  /\b(?:preciso|devo|vou) (?:responder|agir|seguir|usar|gerar) (?:como|a|as|o|os|em|de)\b/,
  /\bresposta (?:final|ao medico|sugerida)\s*:/,
  /\bv\d{1,3}\b(?!\w)/,
  /\[(?:mensagem|nota|contexto|aviso|inicio|sistema|instruc)/,
  /[{}]|"\w+"\s*:/,
];

/** Instructions, tool names, internal handles or thoughts that belong to nobody's chat. */
export function vazamentoInterno(texto: string): string | null {
  return primeiro(textoPlano(texto), vazamento);
}

export function estaVazio(texto: string): boolean {
  return !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(texto);
}

/** A text that stops in the middle: it announces something that does not come. */
export function ficaNoMeio(texto: string): boolean {
  return /(?::|\.{2,}|…|,|;)\s*$/.test(texto);
}

/** The same words without inline emphasis. Lists, headings and links stay: taken apart they make no message. */
export function limparEnfase(texto: string): string {
  return texto
    .replace(/\*\*|__|`+|~~/g, '')
    .replace(/(^|\s)\*([^*\s][^*\n]*)\*(?!\w)/g, '$1$2')
    .replace(/(^|\s)_([^_\s][^_\n]*)_(?!\w)/g, '$1$2')
    .trim();
}

/** What is left of a text that went beyond its length: whole sentences only. */
export function encurtar(texto: string): string {
  if (texto.length <= maxCaracteresDaResposta) return texto;
  let curto = '';
  for (const frase of frases(texto)) {
    if (curto.length + frase.length + 1 > maxCaracteresDaResposta) break;
    curto = curto === '' ? frase : `${curto}\n${frase}`;
  }
  return curto;
}

function primeiro(texto: string, padroes: readonly RegExp[]): string | null {
  for (const padrao of padroes) {
    const achado = padrao.exec(texto);
    if (achado) return achado[0].trim();
  }
  return null;
}
