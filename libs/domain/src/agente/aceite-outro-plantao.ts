import { semFatosDaVaga } from './aceite-fatos-da-vaga.ts';
import { lerFrases, type Oracao } from './aceite-frases.ts';
import { citaOutraHora } from './aceite-outra-hora.ts';
import { citaOutroDia, semDias } from './aceite-outro-dia.ts';
import { citaOutroLugar } from './aceite-outro-lugar.ts';
import { citaOutroPeriodo, querSoParte, semPeriodos } from './aceite-periodo.ts';
import type { PlantaoDoAceite } from './aceite-plantao.ts';
import { tomaAVaga } from './aceite-verbos.ts';
import { diaCivil } from './data-local.ts';

/**
 * Whether the doctor accepts another plantão than this, or a part of it: the clauses in which he takes the vaga, or those
 * that only point at one, name a day, an hour, a part of the day, a hospital or an especialidade that is not the
 * plantão's ("topo sexta" for one on Saturday), or he comes late or leaves early. What is said of anything else means
 * nothing here. A night counts as the day on which it begins.
 */
export function aceitaOutroPlantao(
  textoDoMedico: string,
  plantao: PlantaoDoAceite,
  agora: Date,
): boolean {
  const lidas = lerFrases(textoDoMedico, plantao.valorCentavos ?? null);
  const todas = lidas.oracoes;
  const semFatos = semFatosDaVaga(lidas, plantao).oracoes;
  const doAceite = todas
    .filter(
      (oracao, i) =>
        [oracao, ...semFatos.slice(i, i + 1)].some(toma) || soAponta(comoTexto(oracao)),
    )
    .map(comoTexto);
  return (
    citaOutroDia(doAceite, diaCivil(plantao.inicio), diaCivil(agora)) ||
    doAceite.some((clausula) => citaOutraHora(clausula, plantao)) ||
    doAceite.some((clausula) => citaOutroPeriodo(clausula, plantao)) ||
    citaOutroLugar(doAceite, textoDoMedico, plantao) ||
    todas.some((oracao) => querSoParte(comoTexto(oracao), plantao))
  );
}

/** The clauses in which the doctor takes a vaga, in plain words. */
export function clausulasDoAceite(textoDoMedico: string): string[] {
  return lerFrases(textoDoMedico, null).oracoes.filter(toma).map(comoTexto);
}

function toma({ palavras }: Oracao): boolean {
  return palavras.some((_, lugar) => tomaAVaga(palavras, lugar));
}

/** "Sexta", "o diurno", "o do Einstein": nothing but which plantão is meant. */
function soAponta(clausula: string): boolean {
  const resto = semPeriodos(semDias(clausula));
  return (
    /^(?:[oa]|ess[ea]) d[eoa] \p{L}/u.test(clausula) ||
    (resto !== clausula && /^(?:\s|\b(?:[oa]|d[eoa]|n[oa]|pr[ao]|esse|dia|feira)\b)*$/.test(resto))
  );
}

function comoTexto({ palavras }: Oracao): string {
  return palavras.join(' ');
}
