import { pergunta } from './perguntas.ts';
import { frases, textoPlano } from './texto-plano.ts';

/** What Júlia's own words commit her to, beside confirmations. Every function returns the words that do. */

const dizSerHumana = [
  /(?<!\b(?:nao|nem|nunca)\s(?:eu\s)?)\bsou\s+(?:uma?\s+|sim\s+|bem\s+|so\s+|de\s+)*(?:humanas?|pessoas?|gente|ser humano|real|verdade|carne e osso|mulher)\b/,
  /\bnao sou\s+(?:(?:um|uma|nenhum|nenhuma)\s+)?(?:robo|bot|chatbot|ia|inteligencia|maquina|programa|sistema|assistente|automatic[oa]|virtual)\b/,
  /\bnao (?:tem|e|eh|existe) (?:nenhum |nenhuma |um |uma )?(?:robo|bot|ia|maquina)\b/,
  /\b(?:aqui|quem) (?:e|eh|fala|ta falando|quem fala) (?:uma )?(?:pessoa|humana|gente)\b/,
  /\bpessoa (?:real|de verdade|de carne e osso)\s+(?:aqui|mesmo|falando)\b/,
  /\btenho \d{2} anos\b|\bmeu (?:marido|filho|namorado|noivo)\b|\bminha (?:filha|esposa)\b/,
];

export function afirmacaoDeSerHumana(texto: string): string | null {
  return primeiro(textoPlano(texto), dizSerHumana);
}

const fara =
  'verificar|checar|conferir|consultar|ver|buscar|procurar|olhar|olhada|pesquisar|confirmar|reservar|perguntar|agendar|marcar|levantar|puxar|analisar|separar|resolver|retornar|passar|transferir|encaminhar|mandar|enviar|chamar|avisar|lembrar|falar com|pedir';
const promessasDeFazer = [
  new RegExp(
    `\\b(?:vou|irei|vamos)\\s+(?:(?:te|ja|dar|uma|tentar|so|aqui|lhe|rapidinho|agora|agora mesmo|logo)\\s+)*(?:${fara})\\b`,
  ),
  /\b(?:deixa|deixe|deixa que)\s+(?:eu|comigo)(?:\s+(?:te|ja|so|dar uma))*\s*(?:ver|verificar|verifico|checar|checo|conferir|confiro|consultar|consulto|buscar|busco|olhar|olhada|procurar|pesquisar|confirmar|confirmo|perguntar (?:pra|pro|ao|aqui)|vejo|$|[,.!])/,
  /\b(?:so\s+)?um\s+(?:momento|momentinho|minuto|minutinho|instante|instantinho|segundo|segundinho|pouquinho)\b/,
  /\b(?:pera ai|perai|pera um|aguarda (?:um|so|ai)|ja volto|te retorno|ja te (?:retorno|falo|digo|respondo|aviso|passo|mando|chamo)|ja retorno)\b/,
  /\b(?:to|estou|tou) (?:aqui )?(?:verificando|checando|consultando|buscando|vendo|conferindo|procurando|confirmando|reservando)\b/,
];
/** Júlia writes later only when a reminder was stored. */
const voltar =
  /\b(?:te (?:chamo|aviso|lembro|ligo|procuro|mando (?:msg|mensagem))|(?:vou|irei) te (?:chamar|avisar|lembrar|ligar|procurar|mandar (?:msg|mensagem))|volto a falar|te chamar)\b/g;
/** Said of many things: a promise to write only when the time stands right beside it. */
const voltarAoLado =
  /\b(?:te mando|(?:vou|irei) te mandar|(?:falo|(?:vou|irei) falar) com (?:vc|voce))\b/g;
const tempo =
  /\b(?:amanha|hoje|mais tarde|segunda|terca|quarta|quinta|sexta|sabado|domingo|semana|dia \d{1,2})\b|\d\s?h\b|\d:\d\d|\bas \d/;
/** "Amanhã às 10h," alone. */
const soTempo =
  /(?:^|[,;:!?]\s*)(?:\b(?:amanha|hoje|mais tarde|segunda|terca|quarta|quinta|sexta|sabado|domingo|feira|dia|de|da|n[oa]|as|la pelas|manha|tarde|noite|\d[\d:/h]*)(?![\w:/])[\s-]*)+,\s*(?:(?:ai|entao|eu)\s+)*$/;

export interface Promessa {
  readonly trecho: string;
  readonly deVoltar: boolean;
}

/** A promise of something only a tool could do, made in words instead. */
export function promessas(texto: string): Promessa[] {
  return frases(texto).flatMap((frase): Promessa[] => {
    const plano = textoPlano(frase);
    const volta = pergunta(plano) ? null : promessaDeVoltar(plano);
    if (volta !== null) return [{ trecho: volta, deVoltar: true }];
    const fazer = primeiro(plano, promessasDeFazer);
    return fazer === null || /\b(?:nao|nem) vou\b/.test(plano)
      ? []
      : [{ trecho: fazer, deVoltar: false }];
  });
}

/** The verb may stand before the time or after it: "te chamo amanhã", "amanhã às 10h te chamo". */
function promessaDeVoltar(plano: string): string | null {
  const comTempo = (achado: RegExpExecArray, aoLado: boolean) => {
    const antes = plano.slice(0, achado.index);
    const depois = plano.slice(achado.index + achado[0].length);
    if (/\b(?:nao|nem|nunca)(?: (?:eu|vou|irei|mais))*\s*$/.test(antes)) return false;
    if (tempo.test(aoLado ? (depois.split(/[,;:]/)[0] ?? '') : depois)) return true;
    // "Se surgir algo amanhã te aviso": the time is not the promise's.
    if (/\b(?:se|caso|quando|assim que)\b/.test(antes)) return false;
    return tempo.test(antes.split(/[,;:]\s/).at(-1) ?? '') || soTempo.test(antes);
  };
  const achado =
    [...plano.matchAll(voltar)].find((verbo) => comTempo(verbo, false)) ??
    [...plano.matchAll(voltarAoLado)].find((verbo) => comTempo(verbo, true));
  return achado?.[0] ?? null;
}

const tenhoVaga =
  /(?<!\b(?:nao|nem|nunca|sem|se|ainda nao)\s)\b(?:tenho|temos|surgiu|surgiram|abriu|abriram|apareceu|apareceram|achei|encontrei|separei|saiu|consegui)\s+(?:\S+\s+){0,4}?(?:vagas?|plantao|plantoes)\b/;
const temVaga = [
  // The subject of "tem" may be the doctor, and what is had may be an interest in a plantão.
  /(?<!\b(?:nao|nem|nunca|sem|se|vc|voce|ja|(?<!\b(?:claro|vi|olha|acho|sabia|certeza)\s)que|quem|quando|(?:nao|nem|se|vc|voce|que|quando) (?:ainda|ja|so|la|aqui|hoje|sempre))\s)\btem\s+(?:(?!(?:nada|algum|nenhum|quem|que|interesse|disponibilidade|vontade|experiencia|preferencia|como|feito|pegado)\w*\b)\S+\s+){0,4}?(?:vagas?|plantao|plantoes)\b/,
  // Nobody but us has a vaga; a plantão the doctor may have already.
  /(?<!\b(?:nao|nem|se|vc|voce|que|quando)\s)\bja tem\s+(?:\S+\s+){0,4}?vagas?\b/,
];
/** "Tem plantão amanhã?" asks; "tem um plantão amanhã, topa?" offers. */
const soPergunta =
  /^[^,;:]*\btem\b(?!.*(?:[,;:]|\b(?:topa|quer|bora|interessa|serve|acha|pega|aceita)\b)).*\?$/;

/** The sentences that say a vaga exists. */
export function ofertasAfirmadas(texto: string): string[] {
  return frases(texto).filter((frase) => {
    const plano = textoPlano(frase);
    return (
      tenhoVaga.test(plano) ||
      (temVaga.some((padrao) => padrao.test(plano)) && !soPergunta.test(plano))
    );
  });
}

function primeiro(plano: string, padroes: readonly RegExp[]): string | null {
  for (const padrao of padroes) {
    const achado = padrao.exec(plano);
    if (achado) return achado[0].trim();
  }
  return null;
}
