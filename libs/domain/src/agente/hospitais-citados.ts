import { textoPlano } from './texto-plano.ts';

const tipo =
  '[Hh]ospital|HOSPITAL|[Hh]osp\\.?|[Ss]anta [Cc]asa|UPA|[Mm]aternidade|[Cc]l[íi]nica|[Pp]ronto[ -][Ss]ocorro|[Ii]nstituto|UBS';
const nomeProprio = "\\p{Lu}[\\p{L}'’]*";
const ligacao = '(?:d[aeo]s?|e)';
const comNome = new RegExp(
  `(?<!\\p{L})(?:${tipo})((?:\\s+${ligacao})?\\s+${nomeProprio}(?:\\s+(?:${ligacao}\\s+)?${nomeProprio})*)`,
  'gu',
);
/** Typed without capitals, a saint's name still is a name. */
const deSanto =
  /\b(?:hospital|hosp\.?|maternidade|clinica)\s+((?:d[aeo]s?\s+)?(?:sao|santa|santo|nossa senhora)(?:\s+d[aeo]s?)?\s+[a-z]+)/g;
/** Hospitals people name without saying "hospital". */
const conhecidos =
  /\b(?:(?:albert )?einstein|sirio[ -]libanes|oswaldo cruz|beneficencia portuguesa|copa d['’]?or|rede d['’]?or|moinhos de vento|mater dei|hcor|samaritano|notre ?dame|prevent senior|hapvida|unimed|sao luiz|santa casa|das clinicas)\b/g;
/** Capitals that follow a name without belonging to it. */
const naoENome =
  /^(?:domingo|segunda|terca|quarta|quinta|sexta|sabado|hoje|amanha|noturno|diurno|vc|voce|tem|plantao|r)$/;

/** Names of hospitals a text mentions, without the word "hospital" itself. */
export function hospitaisCitados(texto: string): string[] {
  const limpo = texto.normalize('NFC').replace(/\p{Cf}/gu, '');
  const achados = new Set<string>();
  for (const [, nome = ''] of limpo.matchAll(comNome)) {
    const palavras = textoPlano(nome).trim().split(/\s+/);
    const fim = palavras.findIndex((palavra) => naoENome.test(palavra));
    const cortadas = fim === -1 ? palavras : palavras.slice(0, fim);
    while (/^(?:d[aeo]s?|e)$/.test(cortadas.at(-1) ?? '')) cortadas.pop();
    if (cortadas.length > 0) achados.add(cortadas.join(' '));
  }
  const plano = textoPlano(limpo);
  for (const [, nome] of plano.matchAll(deSanto)) if (nome) achados.add(nome);
  for (const [nome] of plano.matchAll(conhecidos)) achados.add(nome);
  return [...achados];
}

/** True when a mentioned name is, or abbreviates, a name a tool returned, or was written in the conversation. */
export function hospitalConhecido(
  nome: string,
  hospitais: readonly string[],
  conversa: readonly string[],
): boolean {
  const palavras = palavrasDe(nome);
  const deFerramenta = hospitais.some((hospital) => {
    const conhecidas = new Set(palavrasDe(hospital));
    return palavras.length > 0 && palavras.every((palavra) => conhecidas.has(palavra));
  });
  if (deFerramenta) return true;
  const trecho = ` ${palavras.join(' ')} `;
  return conversa.some((texto) => ` ${palavrasDe(texto).join(' ')} `.includes(trecho));
}

function palavrasDe(texto: string): string[] {
  return (textoPlano(texto).match(/[a-z0-9]+/g) ?? []).filter(
    (palavra) => !/^(?:d[aeo]s?|e|o|a)$/.test(palavra),
  );
}
