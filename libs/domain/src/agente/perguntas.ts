import { valoresCitados } from './citacoes.ts';
import { hospitaisCitados } from './hospitais-citados.ts';
import { frases, textoPlano } from './texto-plano.ts';

const perguntaDeApoio = /,\s*(?:ta|ok|okay|blz|beleza|certo|ne|combinado|tudo bem)\s*\?$/;

/** A sentence that asks; "…, tá?" only sounds like it. */
export function pergunta(frasePlana: string): boolean {
  return frasePlana.endsWith('?') && !perguntaDeApoio.test(frasePlana);
}

const preferencia =
  /\bprefer|\bcostuma|\b(?:fica|seria|qual|quando|que dia|que horario)(?: \S+){0,3}? melhor\b|\bmelhor (?:(?:pra|para) (?:vc|voce|ti)\b|.*\bou\b)/;
const afirma =
  /(?<!\b(?:vc|voce) )\b(?:tem|tenho|temos|surgiu|surgiram|abriu|abriram|apareceu|apareceram|saiu|achei|encontrei|consigo|consegui|comeca|termina|paga|topa|aceita|fecha|reserv\w+)\b/;

/** What Júlia states: "Vc prefere sábado ou domingo?" says of no day or hour that there is a plantão. */
export function semPerguntasDePreferencia(texto: string): string {
  return frases(texto)
    .filter((frase) => !perguntaDePreferencia(frase))
    .join('\n');
}

function perguntaDePreferencia(frase: string): boolean {
  const plano = textoPlano(frase);
  return (
    pergunta(plano) &&
    preferencia.test(plano) &&
    !afirma.test(plano) &&
    valoresCitados(frase, 'exata', 0).length === 0 &&
    hospitaisCitados(frase).length === 0
  );
}
