import { frases, textoPlano } from './texto-plano.ts';

/** What Júlia's own words commit her to. Every function returns the words that do, or null. */

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

const reservou =
  /\b(?:reservei|confirmei|garanti|fechei|acabei de (?:reservar|confirmar|fechar|garantir|agendar))\b/;
const estaReservado = [
  /\b(?:reservad|confirmad|garantid)[oa]s?\b/,
  /\b(?:ta|esta|ficou|fica|deixei|plantao|vaga) (?:tudo )?fechad[oa]\b/,
  /\b(?:a vaga|o plantao|esse plantao|essa vaga)(?: ja)? (?:e|eh) (?:seu|sua|teu|tua)\b/,
];
const agendou = /\b(?:agendei|marquei|agendad[oa]s?|marcad[oa]s?)\b/;
const hipotese =
  /\b(?:nao|nem|nunca|sem|quando|caso|assim que|depois d[eao]|apos|antes|quer|quiser|posso|podemos|precisa|preciso|falta|seria|se (?:vc|voce|eu|der|for|quiser|topar|confirmar|fechar|tiver|puder|o|a))\b/;
const negacao = /\b(?:nao|nem|nunca)(?:\s+\w+){0,3}\s*$/;
/** "Already taken by someone else" or "you already hold another one" is a refusal, not a confirmation. */
const deOutro =
  /\b(?:reservad|confirmad|garantid|fechad)[oa]s? (?:\w+ )?(?:por|pra|para|pro|com) (?:um |uma )?(?:outr|algue|colega)|\bja (?:foi|foram|tinha sido) (?:reservad|fechad|preenchid)[oa]s?(?! (?:pra|para) (?:vc|voce|ti)| no seu)|\bbate com\b|\boutr[oa] (?:plantao|vaga)\b.{0,25}\b(?:reservad|confirmad|marcad)/;
const perguntaDeApoio = /,\s*(?:ta|ok|okay|blz|beleza|certo|ne|combinado|tudo bem)\s*\?$/;

export interface Confirmacao {
  readonly trecho: string;
  readonly de: 'reserva' | 'agendamento';
  /** "I did it" rather than "it is done". */
  readonly ato: boolean;
}

/** Claims that something was reserved, confirmed or scheduled. Questions, conditions and denials are none. */
export function confirmacoes(texto: string): Confirmacao[] {
  return frases(texto).flatMap((frase) => {
    const plano = textoPlano(frase);
    if (deOutro.test(plano)) return [];
    const pergunta = plano.endsWith('?') && !perguntaDeApoio.test(plano);
    const achadas: Confirmacao[] = [];
    const anotar = (padrao: RegExp, de: Confirmacao['de'], ato: boolean) => {
      const achado = padrao.exec(plano);
      if (!achado) return;
      const antes = plano.slice(0, achado.index);
      const oracao = antes.split(/[,;:]/).at(-1) ?? '';
      const naoAfirma = ato
        ? negacao.test(antes)
        : pergunta || hipotese.test(oracao) || condicao(antes);
      if (!naoAfirma) achadas.push({ trecho: achado[0], de, ato });
    };
    anotar(reservou, 'reserva', true);
    for (const padrao of estaReservado) anotar(padrao, 'reserva', false);
    anotar(agendou, 'agendamento', false);
    return achadas;
  });
}

function condicao(antes: string): boolean {
  return /\bse (?:vc|voce|eu|der|for|quiser|topar|confirmar|fechar|tiver|puder)\b|\b(?:quando|caso|assim que|posso|quer que)\b/.test(
    antes,
  );
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
const promessaDeVoltar =
  /\b(?:te (?:chamo|aviso|lembro|ligo|procuro|mando (?:msg|mensagem))|(?:vou|irei) te (?:chamar|avisar|lembrar|ligar|procurar|mandar (?:msg|mensagem))|volto a falar|te chamar)\b(?=.*(?:\bamanha\b|\bhoje\b|\bmais tarde\b|\bsegunda\b|\bterca\b|\bquarta\b|\bquinta\b|\bsexta\b|\bsabado\b|\bdomingo\b|\bsemana\b|\bdia \d|\d\s?h\b|\d:\d\d|\bas \d))/;

export interface Promessa {
  readonly trecho: string;
  readonly deVoltar: boolean;
}

/** A promise of something only a tool could do, made in words instead. */
export function promessas(texto: string): Promessa[] {
  return frases(texto).flatMap((frase): Promessa[] => {
    const plano = textoPlano(frase);
    const pergunta = plano.endsWith('?') && !perguntaDeApoio.test(plano);
    const voltar = promessaDeVoltar.exec(plano);
    if (voltar && !pergunta) return [{ trecho: voltar[0], deVoltar: true }];
    const fazer = primeiro(plano, promessasDeFazer);
    return fazer === null || /\b(?:nao|nem) vou\b/.test(plano)
      ? []
      : [{ trecho: fazer, deVoltar: false }];
  });
}

const ofertaDeVaga =
  /(?<!\b(?:nao|nem|nunca|sem|se|ainda nao)\s)\b(?:tenho|temos|surgiu|surgiram|abriu|abriram|apareceu|apareceram|achei|encontrei|saiu|consegui)\s+(?:\S+\s+){0,4}?(?:vagas?|plantao|plantoes)\b/;

/** The sentence that says a vaga exists, or null. */
export function ofertaAfirmada(texto: string): string | null {
  return frases(texto).find((frase) => ofertaDeVaga.test(textoPlano(frase))) ?? null;
}

function primeiro(plano: string, padroes: readonly RegExp[]): string | null {
  for (const padrao of padroes) {
    const achado = padrao.exec(plano);
    if (achado) return achado[0].trim();
  }
  return null;
}
