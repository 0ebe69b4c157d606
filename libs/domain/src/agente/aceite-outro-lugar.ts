import { nomeProprio, palavrasPlanas, type PlantaoDoAceite } from './aceite-plantao.ts';
import { hospitaisCitados, hospitalConhecido } from './hospitais-citados.ts';
import { outraIdeia, reforco } from './palavras-de-aceite-alvo.ts';
import { meses, nomesDaSemana } from './palavras-de-data.ts';

const tipo =
  'hospital|hosp|maternidade|clinica|upa|ubs|santa casa|pronto socorro|pronto atendimento|instituto';
/** "O plantão do Morumbi", "essa de Santos": whatever is said so must be the vaga's. */
const atributo = new RegExp(
  `(?:^| )(?:[oa]|plantao|vaga|turno|ess[ea]|est[ea]|aquel[ea]) d[eoa] (?:(?:${tipo})(?: d[aeo]s?)? )?(\\p{L}+)`,
  'gu',
);
/** "No", "na" and "pro" say much else besides: only before what can be nothing but a hospital. */
const lugar = new RegExp(
  `(?:^| )(?:n[oa]|pr[oa]|para [oa]) (?:(hc|hu|hsp|incor|icesp|usp|upa|ubs|samu)(?= |$)|(?:${tipo})(?: d[aeo]s?)? (\\p{L}+))`,
  'gu',
);
const tempo = `${nomesDaSemana.join('|')}|feira|dia|data|hoje|amanha|depois|semana|mes|fim|final|feriado|natal|reveillon|manha|tarde|noite|madrugada|proxim[oa]|${meses.join('|')}`;
const miudas =
  '[oa]s?|d[eoa]s?|n[oa]s?|as|em|pr[aoe]|para|por|com|e|eu|que|q|se|mas|ate|me|te|la|so|meu|minha|voces?|vcs?|noturn[oa]|diurn[oa]|plantao|vaga|turno|hospital|valor|horas?|novo|verdade|certeza|reservar|sim|oferta|proposta|sua|seis|doze|rs+|k{2,}';
/** What may stand where a name would, and is none. */
const semNome = new RegExp(`^(?:${tempo}|${miudas}|${reforco}|${outraIdeia})$`, 'u');
const especialidades =
  /(?:^| )(pediatr|cardio|ortop|gineco|obstet|intensiv|uti|neuro|psiquiatr|dermato|endocrino|gastro|nefro|onco|oftalmo|otorrino|radiolog|urolog|anest|cirurgia|emergenc|clinica (?:medica|geral))/gu;

/** Whether clauses of acceptance, in plain words, name a hospital, a place or an especialidade that is not the vaga's. */
export function citaOutroLugar(
  clausulas: readonly string[],
  textoDoMedico: string,
  { hospital, cidade = '', setor, especialidade = '' }: PlantaoDoAceite,
): boolean {
  if (hospital === undefined) return false;
  const nomes = palavrasPlanas(`${hospital} ${cidade} ${setor ?? ''} ${especialidade}`);
  const sigla = palavrasPlanas(hospital)
    .filter((palavra) => !/^(?:d[aeo]s?|e)$/.test(palavra))
    .map((palavra) => palavra[0])
    .join('');
  const propria = (dita: string) =>
    dita === sigla || nomes.some((nome) => nome === dita || mesmaRaiz(nome, dita));
  const conhecidos = { hospitais: [hospital], ferramentas: [], conversa: [] };
  const outros = hospitaisCitados(textoDoMedico)
    .filter((citado) => !hospitalConhecido(citado, conhecidos))
    .map(({ nome }) => nome);
  return clausulas.some(
    (clausula) =>
      outros.some((nome) => clausula.includes(nome)) ||
      citados(clausula).some((dita) => !semNome.test(dita) && !propria(dita)) ||
      [...clausula.matchAll(especialidades)].some(
        ([, raiz = '']) => !nomes.join(' ').includes(raiz),
      ) ||
      citaOutraUnidade(clausula, hospital, propria),
  );
}

function citados(clausula: string): string[] {
  return [...clausula.matchAll(atributo), ...clausula.matchAll(lugar)].flatMap(
    ([, dita, outra]) => dita ?? outra ?? [],
  );
}

/** "Anestesia", "anestesista" and "Anestesiologia". */
function mesmaRaiz(nome: string, dita: string): boolean {
  return dita.length >= 5 && nome.startsWith(dita.slice(0, 6));
}

/** "São Luiz Morumbi" for a vaga in the Itaim: what follows the name and is no ordinary word belongs to it. */
function citaOutraUnidade(
  clausula: string,
  hospital: string,
  propria: (dita: string) => boolean,
): boolean {
  const palavras = clausula.split(' ');
  const [inteiro, nome] = [palavrasPlanas(hospital), nomeProprio(hospital)];
  return palavras.some((palavra, i) => {
    const antes = palavras[i - 1] ?? '';
    const seguinte = palavras[i + 1] ?? '';
    const ehNome = nome.includes(palavra) && (inteiro.includes(antes) || palavra.length > 5);
    return ehNome && /^\p{L}/u.test(seguinte) && !semNome.test(seguinte) && !propria(seguinte);
  });
}
