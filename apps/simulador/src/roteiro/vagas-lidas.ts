import { diaDaSemana, diaMes, diasDaSemana, horaFalada, momentoLocal } from './calendario.ts';
import { normalizar } from './normalizar.ts';

/** One vaga as a tool told it; absent facts stay absent, nothing is made up. */
export interface VagaLida {
  readonly handle: string;
  readonly hospital: string;
  readonly cidade: string | null;
  readonly setor: string | null;
  readonly periodo: string | null;
  /** `sábado 28/11`. */
  readonly quando: string | null;
  /** `das 19h às 7h`. */
  readonly horario: string | null;
  /** `R$ 2.100`. */
  readonly valor: string | null;
}

type Campos = Readonly<Record<string, unknown>>;

/** Every vaga found anywhere in a tool's result, in its order. */
export function vagasEm(saida: unknown): VagaLida[] {
  if (Array.isArray(saida)) return saida.flatMap((item) => vagasEm(item));
  if (typeof saida !== 'object' || saida === null) return [];
  const campos = saida as Campos;
  if (typeof campos['hospital'] === 'string') return [lerVaga(campos)];
  return Object.values(campos).flatMap((item) => vagasEm(item));
}

function lerVaga(campos: Campos): VagaLida {
  const texto = (...nomes: string[]): string | null => {
    const achado = nomes.map((nome) => campos[nome]).find((v) => typeof v === 'string' && v !== '');
    return typeof achado === 'string' ? achado : null;
  };
  const inicio = texto('inicio', 'comeca', 'data_inicio');
  return {
    handle: texto('handle', 'vaga', 'id') ?? '',
    hospital: texto('hospital') ?? '',
    cidade: texto('cidade'),
    setor: texto('setor'),
    periodo: texto('periodo'),
    quando: diaFalado(
      texto('dia_da_semana', 'diaSemana', 'dia_semana'),
      texto('data', 'dia') ?? inicio,
    ),
    horario: horarioFalado(texto('horario', 'horas'), inicio, texto('fim', 'termina')),
    valor: valorFalado(
      campos['valor'] ?? null,
      campos['valorCentavos'] ?? campos['valor_centavos'],
    ),
  };
}

function diaFalado(nomeDoDia: string | null, data: string | null): string | null {
  if (data === null) return nomeDoDia;
  const iso = isoLocal(data);
  if (iso !== null) return `${diasDaSemana[diaDaSemana(iso.dia)]} ${diaMes(iso.dia)}`;
  const br = /\b(\d{2})\/(\d{2})(?:\/(\d{4}))?/.exec(data);
  if (!br) return data;
  const antes = data.slice(0, br.index).replace(/[,\s]+$/, '');
  const nome = nomeDoDia ?? antes;
  return [nome, `${br[1]}/${br[2]}`].filter((parte) => parte !== '').join(' ');
}

function horarioFalado(
  dito: string | null,
  inicio: string | null,
  fim: string | null,
): string | null {
  const horas = /(\d{1,2})(?:h|:)?(\d{2})?\D+(\d{1,2})(?:h|:)?(\d{2})?/.exec(dito ?? '');
  if (horas) {
    const minuto = (h = '0', m = '0') => Number(h) * 60 + Number(m);
    return entre(minuto(horas[1], horas[2]), minuto(horas[3], horas[4]));
  }
  const de = inicio === null ? null : isoLocal(inicio);
  const ate = fim === null ? null : isoLocal(fim);
  return de && ate ? entre(de.minuto, ate.minuto) : null;
}

const entre = (de: number, ate: number): string => `das ${horaFalada(de)} às ${horaFalada(ate)}`;

/** An ISO instant or local date-time as São Paulo's wall clock; null when it is not one. */
function isoLocal(texto: string): { dia: string; minuto: number } | null {
  const partes =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?/.exec(
      texto,
    );
  if (!partes) return null;
  if (partes[4]) return momentoLocal(new Date(texto));
  return { dia: partes[1] ?? '', minuto: Number(partes[2] ?? 0) * 60 + Number(partes[3] ?? 0) };
}

function valorFalado(valor: unknown, centavos: unknown): string | null {
  if (typeof valor === 'string') return valor.replace(/,00$/, '');
  const reais = typeof valor === 'number' ? valor : Number(centavos) / 100;
  if (!Number.isFinite(reais) || (valor === null && centavos === undefined)) return null;
  const casas = Number.isInteger(reais) ? 0 : 2;
  const formatado = reais.toLocaleString('pt-BR', {
    minimumFractionDigits: casas,
    maximumFractionDigits: casas,
  });
  return `R$ ${formatado}`;
}

/** True when a text of Júlia's names this vaga: same hospital and same day, and the value when it names one. */
export function ehAOferecida(vaga: VagaLida, texto: string): boolean {
  const dito = normalizar(texto);
  if (!dito.includes(normalizar(vaga.hospital))) return false;
  const data = /\d{2}\/\d{2}/.exec(vaga.quando ?? '')?.[0];
  if (data !== undefined && !dito.includes(data)) return false;
  const periodo = vaga.horario ?? vaga.periodo;
  return periodo === null || dito.includes(normalizar(periodo));
}

/**
 * The handle of the offered vaga among lines such as `V1: Hospital X, sábado 28/11, das 19h às 7h, R$ 2.100` of the
 * call's context; null when none of them is the one the offer names.
 */
export function handleNoContexto(contexto: string, oferta: string): string | null {
  const dito = normalizar(oferta);
  if (dito === '') return null;
  for (const linha of contexto.matchAll(/\b(V\d{1,4})\b["')\]]*\s*[:=–-]\s*(.+)/g)) {
    const fatos = (linha[2] ?? '').split(/,\s+/).map((fato) => normalizar(fato));
    const [hospital = '', ...outros] = fatos;
    const data = outros.flatMap((fato) => /\d{2}\/\d{2}/.exec(fato) ?? [])[0];
    const horario = outros.find((fato) => /^das /.test(fato));
    const confere = [hospital, data, horario].every((f) => f === undefined || dito.includes(f));
    if (hospital !== '' && confere) return linha[1] ?? null;
  }
  return null;
}
