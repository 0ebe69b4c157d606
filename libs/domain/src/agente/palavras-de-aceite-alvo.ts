/** What stands after a verb of acceptance, as pieces of patterns over plain words. */

/** Makes it no less and no more than a yes. */
export const reforco = [
  'si+m+|s|ss|muito|mto|demais|mesmo|entao|agora|tb|tambem|super|claro|com certeza|ai|por favor|por gentileza|pfv|pf',
  'por mim|(?:pra|para|p) (?:mim|gente|nos)|comigo|com (?:(?:todo|muito|o maior) )?prazer|com (?:voces?|vcs?)',
  'dra?|doutora?|julia|ju|querida|amiga|flor|viu|ok|blz|beleza|show|ta|👍|👌|✅|🤝',
].join('|');

/** Begins another thought, said without a comma. */
export const outraIdeia =
  'obrigad[oa]|brigad[oa]|obg|valeu|vlw|grat[oa]|pode|quero|aceito|topo|bora|combinado|fechado|confirmado|abracos?';

export const vaga = 'plantao|plantaozinho|vaga|turno|v\\d+|noturn[oa]|diurn[oa]';
const ordem = 'primeir[oa]|segund[oa]|terceir[oa]|ultim[oa]';
const semana = 'sabado|domingo|segunda|terca|quarta|quinta|sexta';
const dia = `dia|data|hoje|amanha|feriado|natal|reveillon|${semana}`;

/** Nothing comes that could make another thing of it: "esse dia", not "esse dia livre". */
export const fim = `(?=$| (?:${reforco}|${outraIdeia}|d[eoa]s?)(?: |$))`;

/** Points at a vaga. */
export const esse = `(?:ess|est|aquel)[ea](?: (?:${vaga})|(?: (?:dia|data|${ordem}))?${fim})`;

/** Points at a vaga or names it. */
export const alvo = [
  esse,
  `[oa] (?:mesm[oa] )?(?:(?:${vaga})|(?:${ordem}|${semana})${fim}|dia \\d+|d[eoa]s?(?! (?:meu|minha))|dess[ea])`,
  '(?:[oa]|ess[ea]|est[ea])s (?:dois|duas)|[oa]s (?:12|24)(?: horas|h)|[oa] \\d+|v\\d+|[oa]s?$',
  `(?:(?<!com )el[ea]|isso)${fim}`,
].join('|');

/** A day a yes may be for, after verbs with which the day could also be when he says so: "confirmo na segunda". */
export const paraODia = `(?:pra|pro|para(?: [oa])?)(?: ess[ea])? (?:${dia})`;

/** What was offered, by its day or as an offer. */
export const oferta = [
  paraODia,
  `(?:n[oa]|n?ess[ea]|de|d[oa]|em) (?:${dia})|dia \\d+|${semana}|ness[ea]`,
  `(?:[oa]|ess[ea]) (?:escala|oferta|proposta|oportunidade)|(?:o|esse) valor${fim}|e`,
].join('|');
