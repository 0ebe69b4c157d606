import { afirmacaoDeSerHumana, ofertasAfirmadas, promessas } from './afirmacoes.ts';
import { datasCitadas, valoresCitados, type DataCitada } from './citacoes.ts';
import { confirmacoes, dizCancelado, type Confirmacao } from './confirmacoes.ts';
import { diaCivil, mesEDia, type DiaCivil } from './data-local.ts';
import { dataConhecida, oQueSeSabe, type Conhecido, type FatosDoTurno } from './fatos-do-turno.ts';
import {
  estaVazio,
  ficaNoMeio,
  formatacaoProibida,
  maxCaracteresDaResposta,
  tratamentoFormal,
  vazamentoInterno,
} from './formato-de-saida.ts';
import { horasAfirmadas } from './horas-afirmadas.ts';
import { hospitaisCitados, hospitalConhecido } from './hospitais-citados.ts';
import { semPerguntasDePreferencia } from './perguntas.ts';
import { separarTermino } from './termino-do-plantao.ts';

export type { FatosDoTurno } from './fatos-do-turno.ts';

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

function verificarFatos(texto: string, fatos: FatosDoTurno): Violacao[] {
  const hoje = diaCivil(fatos.agora);
  const conhecido = oQueSeSabe(fatos, hoje);
  const violacoes: Violacao[] = [];
  for (const { centavos, trecho } of valoresCitados(texto, 'exata', mesEDia(hoje).ano)) {
    if (!conhecido.valores.has(centavos)) violacoes.push({ regra: 'valor', trecho });
  }
  const afirmado = semPerguntasDePreferencia(texto);
  for (const { trecho } of datasDesconhecidas(afirmado, conhecido, dataConhecida)) {
    violacoes.push({ regra: 'data', trecho });
  }
  for (const { minuto, trecho } of horasAfirmadas(afirmado)) {
    if (!conhecido.horas.has(minuto)) violacoes.push({ regra: 'hora', trecho });
  }
  const conversa = [fatos.medico, ...fatos.historico.map((fala) => fala.texto)];
  for (const hospital of hospitaisCitados(texto)) {
    if (!hospitalConhecido(hospital, { ...fatos, conversa })) {
      violacoes.push({ regra: 'hospital', trecho: hospital.nome });
    }
  }
  return [...violacoes, ...verificarOfertas(texto, fatos, conhecido, hoje)];
}

/** The days a text states that are not known; the day on which a night ends is known as its end only. */
function datasDesconhecidas(
  texto: string,
  { dias, terminos }: Conhecido,
  conhecida: (data: DataCitada, dias: ReadonlySet<DiaCivil>) => boolean,
): DataCitada[] {
  const { resto, termino } = separarTermino(texto);
  const diasDeTermino = new Set([...dias, ...terminos]);
  return [
    ...datasCitadas(resto, 'exata').filter((data) => !conhecida(data, dias)),
    ...datasCitadas(termino, 'exata').filter((data) => !conhecida(data, diasDeTermino)),
  ];
}

/** "Tenho uma vaga amanhã" claims a vaga and its day; "amanhã" elsewhere is just a word. */
function verificarOfertas(
  texto: string,
  fatos: FatosDoTurno,
  conhecido: Conhecido,
  hoje: DiaCivil,
): Violacao[] {
  const jaOfertada = fatos.historico.some(
    (fala) => fala.autor !== 'medico' && ofertasAfirmadas(fala.texto).length > 0,
  );
  return ofertasAfirmadas(texto).flatMap((oferta): Violacao[] => {
    if (!fatos.temVaga && !jaOfertada) return [{ regra: 'oferta', trecho: oferta }];
    return datasDesconhecidas(
      oferta,
      conhecido,
      (data, dias) => data.tipo !== 'relativa' || dias.has(hoje + data.dias),
    ).map(({ trecho }) => ({ regra: 'data', trecho }));
  });
}

function verificarAtos(texto: string, fatos: FatosDoTurno): Violacao[] {
  const ditasAntes = fatos.historico
    .filter((fala) => fala.autor !== 'medico')
    .map((fala) => fala.texto);
  const violacoes: Violacao[] = confirmacoes(texto)
    .filter((confirmacao) => !podeConfirmar(confirmacao, fatos, ditasAntes))
    .map(({ trecho }) => ({ regra: 'confirmacao', trecho }));
  for (const { trecho, deVoltar } of promessas(texto)) {
    const combinado = deVoltar && (fatos.agendou || ditasAntes.some(prometeVoltar));
    if (!combinado) violacoes.push({ regra: 'promessa', trecho });
  }
  return violacoes;
}

function podeConfirmar(
  { de, ato }: Confirmacao,
  { reservou, agendou, medico, ferramentas }: FatosDoTurno,
  ditasAntes: readonly string[],
): boolean {
  // No tool cancels or takes anybody off a list, but a vaga may turn out to have been cancelled.
  if (de === 'retirada') return !ato && [...ferramentas, ...ditasAntes].some(dizCancelado);
  if (reservou || (agendou && de === 'combinado')) return true;
  // A reservation of an earlier turn may be talked about, as long as the doctor is not accepting another one now.
  return !ato && !pareceAceitar(medico) && ditasAntes.some(confirma);
}

function confirma(texto: string): boolean {
  return confirmacoes(texto).some(({ de }) => de !== 'retirada');
}

function prometeVoltar(texto: string): boolean {
  return promessas(texto).some((promessa) => promessa.deVoltar);
}

function pareceAceitar(texto: string): boolean {
  return !texto.trim().endsWith('?') && /\b(?:reserv|aceit|fech|quero|topo|pego|fico)/i.test(texto);
}
