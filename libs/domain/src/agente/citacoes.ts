import { diaCivilDe, diaDaSemana, mesEDia, type DiaCivil } from './data-local.ts';
import { meses, nomesDaSemana } from './palavras-de-data.ts';
import { textoPlano } from './texto-plano.ts';

/** `exata`: what is plainly said. `tolerante`: also what a person typing fast may have meant. */
export type Leitura = 'exata' | 'tolerante';

export interface ValorCitado {
  readonly centavos: number;
  readonly trecho: string;
}

export type DataCitada = { readonly trecho: string } & (
  | { tipo: 'dia_e_mes'; dia: number; mes: number; ano: number | null }
  | { tipo: 'dia'; dia: number }
  | { tipo: 'semana'; diaDaSemana: number }
  | { tipo: 'relativa'; dias: number }
);

export interface HoraCitada {
  /** Minutes since midnight. */
  readonly minuto: number;
  readonly trecho: string;
}

const dataNumerica = /(?<![\d/.,])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/g;
const dataIso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const dataPorMes = new RegExp(
  `(?<!\\d)(\\d{1,2})o?(?:\\s*(?:e|,)\\s*\\d{1,2})*\\s+de\\s+(${meses.join('|')})`,
  'g',
);
const soDia = /\bdia\s+(\d{1,2})(?![\d/]|\s+de\s+[a-z])/g;
const relativas = /\b(depois de amanha|amanha|hj|hoje)\b/g;
const ordinais =
  'opcao|vez|vaga|parte|chance|pergunta|etapa|alternativa|via|dose|geracao|oportunidade|semana|linha|msg|mensagem';
const semana = new RegExp(
  `\\b(domingo|segunda|terca|quarta|quinta|sexta|sabado)s?(?:[ -]feiras?)?\\b(?!\\s+(?:${ordinais})\\b)`,
  'g',
);
const semanaCurta = /\b(dom|seg|qua|qui|sex|sab)\b|\b([2-6])a(?:\s*-?\s*feira)?\b/g;

export function datasCitadas(texto: string, leitura: Leitura): DataCitada[] {
  const plano = textoPlano(texto);
  const achadas: DataCitada[] = [];
  for (const [trecho, dia, mes, ano] of plano.matchAll(dataNumerica)) {
    achadas.push(diaEMes(trecho, Number(dia), Number(mes), ano === undefined ? null : Number(ano)));
  }
  for (const [trecho, ano, mes, dia] of plano.matchAll(dataIso)) {
    achadas.push(diaEMes(trecho, Number(dia), Number(mes), Number(ano)));
  }
  for (const [trecho, dia, mes] of plano.matchAll(dataPorMes)) {
    achadas.push(diaEMes(trecho, Number(dia), meses.indexOf(mes ?? '') + 1, null));
  }
  for (const [trecho, dia] of plano.matchAll(soDia)) {
    achadas.push({ tipo: 'dia', trecho, dia: Number(dia) });
  }
  for (const [trecho] of plano.matchAll(relativas)) {
    const dias = trecho === 'amanha' ? 1 : trecho.startsWith('depois') ? 2 : 0;
    achadas.push({ tipo: 'relativa', trecho, dias });
  }
  for (const [trecho, nome] of plano.matchAll(semana)) {
    achadas.push({ tipo: 'semana', trecho, diaDaSemana: nomesDaSemana.indexOf(nome ?? '') });
  }
  if (leitura === 'tolerante') {
    for (const [trecho, curto, ordinal] of plano.matchAll(semanaCurta)) {
      const diaDaSemana =
        curto === undefined
          ? Number(ordinal) - 1
          : nomesDaSemana.findIndex((nome) => nome.startsWith(curto));
      achadas.push({ tipo: 'semana', trecho, diaDaSemana });
    }
  }
  return achadas;
}

function diaEMes(trecho: string, dia: number, mes: number, ano: number | null): DataCitada {
  return { tipo: 'dia_e_mes', trecho, dia, mes, ano: ano !== null && ano < 100 ? 2000 + ano : ano };
}

/** The calendar day a mention means when it is said on `hoje`: the next one that fits. Null when there is none. */
export function resolverData(data: DataCitada, hoje: DiaCivil): DiaCivil | null {
  const { ano, mes } = mesEDia(hoje);
  switch (data.tipo) {
    case 'relativa':
      return hoje + data.dias;
    case 'semana':
      return hoje + ((data.diaDaSemana - diaDaSemana(hoje) + 7) % 7);
    case 'dia': {
      const neste = diaCivilDe(ano, mes, data.dia);
      if (neste !== null && neste >= hoje) return neste;
      return mes === 12 ? diaCivilDe(ano + 1, 1, data.dia) : diaCivilDe(ano, mes + 1, data.dia);
    }
    case 'dia_e_mes': {
      if (data.ano !== null) return diaCivilDe(data.ano, data.mes, data.dia);
      const neste = diaCivilDe(ano, data.mes, data.dia);
      if (neste !== null && neste >= hoje - 60) return neste;
      return diaCivilDe(ano + 1, data.mes, data.dia) ?? neste;
    }
  }
}

const horaEscrita = '([01]?\\d|2[0-4])';
const horas = [
  new RegExp(`(?<![\\d.,/:$])${horaEscrita}\\s?(?:hrs|hs|h)(?:\\s?([0-5]\\d))?(?![a-z\\d])`, 'g'),
  new RegExp(`(?<![\\d:])${horaEscrita}:([0-5]\\d)(?!\\d)`, 'g'),
  new RegExp(`\\bcrase\\s+${horaEscrita}(?![\\d/:.,h]|\\s?(?:h|hs|hrs)\\b)()`, 'g'),
  new RegExp(`\\bdas\\s+${horaEscrita}()(?=\\s+(?:crase|as|ate)\\s+\\d)`, 'g'),
  new RegExp(`(?<![\\d:])${horaEscrita}()(?=\\s+(?:horas?\\s+)?da\\s+(?:manha|tarde|noite))`, 'g'),
];
const numeroSolto = /(?<![\d.,/:])([01]?\d|2[0-4])()(?![\d/:]|[.,]\d)/g;
/** How long something takes is no time of day. */
const duracoes = [
  /\b(?:plantao|plantoes|turnos?|escalas?|jornadas?|carga horaria|duracao)(?:\s+\S+)?\s+de\s+\d{1,2}\s?h(?:s|rs|oras?)?\b/g,
  /\b\d{1,2}\s?h(?:s|rs|oras?)?\s+(?:de\s+(?:plantao|duracao|trabalho|antecedencia|descanso)|seguidas|por dia|corridas)\b/g,
  /\b(?:em|daqui|ha|faz|ultimas|proximas|por|durante|dentro de)\s+(?:a\s+)?\d{1,2}\s?h(?:s|rs|oras?)?\b/g,
  /\b\d{1,2}\s?x\s?\d{2}\b/g,
];

/** Times of day. A bare number after `às` counts; after the article `as` it does not, hence the care with accents. */
export function horasCitadas(texto: string, leitura: Leitura): HoraCitada[] {
  const marcado = texto.normalize('NFC').replace(/(?<!\p{L})às(?!\p{L})/giu, 'crase');
  let plano = semDatas(textoPlano(marcado));
  if (leitura === 'exata') {
    for (const duracao of duracoes) plano = plano.replace(duracao, ' ');
  }
  const achadas: HoraCitada[] = [];
  for (const padrao of horas) {
    for (const achado of plano.matchAll(padrao)) {
      const [trecho, hora, minutos] = achado;
      const depois = plano.slice(achado.index + trecho.length);
      const tarde = /^\s*(?:horas?\s+)?da\s+(?:tarde|noite)\b/.test(depois) && Number(hora) < 12;
      const minuto = ((Number(hora) % 24) + (tarde ? 12 : 0)) * 60 + Number(minutos || 0);
      achadas.push({ minuto, trecho: trecho.replace('crase', 'às').trim() });
    }
  }
  if (/\bmeio[ -]dia\b/.test(plano)) achadas.push({ minuto: 720, trecho: 'meio-dia' });
  if (/\bmeia[ -]noite\b/.test(plano)) achadas.push({ minuto: 0, trecho: 'meia-noite' });
  return leitura === 'exata' ? achadas : [...achadas, ...horasPossiveis(plano, achadas)];
}

/** A doctor who types "às 3" or "pode ser 7" may mean the morning or the afternoon. */
function horasPossiveis(plano: string, achadas: readonly HoraCitada[]): HoraCitada[] {
  const soltas = [...plano.matchAll(numeroSolto)].map(([trecho, hora]) => ({
    minuto: (Number(hora) % 24) * 60,
    trecho,
  }));
  const tardes = [...achadas, ...soltas]
    .filter(({ minuto }) => minuto < 720)
    .map(({ minuto, trecho }) => ({ minuto: minuto + 720, trecho }));
  return [...soltas, ...tardes];
}

function semDatas(plano: string): string {
  return plano.replace(dataIso, ' ').replace(dataNumerica, ' ');
}

const unidades: Readonly<Record<string, number>> = {
  um: 1,
  dois: 2,
  tres: 3,
  quatro: 4,
  cinco: 5,
  seis: 6,
  sete: 7,
  oito: 8,
  nove: 9,
  dez: 10,
};
const centenas: Readonly<Record<string, number>> = {
  cem: 100,
  cento: 100,
  duzentos: 200,
  trezentos: 300,
  quatrocentos: 400,
  quinhentos: 500,
  seiscentos: 600,
  setecentos: 700,
  oitocentos: 800,
  novecentos: 900,
};
const porExtenso = Object.keys(unidades).join('|');
const centenaEscrita = `\\d{2,3}|${Object.keys(centenas).join('|')}`;
const milhares = new RegExp(
  `(?<![\\d.,\\w])(?:r\\$\\s*)?(\\d{1,3}(?:[.,]\\d{1,2})?|${porExtenso})\\s*(?:k|mil)\\b(?:\\s+e\\s+(${centenaEscrita})\\b)?`,
  'g',
);
const milSozinho = new RegExp(
  `\\bmil(?:\\s+e\\s+(${centenaEscrita})\\b|(?=\\s+(?:reais|contos?|pilas?)\\b))`,
  'g',
);
const quantia = '(\\d{1,3}(?:\\.\\d{3})+|\\d+)((?:,\\d{1,2})?)';
const comMoeda = [
  new RegExp(`r\\$\\s*${quantia}(?!\\d)`, 'g'),
  new RegExp(`(?<![\\d.,])${quantia}\\s*(?:reais|contos?|pilas?)\\b`, 'g'),
];
const semMoeda = /(?<![\d.,\w/:-])(\d{1,3}(?:\.\d{3})+|\d{3,7})((?:,\d{2})?)(?![\d\w%/:-]|[.,]\d)/g;
const milharImplicito = /(?<![\d.,/:])(\d{1,2})[.,](\d)(?![\d/:])/g;

/** Amounts of money; a bare number of three digits or more counts as one, a year does not. */
export function valoresCitados(texto: string, leitura: Leitura, anoAtual: number): ValorCitado[] {
  const achados: ValorCitado[] = [];
  let plano = semDatas(textoPlano(texto));
  const colher = (padrao: RegExp, ler: (achado: readonly string[]) => number | null) => {
    plano = plano.replace(padrao, (trecho: string, ...partes: unknown[]) => {
      const grupos = partes.map((parte) => (typeof parte === 'string' ? parte : ''));
      const reais = ler(grupos);
      if (reais !== null)
        achados.push({ centavos: Math.round(reais * 100), trecho: trecho.trim() });
      return ' ';
    });
  };
  const centena = (escrita = '') => centenas[escrita] ?? Number(escrita || 0);
  const decimal = (inteiro = '', fracao = '') =>
    Number(inteiro.replaceAll('.', '') + fracao.replace(',', '.'));

  colher(milhares, ([mil = '', resto]) => {
    const quantos = unidades[mil] ?? Number(mil.replace(',', '.'));
    return quantos * 1000 + centena(resto);
  });
  colher(milSozinho, ([resto]) => 1000 + centena(resto));
  for (const padrao of comMoeda) colher(padrao, ([inteiro, fracao]) => decimal(inteiro, fracao));
  if (leitura === 'tolerante') {
    for (const [trecho, mil = '', resto = ''] of plano.matchAll(milharImplicito)) {
      achados.push({ centavos: Number(`${mil}.${resto}`) * 100_000, trecho });
    }
  }
  colher(semMoeda, ([inteiro, fracao]) => {
    const valor = decimal(inteiro, fracao);
    const ehAno = valor === anoAtual || valor === anoAtual + 1;
    return ehAno || valor < 100 ? null : valor;
  });
  return achados;
}
