import { dataPorExtenso, diaCivil, horaCurta, type VagaOferecida } from '@julia/domain';

/**
 * A vaga in the words of tool results; the guard finds values, days and hours in these words, and knows the day in
 * `termina` as the end of a night only.
 */
export function descreverVaga(vaga: VagaOferecida): Readonly<Record<string, unknown>> {
  return {
    handle: vaga.handle,
    hospital: vaga.hospital,
    cidade: vaga.cidade,
    ...(vaga.setor === null ? {} : { setor: vaga.setor }),
    especialidade: vaga.especialidade,
    periodo: vaga.periodo,
    dia: dataPorExtenso(vaga.inicio),
    horario: `${horaCurta(vaga.inicio)} às ${horaCurta(vaga.fim)}`,
    ...(diaCivil(vaga.fim) === diaCivil(vaga.inicio) ? {} : { termina: dataPorExtenso(vaga.fim) }),
    valor: emReais(vaga.valorCentavos),
  };
}

/** One informal line, as Júlia would write it. */
export function vagaEmUmaLinha(vaga: VagaOferecida): string {
  const [semana = '', data = ''] = dataPorExtenso(vaga.inicio).split(', ');
  const horario = `das ${horaCurta(vaga.inicio)} às ${horaCurta(vaga.fim)}`;
  return `${vaga.hospital}, ${semana} ${data.slice(0, 5)}, ${horario}, ${emReais(vaga.valorCentavos)}`;
}

function emReais(centavos: number): string {
  const fracao = centavos % 100 === 0 ? 0 : 2;
  const numero = new Intl.NumberFormat('pt-BR', {
    minimumFractionDigits: fracao,
    maximumFractionDigits: fracao,
  }).format(centavos / 100);
  return `R$ ${numero}`;
}
