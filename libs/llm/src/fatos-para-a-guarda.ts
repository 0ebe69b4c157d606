import type { FatosDoTurno, Turno } from '@julia/domain';
import type { Fatos } from './ferramentas/fatos.ts';
import { descreverVaga } from './ferramentas/descrever-vaga.ts';

/** Everything Júlia may state in this turn: tool results, vagas offered before, the team's note, what was said. */
export function fatosParaAGuarda(turno: Turno, textoDoMedico: string, fatos: Fatos): FatosDoTurno {
  const ofertas = turno.ofertas ?? [];
  return {
    ferramentas: [
      ...ofertas.map((vaga) => JSON.stringify(descreverVaga(vaga))),
      turno.notaHandoff ?? '',
      ...fatos.textos,
    ],
    hospitais: [...ofertas.map(({ hospital }) => hospital), ...fatos.hospitais],
    medico: textoDoMedico,
    historico: turno.historico,
    agora: turno.agora,
    temVaga: fatos.temVaga || ofertas.length > 0,
    reservou: fatos.reservou,
    agendou: fatos.agendou,
  };
}
