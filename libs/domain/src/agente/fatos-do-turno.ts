import type { FalaDoHistorico } from '../conversa/turnos.ts';
import {
  datasCitadas,
  horasCitadas,
  resolverData,
  valoresCitados,
  type DataCitada,
  type Leitura,
} from './citacoes.ts';
import { diaCivil, diaDaSemana, mesEDia, minutoDoDia, type DiaCivil } from './data-local.ts';
import { semPerguntasDePreferencia } from './perguntas.ts';
import {
  separarTermino,
  separarTerminoDaFerramenta,
  type PartesDoTexto,
} from './termino-do-plantao.ts';
import { textoPlano } from './texto-plano.ts';

/** Everything an answer may state as a fact. */
export interface FatosDoTurno {
  /** Texts of tool results of this turn, and vagas offered before in the same form. */
  readonly ferramentas: readonly string[];
  readonly hospitais: readonly string[];
  /** What the doctor wrote now. */
  readonly medico: string;
  readonly historico: readonly FalaDoHistorico[];
  readonly agora: Date;
  /** A tool returned at least one vaga in this turn, or one offered before is still open. */
  readonly temVaga: boolean;
  /** A tool reserved in this turn. */
  readonly reservou: boolean;
  /** A tool stored a reminder in this turn. */
  readonly agendou: boolean;
}

export interface Conhecido {
  readonly valores: ReadonlySet<number>;
  readonly dias: ReadonlySet<DiaCivil>;
  /** Days that are known only as the end of a plantão. */
  readonly terminos: ReadonlySet<DiaCivil>;
  readonly horas: ReadonlySet<number>;
}

/** The days, hours and values that tools returned or somebody said. */
export function oQueSeSabe(fatos: FatosDoTurno, hoje: DiaCivil): Conhecido {
  const valores = new Set<number>();
  const dias = new Set<DiaCivil>([hoje]);
  const terminos = new Set<DiaCivil>();
  const horas = new Set<number>([minutoDoDia(fatos.agora)]);
  const aprenderDias = (conjunto: Set<DiaCivil>, texto: string, leitura: Leitura, em: DiaCivil) => {
    for (const data of datasCitadas(texto, leitura)) {
      const dia = resolverData(data, em);
      if (dia !== null) conjunto.add(dia);
    }
  };
  const aprender = (texto: string, leitura: Leitura, em: DiaCivil, partes: PartesDoTexto) => {
    for (const { centavos } of valoresCitados(texto, leitura, mesEDia(em).ano))
      valores.add(centavos);
    for (const { minuto } of horasCitadas(texto, leitura)) horas.add(minuto);
    aprenderDias(dias, partes.resto, leitura, em);
    aprenderDias(terminos, partes.termino, leitura, em);
  };
  const aprenderDePessoa = (texto: string, leitura: Leitura, em: DiaCivil) => {
    aprender(texto, leitura, em, { resto: texto, termino: '' });
    for (const dia of fimDeSemana(texto, em)) dias.add(dia);
  };
  for (const texto of fatos.ferramentas)
    aprender(texto, 'exata', hoje, separarTerminoDaFerramenta(texto));
  aprenderDePessoa(fatos.medico, 'tolerante', hoje);
  for (const { autor, texto, em } of fatos.historico) {
    const dia = diaCivil(em);
    if (autor === 'julia') {
      // A day she only asked about is none that anybody gave.
      const afirmado = semPerguntasDePreferencia(texto);
      aprender(afirmado, 'exata', dia, separarTermino(afirmado));
    } else aprenderDePessoa(texto, autor === 'medico' ? 'tolerante' : 'exata', dia);
  }
  return { valores, dias, terminos, horas };
}

/** Who asks about a weekend may be told about its Saturday and its Sunday. */
function fimDeSemana(texto: string, em: DiaCivil): DiaCivil[] {
  if (!/\b(?:fim|fins|final|finais) de semana\b|\bfds\b/.test(textoPlano(texto))) return [];
  const domingo = em + ((7 - diaDaSemana(em)) % 7);
  return [domingo - 1, domingo];
}

export function dataConhecida(data: DataCitada, dias: ReadonlySet<DiaCivil>): boolean {
  return [...dias].some((dia) => {
    const civil = mesEDia(dia);
    switch (data.tipo) {
      case 'semana':
        return diaDaSemana(dia) === data.diaDaSemana;
      case 'dia':
        return civil.dia === data.dia;
      case 'dia_e_mes':
        return (
          civil.dia === data.dia &&
          civil.mes === data.mes &&
          (data.ano === null || civil.ano === data.ano)
        );
      case 'relativa':
        return true;
    }
  });
}
