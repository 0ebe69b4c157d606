import { textoPlano } from './texto-plano.ts';

const tipo =
  '[Hh]ospital|HOSPITAL|[Hh]osp\\.?|[Ss]anta [Cc]asa|UPA|[Mm]aternidade|[Cc]l[íi]nica|[Pp]ronto[ -][Ss]ocorro|[Ii]nstituto|UBS';
const nomeProprio = "\\p{Lu}[\\p{L}'’]*";
const ligacao = '(?:d[aeo]s?|e)';
const comNome = new RegExp(
  `(?<!\\p{L})(${tipo})((?:\\s+${ligacao})?\\s+${nomeProprio}(?:\\s+(?:${ligacao}\\s+)?${nomeProprio})*)`,
  'gu',
);
/** Typed without capitals, a saint's name still is a name. */
const deSanto =
  /\b(?:hospital|hosp\.?|maternidade|clinica)\s+((?:d[aeo]s?\s+)?(?:sao|santa|santo|nossa senhora)(?:\s+d[aeo]s?)?\s+[a-z]+)/g;
/** Hospitals people name without saying "hospital". */
const conhecidos =
  /\b(?:(?:albert )?einstein|sirio(?:[ -]libanes)?|sao camilo|hc|aacd|oswaldo cruz|beneficencia portuguesa|copa d['’]?or|rede d['’]?or|moinhos de vento|mater dei|hcor|samaritano|notre ?dame|prevent senior|hapvida|unimed|sao luiz|santa casa|das clinicas)\b/g;
/** Capitals that follow a name without belonging to it. */
const naoENome =
  /^(?:domingo|segunda|terca|quarta|quinta|sexta|sabado|hoje|amanha|noturno|diurno|vc|voce|tem|plantao|r)$/;
/** Words that make a type the name of a specialty or a sector instead of a place. */
const naoELugar =
  /^(?:clinica (?:medica|geral|cirurgica)|pronto[ -]socorro (?:adulto|infantil|geral|central))(?: d[oa] |$)/;

export interface HospitalCitado {
  /** Without its type, in plain letters. */
  readonly nome: string;
  /** With it: "pronto socorro pediatrico". */
  readonly completo: string;
}

/** Hospitals a text mentions, each once. */
export function hospitaisCitados(texto: string): HospitalCitado[] {
  const limpo = texto.normalize('NFC').replace(/\p{Cf}/gu, '');
  const achados = new Map<string, HospitalCitado>();
  const anotar = (nome: string, completo = nome) => {
    if (!achados.has(nome)) achados.set(nome, { nome, completo });
  };
  for (const [, tipoDito = '', nome = ''] of limpo.matchAll(comNome)) {
    const palavras = textoPlano(nome).trim().split(/\s+/);
    const fim = palavras.findIndex((palavra) => naoENome.test(palavra));
    const cortadas = fim === -1 ? palavras : palavras.slice(0, fim);
    while (/^(?:d[aeo]s?|e)$/.test(cortadas.at(-1) ?? '')) cortadas.pop();
    if (cortadas.length > 0) {
      const completo = [textoPlano(tipoDito), ...cortadas].join(' ');
      // "Clínica Médica do São Luiz" is a place for what follows its specialty.
      const lugar = completo.replace(naoELugar, '');
      if (lugar === completo) anotar(cortadas.join(' '), completo);
      else if (lugar !== '') anotar(lugar);
    }
  }
  const plano = textoPlano(limpo);
  for (const [, nome] of plano.matchAll(deSanto)) if (nome) anotar(nome);
  for (const [nome] of plano.matchAll(conhecidos)) anotar(nome);
  return [...achados.values()];
}

export interface NomesConhecidos {
  /** Names a tool returned. */
  readonly hospitais: readonly string[];
  /** Tool results: a type with its name in the same words there is a sector or specialty of a vaga. */
  readonly ferramentas: readonly string[];
  /** What was said in the conversation. */
  readonly conversa: readonly string[];
}

/** True when a mention is, or abbreviates, a name a tool returned, or was written in the conversation. */
export function hospitalConhecido(
  { nome, completo }: HospitalCitado,
  { hospitais, ferramentas, conversa }: NomesConhecidos,
): boolean {
  const nomeConhecido = (dito: string) => {
    const palavras = palavrasDe(dito);
    const deFerramenta = hospitais.some((hospital) => {
      const conhecidas = new Set(palavrasDe(hospital));
      return palavras.length > 0 && palavras.every((palavra) => conhecidas.has(palavra));
    });
    return deFerramenta || conversa.some((texto) => contem(texto, palavras));
  };
  if (nomeConhecido(nome)) return true;
  const [setor = '', lugar] = completo.split(/ d[oa] (.*)/);
  const setorConhecido =
    completo !== nome && ferramentas.some((texto) => contem(texto, palavrasDe(setor)));
  return setorConhecido && (lugar === undefined || nomeConhecido(lugar));
}

function contem(texto: string, palavras: readonly string[]): boolean {
  return ` ${palavrasDe(texto).join(' ')} `.includes(` ${palavras.join(' ')} `);
}

/** Everybody says HC for a Hospital das Clínicas. */
function palavrasDe(texto: string): string[] {
  return (
    textoPlano(texto)
      .replace(/\bdas clinicas\b/g, 'hc')
      .match(/[a-z0-9]+/g) ?? []
  ).filter((palavra) => !/^(?:d[aeo]s?|e|o|a)$/.test(palavra));
}
