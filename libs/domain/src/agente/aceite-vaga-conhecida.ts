import type { FalaDoHistorico } from '../conversa/turnos.ts';
import type { VagaOferecida } from '../vaga/vagas.ts';
import { citaOutraFaixa } from './aceite-outra-hora.ts';
import { aceitaOutroPlantao, clausulasDoAceite } from './aceite-outro-plantao.ts';
import { nomeProprio, palavrasPlanas } from './aceite-plantao.ts';
import { datasCitadas, horasCitadas, resolverData, valoresCitados } from './citacoes.ts';
import { diaCivil, mesEDia, minutoDoDia, type DiaCivil } from './data-local.ts';

/**
 * Whether Júlia or a person of the team has written this vaga to the doctor: its day, hours, value and a word of its
 * hospital's name, in one message or in several in a row. Anything less was no offer a plain yes could be for.
 */
export function vagaMostrada(vaga: VagaOferecida, historico: readonly FalaDoHistorico[]): boolean {
  return falasDaEquipe(historico).some(({ texto, em }) => mostra(texto, diaCivil(em), vaga));
}

interface Fala {
  readonly texto: string;
  readonly em: Date;
}

/** What was written in a row, the doctor's own words left out. */
function falasDaEquipe(historico: readonly FalaDoHistorico[]): Fala[] {
  const falas: Fala[] = [];
  historico.forEach(({ autor, texto, em }, i) => {
    if (autor === 'medico') return;
    const anterior = historico[i - 1];
    const seguida = anterior && anterior.autor !== 'medico' ? falas.pop() : undefined;
    falas.push({ texto: seguida ? `${seguida.texto}\n${texto}` : texto, em });
  });
  return falas;
}

function mostra(texto: string, hoje: DiaCivil, vaga: VagaOferecida): boolean {
  const palavras = palavrasPlanas(texto);
  const proprias = nomeProprio(vaga.hospital);
  const [inicio, fim] = [minutoDoDia(vaga.inicio), minutoDoDia(vaga.fim)];
  const horas = horasCitadas(texto, 'exata').map(({ minuto }) => minuto);
  return (
    (proprias.length === 0 || proprias.some((nome) => palavras.includes(nome))) &&
    datasCitadas(texto, 'exata').some(
      (data) => resolverData(data, hoje) === diaCivil(vaga.inicio),
    ) &&
    horas.includes(inicio) &&
    horas.includes(fim) &&
    !citaOutraFaixa(palavras.join(' '), inicio, fim) &&
    valoresCitados(texto, 'exata', mesEDia(hoje).ano).some(
      ({ centavos }) => centavos === vaga.valorCentavos,
    )
  );
}

/**
 * Whether the words of acceptance name this vaga by its day and could mean none of the `outras`. A day of the week is
 * the next one of that name.
 */
export function aceiteNomeia(
  textoDoMedico: string,
  vaga: VagaOferecida,
  outras: readonly VagaOferecida[],
  agora: Date,
): boolean {
  const hoje = diaCivil(agora);
  const nomeia = clausulasDoAceite(textoDoMedico)
    .flatMap((clausula) => datasCitadas(clausula, 'exata'))
    .some((data) => resolverData(data, hoje) === diaCivil(vaga.inicio));
  return (
    nomeia &&
    !aceitaOutroPlantao(textoDoMedico, vaga, agora) &&
    outras.every((outra) => aceitaOutroPlantao(textoDoMedico, outra, agora))
  );
}
