import { intervaloNoTexto } from './dias-ditos.ts';

const especialidades: readonly (readonly [padrao: RegExp, nome: string])[] = [
  [/\banest/, 'anestesiologia'],
  [/\bcardio/, 'cardiologia'],
  [/\bpediatr/, 'pediatria'],
  [/\bortoped|\borto\b/, 'ortopedia'],
  [/\bgineco|\bobstet|\bgo\b/, 'ginecologia e obstetrícia'],
  [/\buti\b|\bintensiv/, 'medicina intensiva'],
  [/\bemergenc|\bpronto[- ]socorro\b|\bps\b/, 'emergência'],
  [/\bclinic[ao] (medica|geral)|\bclinico\b|\bgeneralista/, 'clínica médica'],
  [/\bcirurgia\b|\bcirurgi(ao|a)\b/, 'cirurgia geral'],
  [/\bpsiquiat/, 'psiquiatria'],
  [/\bneuro/, 'neurologia'],
  [/\bradiolog/, 'radiologia'],
];

const regioes: readonly (readonly [padrao: RegExp, nome: string])[] = [
  [/\babc\b/, 'ABC'],
  [/\bzona sul\b/, 'Zona Sul'],
  [/\bzona norte\b/, 'Zona Norte'],
  [/\bzona leste\b/, 'Zona Leste'],
  [/\bzona oeste\b/, 'Zona Oeste'],
  [/\bcampinas\b/, 'Campinas'],
  [/\bsantos\b|\bbaixada\b/, 'Santos'],
  [/\bguarulhos\b/, 'Guarulhos'],
  [/\bosasco\b/, 'Osasco'],
  [/\bsanto andre\b/, 'Santo André'],
  [/\bsao bernardo\b/, 'São Bernardo do Campo'],
  [/\bsao caetano\b/, 'São Caetano do Sul'],
  [/\bjundiai\b/, 'Jundiaí'],
  [/\bsorocaba\b/, 'Sorocaba'],
  [/\bribeirao\b/, 'Ribeirão Preto'],
  [/\bsao jose dos campos\b|\bsjc\b/, 'São José dos Campos'],
  [/\bcuritiba\b/, 'Curitiba'],
  [/\brio de janeiro\b|\bno rio\b/, 'Rio de Janeiro'],
  [/\bbelo horizonte\b|\bbh\b/, 'Belo Horizonte'],
  [/\bsao paulo\b|\bcapital\b|\bem sp\b/, 'São Paulo'],
];

/** Input of buscar_vagas from the doctor's normalised words; only what was said. */
export function filtroDoTexto(texto: string, hoje: string): Record<string, unknown> {
  const sem = texto.replace(/\b(bom dia|boa tarde|boa noite)\b/g, ' ');
  const intervalo = intervaloNoTexto(sem, hoje);
  const filtro = {
    especialidade: primeiro(especialidades, sem),
    regiao: primeiro(regioes, sem),
    periodo: periodoNoTexto(sem),
    valor_minimo: valorMinimo(sem),
    de: intervalo?.de ?? null,
    ate: intervalo?.ate ?? null,
  };
  return Object.fromEntries(Object.entries(filtro).filter(([, valor]) => valor !== null));
}

function primeiro(
  lista: readonly (readonly [padrao: RegExp, nome: string])[],
  texto: string,
): string | null {
  return lista.find(([padrao]) => padrao.test(texto))?.[1] ?? null;
}

function periodoNoTexto(texto: string): 'diurno' | 'noturno' | null {
  if (/\bnoturn|\b(a|de|da|pela) noite\b|\bmadrugada\b/.test(texto)) return 'noturno';
  if (/\bdiurn|\b(de|durante o) dia\b|\b(de|da|pela) manha\b|\b(a|de|da) tarde\b/.test(texto)) {
    return 'diurno';
  }
  return null;
}

/** In reais. */
function valorMinimo(texto: string): number | null {
  const achado =
    /\b(?:acima de|a partir de|pelo menos|no minimo|minimo(?: de)?|mais de) (?:r\$ ?)?([\d.]+)( mil|k)?\b/.exec(
      texto,
    );
  if (!achado) return null;
  const numero = Number((achado[1] ?? '').replaceAll('.', ''));
  return achado[2] ? numero * 1000 : numero;
}
