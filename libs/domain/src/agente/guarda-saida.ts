import type { FalaDoHistorico } from '../conversa/turnos.ts';
import { afirmacaoDeSerHumana, confirmacoes, ofertaAfirmada, promessas } from './afirmacoes.ts';
import {
  datasCitadas,
  horasCitadas,
  resolverData,
  valoresCitados,
  type DataCitada,
  type Leitura,
} from './citacoes.ts';
import { diaCivil, diaDaSemana, mesEDia, minutoDoDia, type DiaCivil } from './data-local.ts';
import {
  estaVazio,
  ficaNoMeio,
  formatacaoProibida,
  maxCaracteresDaResposta,
  tratamentoFormal,
  vazamentoInterno,
} from './formato-de-saida.ts';
import { hospitaisCitados, hospitalConhecido } from './hospitais-citados.ts';

export type RegraDeSaida =
  | 'vazio'
  | 'incompleto'
  | 'longo'
  | 'humana'
  | 'vazamento'
  | 'formatacao'
  | 'formalidade'
  | 'valor'
  | 'data'
  | 'hora'
  | 'hospital'
  | 'oferta'
  | 'confirmacao'
  | 'promessa';

export interface Violacao {
  readonly regra: RegraDeSaida;
  /** The words that broke the rule; empty when the whole text did. */
  readonly trecho: string;
}

/** Everything an answer may state as a fact. */
export interface FatosDoTurno {
  /** Texts of tool results of this turn, and vagas offered before as the prompt states them. */
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

/** DOMAIN §4: what must never be stored as sendable. Pure; an empty list means the text may go. */
export function verificarSaida(texto: string, fatos: FatosDoTurno): Violacao[] {
  if (estaVazio(texto)) return [{ regra: 'vazio', trecho: '' }];
  return [
    ...verificarForma(texto),
    ...verificarFatos(texto, fatos),
    ...verificarAtos(texto, fatos),
  ];
}

/** How it is said, whatever is said. */
function verificarForma(texto: string): Violacao[] {
  const achados: [RegraDeSaida, string | null][] = [
    ['longo', texto.length > maxCaracteresDaResposta ? '' : null],
    ['incompleto', ficaNoMeio(texto) ? texto.slice(-20) : null],
    ['humana', afirmacaoDeSerHumana(texto)],
    ['vazamento', vazamentoInterno(texto)],
    ['formatacao', formatacaoProibida(texto)],
    ['formalidade', tratamentoFormal(texto)],
  ];
  return achados.flatMap(([regra, trecho]) => (trecho === null ? [] : [{ regra, trecho }]));
}

interface Conhecido {
  readonly valores: ReadonlySet<number>;
  readonly dias: ReadonlySet<DiaCivil>;
  readonly horas: ReadonlySet<number>;
}

function verificarFatos(texto: string, fatos: FatosDoTurno): Violacao[] {
  const hoje = diaCivil(fatos.agora);
  const conhecido = oQueSeSabe(fatos, hoje);
  const violacoes: Violacao[] = [];
  for (const { centavos, trecho } of valoresCitados(texto, 'exata', mesEDia(hoje).ano)) {
    if (!conhecido.valores.has(centavos)) violacoes.push({ regra: 'valor', trecho });
  }
  for (const data of datasCitadas(texto, 'exata')) {
    if (data.tipo !== 'relativa' && !dataConhecida(data, conhecido.dias)) {
      violacoes.push({ regra: 'data', trecho: data.trecho });
    }
  }
  for (const { minuto, trecho } of horasCitadas(texto, 'exata')) {
    if (!conhecido.horas.has(minuto)) violacoes.push({ regra: 'hora', trecho });
  }
  const conversa = [fatos.medico, ...fatos.historico.map((fala) => fala.texto)];
  for (const nome of hospitaisCitados(texto)) {
    if (!hospitalConhecido(nome, fatos.hospitais, conversa)) {
      violacoes.push({ regra: 'hospital', trecho: nome });
    }
  }
  return [...violacoes, ...verificarOferta(texto, fatos, conhecido.dias, hoje)];
}

/** "Tenho uma vaga amanhã" claims a vaga and its day; "amanhã" elsewhere is just a word. */
function verificarOferta(
  texto: string,
  fatos: FatosDoTurno,
  dias: ReadonlySet<DiaCivil>,
  hoje: DiaCivil,
): Violacao[] {
  const oferta = ofertaAfirmada(texto);
  if (oferta === null) return [];
  const jaOfertada = fatos.historico.some(
    (fala) => fala.autor !== 'medico' && ofertaAfirmada(fala.texto) !== null,
  );
  if (!fatos.temVaga && !jaOfertada) return [{ regra: 'oferta', trecho: oferta }];
  return datasCitadas(oferta, 'exata')
    .filter((data) => data.tipo === 'relativa' && !dias.has(hoje + data.dias))
    .map(({ trecho }) => ({ regra: 'data', trecho }));
}

function verificarAtos(texto: string, fatos: FatosDoTurno): Violacao[] {
  const violacoes: Violacao[] = [];
  const ditasAntes = fatos.historico
    .filter((fala) => fala.autor !== 'medico')
    .map((fala) => fala.texto);
  for (const { de, ato, trecho } of confirmacoes(texto)) {
    const agora = fatos.reservou || (fatos.agendou && (de === 'agendamento' || !ato));
    // A reservation of an earlier turn may be talked about, as long as the doctor is not accepting another one now.
    const antes = !ato && !pareceAceitar(fatos.medico) && ditasAntes.some(confirma);
    if (!agora && !antes) violacoes.push({ regra: 'confirmacao', trecho });
  }
  for (const { trecho, deVoltar } of promessas(texto)) {
    const combinado = deVoltar && (fatos.agendou || ditasAntes.some(prometeVoltar));
    if (!combinado) violacoes.push({ regra: 'promessa', trecho });
  }
  return violacoes;
}

function confirma(texto: string): boolean {
  return confirmacoes(texto).length > 0;
}

function prometeVoltar(texto: string): boolean {
  return promessas(texto).some((promessa) => promessa.deVoltar);
}

function pareceAceitar(texto: string): boolean {
  return !texto.trim().endsWith('?') && /\b(?:reserv|aceit|fech|quero|topo|pego|fico)/i.test(texto);
}

function dataConhecida(data: DataCitada, dias: ReadonlySet<DiaCivil>): boolean {
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

function oQueSeSabe(fatos: FatosDoTurno, hoje: DiaCivil): Conhecido {
  const valores = new Set<number>();
  const dias = new Set<DiaCivil>([hoje]);
  const horas = new Set<number>([minutoDoDia(fatos.agora)]);
  const aprender = (texto: string, leitura: Leitura, em: DiaCivil) => {
    for (const { centavos } of valoresCitados(texto, leitura, mesEDia(em).ano))
      valores.add(centavos);
    for (const { minuto } of horasCitadas(texto, leitura)) horas.add(minuto);
    for (const data of datasCitadas(texto, leitura)) {
      const dia = resolverData(data, em);
      if (dia !== null) dias.add(dia);
    }
  };
  for (const texto of fatos.ferramentas) aprender(texto, 'exata', hoje);
  aprender(fatos.medico, 'tolerante', hoje);
  for (const { autor, texto, em } of fatos.historico) {
    aprender(texto, autor === 'medico' ? 'tolerante' : 'exata', diaCivil(em));
  }
  return { valores, dias, horas };
}
